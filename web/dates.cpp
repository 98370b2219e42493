#include "web/dates.h"

#include <array>

namespace lixiao::web {

namespace {

using model::Language;

unsigned monthOf(std::chrono::year_month_day date) {
  return static_cast<unsigned>(date.month());
}
std::string dayOf(std::chrono::year_month_day date) {
  return std::to_string(static_cast<unsigned>(date.day()));
}

std::string monthName(std::chrono::year_month_day date) {
  constexpr std::array kMonths = {"January", "February", "March",     "April",   "May",      "June",
                                  "July",    "August",   "September", "October", "November", "December"};
  return kMonths[monthOf(date) - 1];
}

}  // namespace

std::string day(Language language, model::Date date) {
  const std::chrono::year_month_day parts(date);
  if (language == Language::English) return dayOf(parts) + " " + monthName(parts);
  return std::to_string(monthOf(parts)) + "月" + dayOf(parts) + "日";
}

std::string days(Language language, model::Date from, model::Date to) {
  if (from == to) return day(language, from);
  const std::chrono::year_month_day first(from);
  const std::chrono::year_month_day last(to);
  if (first.year() != last.year()) {
    const auto dated = [&](model::Date date, std::chrono::year_month_day parts) {
      const std::string year = std::to_string(static_cast<int>(parts.year()));
      return language == Language::English ? day(language, date) + " " + year
                                           : year + "年" + day(language, date);
    };
    return dated(from, first) + (language == Language::English ? " to " : "至") + dated(to, last);
  }
  const bool same_month = first.month() == last.month();
  if (language == Language::English)
    return (same_month ? dayOf(first) : day(language, from)) + " to " + day(language, to);
  return day(language, from) + "至" + (same_month ? dayOf(last) + "日" : day(language, to));
}

std::string moment(Language language, const workflow::TimeZone& zone, model::Instant instant) {
  const std::string local = zone.format(instant);  // 2015-06-18 09:30
  const std::string date = day(language, zone.dateAt(instant));
  return date + (language == Language::English ? ", " : " ") + local.substr(local.size() - 5);
}

std::string clockTime(const workflow::TimeZone& zone, model::Instant instant) {
  const std::string local = zone.format(instant);  // of the whole minute
  const auto minute = std::chrono::floor<std::chrono::minutes>(instant);
  const auto second = std::chrono::duration_cast<std::chrono::seconds>(instant - minute).count();
  return local.substr(local.size() - 5) + (second < 10 ? ":0" : ":") + std::to_string(second);
}

}  // namespace lixiao::web
