#include "engine/workflow/keys_scalar.h"

#include <algorithm>
#include <array>

#include "engine/model/date.h"
#include "engine/workflow/workflow.h"

namespace lixiao::workflow {
namespace {

using yaml::Node;

bool isLetter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}
bool isDigit(char c) {
  return c >= '0' && c <= '9';
}

/// What YAML 1.1 took for a boolean, with the value it meant.
std::string meantBoolean(std::string_view text) {
  std::string lower(text);
  std::transform(lower.begin(), lower.end(), lower.begin(),
                 [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
  for (const char* yes : {"yes", "on", "y", "true", "1", "是"})
    if (lower == yes) return "true";
  for (const char* no : {"no", "off", "n", "false", "0", "否"})
    if (lower == no) return "false";
  return {};
}

void checkBoolean(const Node& scalar, std::string_view key, Findings& findings) {
  const bool plain = scalar.style == Node::Style::Plain;
  if (plain && (scalar.text == "true" || scalar.text == "false")) return;
  const std::string meant = meantBoolean(scalar.text);
  const std::string hint =
      meant.empty() ? std::string() : "write " + meant + (plain ? "" : " without quotes");
  findings.error(yaml::span(scalar), "bad-boolean",
                 quoted(key) + " must be true or false, not " + quoted(scalar.text), hint);
}

void checkDate(const Node& scalar, std::string_view key, Findings& findings) {
  if (model::parseDate(scalar.text)) return;
  findings.error(yaml::span(scalar), "bad-date",
                 quoted(scalar.text) + " in " + quoted(key) + " is not a date",
                 "write a day of the calendar like 2015-06-18");
}

void checkDay(const Node& scalar, std::string_view key, Findings& findings) {
  if (isDigit(scalar.text.front())) return checkDate(scalar, key, findings);
  if (!parseDay(scalar.text))
    findings.error(yaml::span(scalar), "bad-date", quoted(scalar.text) + " in " + quoted(key) + " is no day",
                   "write days after a name like leave_date - 14d");
}

void checkWord(const Node& scalar, std::string_view of, std::string_view key, Findings& findings) {
  const std::vector<std::string> known = words(of);
  if (std::find(known.begin(), known.end(), scalar.text) != known.end()) return;
  const std::string near = didYouMean(scalar.text, known);
  findings.error(yaml::span(scalar), "unknown-value",
                 quoted(scalar.text) + " is not a value of " + std::string(key),
                 near.empty() ? oneOf(known) : near);
}

}  // namespace

std::string_view title(Form form) {
  switch (form) {
    case Form::Boolean:
      return "true or false";
    case Form::Date:
      return "a date";
    case Form::Day:
      return "a date or a name of the calendar";
    case Form::Amount:
      return "an amount";
    case Form::Duration:
      return "a duration";
    case Form::Count:
      return "a whole number";
    case Form::Hours:
      return "hours like 08:30-11:30";
    case Form::Rule:
      return "a rule";
    case Form::Id:
    case Form::ItemName:
      return "an id";
    case Form::FactName:
      return "the name of a fact";
    case Form::Map:
    case Form::MapOf:
      return "a map";
    case Form::ListOf:
    case Form::SomeOf:
      return "a list";
    case Form::Text:
    case Form::Value:
    case Form::Word:
    case Form::ItemEntry:
      break;
  }
  return "text";
}

bool isIdPart(std::string_view word) {
  return !word.empty() && std::all_of(word.begin(), word.end(), [](char c) {
    return isLetter(c) || isDigit(c) || c == '_' || static_cast<unsigned char>(c) >= 0x80;
  });
}

bool isId(std::string_view text, Form form) {
  constexpr std::size_t kLongest = 60, kLongestOfItem = 200;
  if (form == Form::ItemName) {
    const std::size_t dot = std::min(text.find('.'), text.size());
    if (!isId(text.substr(0, dot), Form::Id) || text.size() > kLongestOfItem) return false;
    std::string_view rest = text.substr(dot);
    while (!rest.empty()) {
      rest.remove_prefix(1);
      const std::size_t end = std::min(rest.find('.'), rest.size());
      if (!isIdPart(rest.substr(0, end))) return false;
      rest.remove_prefix(end);
    }
    return true;
  }
  const bool dotted = form == Form::FactName;
  bool starts = true;
  for (char c : text) {
    if (starts ? !isLetter(c) : !isLetter(c) && !isDigit(c) && c != '_' && !(dotted && c == '.'))
      return false;
    starts = c == '.';
  }
  return !starts && text.size() <= kLongest;
}

void checkId(const Node& id, Form form, Findings& findings) {
  if (isId(id.text, form)) return;
  const char* hint =
      form == Form::FactName   ? "use Latin letters, digits, _ and dots between words, at most 60"
      : form == Form::ItemName ? "write an item, library, or a part of it, library.books"
                               : "use Latin letters, digits and _, beginning with a letter, at most 60";
  findings.error(yaml::span(id), "bad-id", quoted(id.text) + " is not an id", hint);
}

std::optional<DayText> parseDay(std::string_view text) {
  constexpr std::size_t kMostDigits = 4;
  const auto trimmed = [](std::string_view part) {
    const std::size_t first = std::min(part.find_first_not_of(' '), part.size());
    return part.substr(first, part.find_last_not_of(' ') + 1 - first);
  };
  const std::size_t sign = text.find_first_of("+-");
  if (sign == std::string_view::npos) return DayText{trimmed(text), 0};
  const std::string_view name = trimmed(text.substr(0, sign));
  std::string_view days = trimmed(text.substr(sign + 1));
  if (name.empty() || !days.ends_with('d')) return std::nullopt;
  days.remove_suffix(1);
  if (days.empty() || days.size() > kMostDigits || !std::all_of(days.begin(), days.end(), isDigit))
    return std::nullopt;
  int count = 0;
  for (const char c : days) count = count * 10 + (c - '0');
  return DayText{name, text[sign] == '-' ? -count : count};
}

std::optional<std::int64_t> parseAmount(std::string_view text) {
  const auto value = parseValue(rules::Type::number(rules::Unit::Money), text);
  if (!value || value->number() == nullptr || *value->number() <= 0) return std::nullopt;
  return *value->number();
}

std::optional<int> parseCount(std::string_view text) {
  constexpr int kMost = 1000;
  if (text.empty() || text.size() > 4 || !std::all_of(text.begin(), text.end(), isDigit)) return std::nullopt;
  int count = 0;
  for (const char c : text) count = count * 10 + (c - '0');
  if (count < 1 || count > kMost) return std::nullopt;
  return count;
}

std::optional<Hours> parseHours(std::string_view text) {
  constexpr std::string_view kShape = "00:00-00:00";
  constexpr int kMidnight = 24 * 60;
  if (text.size() != kShape.size()) return std::nullopt;
  for (std::size_t at = 0; at < text.size(); ++at)
    if (kShape[at] == '0' ? !isDigit(text[at]) : text[at] != kShape[at]) return std::nullopt;
  const auto two = [&](std::size_t at) { return (text[at] - '0') * 10 + (text[at + 1] - '0'); };
  const Hours hours{two(0) * 60 + two(3), two(6) * 60 + two(9)};
  if (two(3) > 59 || two(9) > 59 || hours.from >= kMidnight || hours.to > kMidnight) return std::nullopt;
  return hours;
}

std::optional<std::chrono::seconds> parseDuration(std::string_view text) {
  if (text.ends_with("min")) text.remove_suffix(2);
  if (text.size() < 2 || text.size() > 6) return std::nullopt;
  long number = 0;
  for (char c : text.substr(0, text.size() - 1)) {
    if (!isDigit(c)) return std::nullopt;
    number = number * 10 + (c - '0');
  }
  const char unit = text.back();
  const long seconds = unit == 'm' ? 60 : unit == 'h' ? 3600 : unit == 'd' ? 86400 : 0;
  constexpr long kTenYears = 10L * 366 * 86400;
  if (seconds == 0 || number == 0 || number * seconds > kTenYears) return std::nullopt;
  return std::chrono::seconds{number * seconds};
}

void checkScalar(const Node& scalar, Form form, std::string_view of, std::string_view key,
                 Findings& findings) {
  const std::string& text = scalar.text;
  const bool says_something = text.find_first_not_of(" \t\r\n") != std::string::npos;
  if (!says_something && form != Form::Value)
    return findings.error(yaml::span(scalar), "missing-value", quoted(key) + " has no value");
  switch (form) {
    case Form::Boolean:
      return checkBoolean(scalar, key, findings);
    case Form::Date:
      return checkDate(scalar, key, findings);
    case Form::Day:
      return checkDay(scalar, key, findings);
    case Form::Word:
      return checkWord(scalar, of, key, findings);
    case Form::Id:
    case Form::FactName:
    case Form::ItemName:
      return checkId(scalar, form, findings);
    case Form::Amount:
      if (!parseAmount(text))
        findings.error(yaml::span(scalar), "bad-number",
                       quoted(text) + " in " + quoted(key) + " is not an amount above zero",
                       "write it like 5 or 5.50");
      return;
    case Form::Count:
      if (!parseCount(text))
        findings.error(yaml::span(scalar), "bad-number",
                       quoted(text) + " in " + quoted(key) + " is not a whole number from 1 to 1000");
      return;
    case Form::Hours:
      if (!parseHours(text))
        findings.error(yaml::span(scalar), "bad-hours", quoted(text) + " is not a span of hours",
                       "write them like 08:30-11:30");
      return;
    case Form::Duration:
      if (!parseDuration(text))
        findings.error(yaml::span(scalar), "bad-duration", quoted(text) + " is not a duration",
                       "write it like 24h, 30m or 7d");
      return;
    default:
      return;
  }
}

}  // namespace lixiao::workflow
