#pragma once

#include "engine/service/appointments.h"
#include "web/json.h"
#include "web/visit.h"

namespace lixiao::web::pages {

/// What the templates read of one appointment.
Data bookingData(const Visit& visit, const service::BookingView& booking,
                 const service::EditionView& edition);
/// `星期二`, `Tuesday`.
std::string weekday(const Visit& visit, model::Date date);

Json bookingJson(const Visit& visit, const service::BookingView& booking);

}  // namespace lixiao::web::pages
