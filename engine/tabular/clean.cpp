#include "engine/tabular/clean.h"

#include <algorithm>
#include <array>
#include <cstdio>

namespace lixiao::tabular {
namespace {

using model::Message;

constexpr std::string_view kIdeographicSpace = "\xE3\x80\x80";
/// Blanks that are longer than one byte: U+3000, U+00A0, U+200B, U+2003, U+2002, U+FEFF.
constexpr std::array<std::string_view, 6> kWideBlanks = {kIdeographicSpace, "\xC2\xA0",     "\xE2\x80\x8B",
                                                         "\xE2\x80\x83",    "\xE2\x80\x82", "\xEF\xBB\xBF"};
/// What people type for the point in minority names: U+2022, U+30FB, U+2027, U+FF0E, U+22C5, U+2219.
constexpr std::array<std::string_view, 6> kPoints = {"\xE2\x80\xA2", "\xE3\x83\xBB", "\xE2\x80\xA7",
                                                     "\xEF\xBC\x8E", "\xE2\x8B\x85", "\xE2\x88\x99"};
constexpr std::string_view kMiddleDot = "\xC2\xB7";

bool isBlank(char c) {
  return c == ' ' || c == '\t' || c == '\r' || c == '\n' || c == '\v' || c == '\f';
}
bool isDigit(char c) {
  return c >= '0' && c <= '9';
}
bool isWide(char c) {
  return (static_cast<unsigned char>(c) & 0x80U) != 0;
}

/// Length of the blank at the start of `text`, or 0.
std::size_t blankAtStart(std::string_view text) {
  if (text.empty()) return 0;
  if (isBlank(text.front())) return 1;
  for (const std::string_view blank : kWideBlanks)
    if (text.starts_with(blank)) return blank.size();
  return 0;
}

std::size_t blankAtEnd(std::string_view text) {
  if (text.empty()) return 0;
  if (isBlank(text.back())) return 1;
  for (const std::string_view blank : kWideBlanks)
    if (text.ends_with(blank)) return blank.size();
  return 0;
}

std::string withoutBlanks(std::string_view text) {
  std::string result;
  while (!text.empty()) {
    const std::size_t blank = blankAtStart(text);
    if (blank == 0) result += text.front();
    text.remove_prefix(std::max<std::size_t>(1, blank));
  }
  return result;
}

/// Takes out the blanks that stand between two characters outside ASCII: 李 想 but not John Smith.
std::string withoutBlanksInChinese(std::string_view text) {
  std::string result;
  while (!text.empty()) {
    std::string_view rest = text;
    while (const std::size_t blank = blankAtStart(rest)) rest.remove_prefix(blank);
    const bool between = rest.size() < text.size() && !result.empty() && isWide(result.back()) &&
                         !rest.empty() && isWide(rest.front());
    if (between) text = rest;
    result += text.front();
    text.remove_prefix(1);
  }
  return result;
}

std::string withMiddleDot(std::string_view text) {
  std::string result;
  while (!text.empty()) {
    const auto point =
        std::find_if(kPoints.begin(), kPoints.end(), [&](std::string_view p) { return text.starts_with(p); });
    if (point == kPoints.end()) {
      result += text.front();
      text.remove_prefix(1);
    } else {
      result += kMiddleDot;
      text.remove_prefix(point->size());
    }
  }
  return result;
}

Cleaned cleanCode(std::string_view text) {
  Cleaned result;
  const std::string narrow = toHalfWidth(text);
  if (narrow != text) result.suspicions.push_back({"full-width characters were read as ordinary ones", {}});
  result.text = withoutBlanks(narrow);
  if (result.text.size() != narrow.size()) result.suspicions.push_back({"blanks inside were taken out", {}});
  return result;
}

Cleaned cleanName(std::string_view text) {
  Cleaned result;
  const std::string joined = withoutBlanksInChinese(text);
  if (joined != text) result.suspicions.push_back({"blanks inside were taken out", {}});
  result.text = withMiddleDot(joined);
  if (std::any_of(joined.begin(), joined.end(), isDigit))
    result.suspicions.push_back({"the name holds a digit", {}});
  return result;
}

/// The number at the start of `text`, at most `most` digits long.
std::optional<unsigned> takeNumber(std::string_view& text, std::size_t most) {
  std::size_t digits = 0;
  unsigned value = 0;
  while (digits < text.size() && isDigit(text[digits])) {
    if (++digits > most) return std::nullopt;
    value = value * 10 + static_cast<unsigned>(text[digits - 1] - '0');
  }
  text.remove_prefix(digits);
  return digits == 0 ? std::nullopt : std::optional(value);
}

bool takeText(std::string_view& text, std::string_view wanted) {
  if (!text.starts_with(wanted)) return false;
  text.remove_prefix(wanted.size());
  return true;
}

std::optional<model::Date> dateOf(unsigned year, unsigned month, unsigned day) {
  if (year > 9999 || month > 99 || day > 99) return std::nullopt;
  char iso[32];
  std::snprintf(iso, sizeof iso, "%04u-%02u-%02u", year, month, day);
  return model::parseDate(iso);
}

std::optional<model::Date> readSeparatedDate(std::string_view text, std::string_view first,
                                             std::string_view second, std::string_view last) {
  const auto year = takeNumber(text, 4);
  if (!year || !takeText(text, first)) return std::nullopt;
  const auto month = takeNumber(text, 2);
  if (!month || !takeText(text, second)) return std::nullopt;
  const auto day = takeNumber(text, 2);
  if (!day || text != last) return std::nullopt;
  return dateOf(*year, *month, *day);
}

}  // namespace

std::string_view trim(std::string_view text) {
  while (const std::size_t blank = blankAtStart(text)) text.remove_prefix(blank);
  while (const std::size_t blank = blankAtEnd(text)) text.remove_suffix(blank);
  return text;
}

std::string toHalfWidth(std::string_view text) {
  std::string result;
  result.reserve(text.size());
  for (std::size_t at = 0; at < text.size();) {
    const auto byte = [&](std::size_t i) {
      return i < text.size() ? static_cast<unsigned char>(text[i]) : 0U;
    };
    // U+FF01..U+FF3F are EF BC 81..BF, U+FF40..U+FF5E are EF BD 80..9E.
    const bool low = byte(at) == 0xEF && byte(at + 1) == 0xBC && byte(at + 2) >= 0x81 && byte(at + 2) <= 0xBF;
    const bool high =
        byte(at) == 0xEF && byte(at + 1) == 0xBD && byte(at + 2) >= 0x80 && byte(at + 2) <= 0x9E;
    if (low || high) {
      result += static_cast<char>(byte(at + 2) - (low ? 0x81 - 0x21 : 0x80 - 0x60));
      at += 3;
    } else if (text.substr(at).starts_with(kIdeographicSpace)) {
      result += ' ';
      at += kIdeographicSpace.size();
    } else {
      result += text[at++];
    }
  }
  return result;
}

bool isRoundedNumber(std::string_view text) {
  std::size_t at = 0;
  const auto digits = [&] {
    const std::size_t from = at;
    while (at < text.size() && isDigit(text[at])) ++at;
    return at - from;
  };
  if (digits() != 1) return false;
  if (at < text.size() && text[at] == '.') {
    ++at;
    if (digits() == 0) return false;
  }
  if (at + 1 >= text.size() || (text[at] != 'E' && text[at] != 'e') || text[at + 1] != '+') return false;
  at += 2;
  return digits() > 0 && at == text.size();
}

std::optional<model::Date> readDate(std::string_view text) {
  if (text.size() == 8 && std::all_of(text.begin(), text.end(), isDigit))
    return model::parseDate(std::string(text.substr(0, 4)) + "-" + std::string(text.substr(4, 2)) + "-" +
                            std::string(text.substr(6)));
  for (const char* sign : {"-", "/", "."})
    if (const auto date = readSeparatedDate(text, sign, sign, "")) return date;
  return readSeparatedDate(text, "年", "月", "日");
}

Cleaned cleanCell(std::string_view text, CellKind kind) {
  text = trim(text);
  switch (kind) {
    case CellKind::Text:
      break;
    case CellKind::Code:
      return cleanCode(text);
    case CellKind::Name:
      return cleanName(text);
    case CellKind::Date: {
      const auto date = readDate(toHalfWidth(text));
      return {date ? model::formatDate(*date) : std::string(text), {}};
    }
  }
  return {std::string(text), {}};
}

}  // namespace lixiao::tabular
