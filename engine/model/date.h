#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace lixiao::model {

/// A whole day of the edition's time zone.
using Date = std::chrono::sys_days;
/// A moment in UTC, milliseconds since 1970-01-01.
using Instant = std::chrono::sys_time<std::chrono::milliseconds>;

/// Reads `2015-06-18`. Nothing else is a date: no blanks, no other order, no day that does not exist.
/// Years 1900 to 2200.
std::optional<Date> parseDate(std::string_view text);
/// `2015-06-18`.
std::string formatDate(Date date);

/// Reads `2015-06-18T09:30:00Z`; seconds may be missing, a fraction is refused, `Z` or `+08:00` must be
/// there.
std::optional<Instant> parseInstant(std::string_view text);
/// `2015-06-18T09:30:00Z`, whole seconds.
std::string formatInstant(Instant instant);

constexpr std::int32_t dayNumber(Date date) {
  return date.time_since_epoch().count();
}
constexpr Date dateOf(std::int32_t day_number) {
  return Date{std::chrono::days{day_number}};
}

/// Full years between birth and `on`; someone born on 29 February turns a year older on 1 March.
int ageAt(Date on, Date birth);

}  // namespace lixiao::model
