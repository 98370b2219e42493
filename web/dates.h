#pragma once

#include <string>

#include "engine/model/date.h"
#include "engine/model/text.h"
#include "engine/workflow/time_zone.h"

namespace lixiao::web {

/// `6月30日` and `30 June`.
std::string day(model::Language language, model::Date date);
/// `6月23日至30日` and `23 to 30 June`; one day when both are equal.
std::string days(model::Language language, model::Date from, model::Date to);
/// `6月30日 09:05` and `30 June, 09:05`, in the zone.
std::string moment(model::Language language, const workflow::TimeZone& zone, model::Instant instant);
/// `09:05:30`, in the zone.
std::string clockTime(const workflow::TimeZone& zone, model::Instant instant);

}  // namespace lixiao::web
