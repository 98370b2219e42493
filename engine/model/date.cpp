#include "engine/model/date.h"

#include <array>
#include <cstdio>

namespace lixiao::model {
namespace {

/// Reads exactly `count` digits at `at`, or nothing.
std::optional<int> digits(std::string_view text, std::size_t at, std::size_t count) {
  if (at + count > text.size()) return std::nullopt;
  int value = 0;
  for (char c : text.substr(at, count)) {
    if (c < '0' || c > '9') return std::nullopt;
    value = value * 10 + (c - '0');
  }
  return value;
}

bool hasAt(std::string_view text, std::size_t at, char c) {
  return at < text.size() && text[at] == c;
}

/// Minutes east of UTC of `Z`, `+08:00`.
std::optional<int> offsetMinutes(std::string_view text) {
  if (text == "Z") return 0;
  if (text.size() != 6 || text[3] != ':' || (text[0] != '+' && text[0] != '-')) return std::nullopt;
  const auto hours = digits(text, 1, 2);
  const auto minutes = digits(text, 4, 2);
  if (!hours || !minutes || *hours > 14 || *minutes > 59) return std::nullopt;
  return (text[0] == '-' ? -1 : 1) * (*hours * 60 + *minutes);
}

}  // namespace

std::optional<Date> parseDate(std::string_view text) {
  if (text.size() != 10 || text[4] != '-' || text[7] != '-') return std::nullopt;
  const auto year = digits(text, 0, 4);
  const auto month = digits(text, 5, 2);
  const auto day = digits(text, 8, 2);
  if (!year || !month || !day || *year < 1900 || *year > 2200) return std::nullopt;
  const std::chrono::year_month_day date{std::chrono::year{*year},
                                         std::chrono::month(static_cast<unsigned>(*month)),
                                         std::chrono::day(static_cast<unsigned>(*day))};
  if (!date.ok()) return std::nullopt;
  return Date{date};
}

std::string formatDate(Date date) {
  const std::chrono::year_month_day ymd{date};
  std::array<char, 32> text{};
  std::snprintf(text.data(), text.size(), "%04d-%02u-%02u", static_cast<int>(ymd.year()),
                static_cast<unsigned>(ymd.month()), static_cast<unsigned>(ymd.day()));
  return text.data();
}

std::optional<Instant> parseInstant(std::string_view text) {
  if (text.size() < 17) return std::nullopt;
  const auto date = parseDate(text.substr(0, 10));
  const auto hour = digits(text, 11, 2);
  const auto minute = digits(text, 14, 2);
  if (!date || !hasAt(text, 10, 'T') || !hasAt(text, 13, ':') || !hour || !minute) return std::nullopt;
  int second = 0;
  std::size_t rest = 16;
  if (hasAt(text, 16, ':')) {
    const auto seconds = digits(text, 17, 2);
    if (!seconds) return std::nullopt;
    second = *seconds;
    rest = 19;
  }
  const auto offset = offsetMinutes(text.substr(rest));
  if (!offset || *hour > 23 || *minute > 59 || second > 59) return std::nullopt;
  return Instant{*date} + std::chrono::hours{*hour} + std::chrono::minutes{*minute - *offset} +
         std::chrono::seconds{second};
}

std::string formatInstant(Instant instant) {
  const Date date = std::chrono::floor<std::chrono::days>(instant);
  const std::chrono::hh_mm_ss time{std::chrono::floor<std::chrono::seconds>(instant - date)};
  std::array<char, 32> text{};
  std::snprintf(text.data(), text.size(), "T%02d:%02d:%02dZ", static_cast<int>(time.hours().count()),
                static_cast<int>(time.minutes().count()), static_cast<int>(time.seconds().count()));
  return formatDate(date) + text.data();
}

int ageAt(Date on, Date birth) {
  const std::chrono::year_month_day now{on};
  const std::chrono::year_month_day born{birth};
  const int years = static_cast<int>(now.year()) - static_cast<int>(born.year());
  const bool before_birthday =
      now.month() < born.month() || (now.month() == born.month() && now.day() < born.day());
  return years - (before_birthday ? 1 : 0);
}

}  // namespace lixiao::model
