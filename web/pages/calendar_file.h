#pragma once

#include "engine/service/appointments.h"
#include "web/visit.h"

namespace lixiao::web::pages {

/// An appointment as iCalendar (RFC 5545), in UTC. The same uid always, a greater sequence after each change,
/// CANCELLED when it is.
std::string calendarFile(const Visit& visit, const service::BookingView& booking);

}  // namespace lixiao::web::pages
