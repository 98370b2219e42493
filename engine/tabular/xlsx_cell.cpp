#include "engine/tabular/xlsx_cell.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <chrono>
#include <cmath>
#include <cstdio>

#include "engine/model/date.h"

namespace lixiao::tabular {
namespace {

using model::Message;

constexpr double kRounded = 1e15;
constexpr std::size_t kExactDigits = 15;
constexpr double kLastSerial = 2958465;  // 9999-12-31
constexpr int kLeapBug = 60;             // the day 1900-02-29, which spreadsheets believe in

bool isDigit(char c) {
  return c >= '0' && c <= '9';
}

std::optional<double> parsed(std::string_view raw) {
  double value = 0;
  const auto [end, error] = std::from_chars(raw.data(), raw.data() + raw.size(), value);
  if (error != std::errc() || end != raw.data() + raw.size() || !std::isfinite(value)) return std::nullopt;
  return value;
}

/// As a spreadsheet shows it: 15 significant digits, no exponent.
std::string shown(double value) {
  std::array<char, 400> buffer{};
  const auto rounded = std::to_chars(buffer.data(), buffer.data() + buffer.size(), value,
                                     std::chars_format::general, static_cast<int>(kExactDigits));
  std::from_chars(buffer.data(), rounded.ptr, value);
  const auto end =
      std::to_chars(buffer.data(), buffer.data() + buffer.size(), value, std::chars_format::fixed);
  return {buffer.data(), end.ptr};
}

std::string dayText(double serial, bool from_1904) {
  using std::chrono::days;
  const auto day = static_cast<int>(std::floor(serial));
  const model::Date base = from_1904 ? model::Date{std::chrono::year{1904} / 1 / 1}
                                     : model::Date{std::chrono::year{1899} / 12 / (day < kLeapBug ? 31 : 30)};
  return model::formatDate(base + days{day});
}

std::optional<std::string> dateText(double serial, bool from_1904) {
  if (serial < 1 || serial >= kLastSerial) return std::nullopt;
  constexpr int kSecondsADay = 86400;
  auto seconds = static_cast<int>(std::lround((serial - std::floor(serial)) * kSecondsADay));
  if (seconds == kSecondsADay) {
    serial += 1;
    seconds = 0;
  }
  if (!from_1904 && std::floor(serial) == kLeapBug) return std::nullopt;
  const std::string day = dayText(serial, from_1904);
  if (seconds == 0) return day;
  std::array<char, 32> time{};
  std::snprintf(time.data(), time.size(), "T%02d:%02d:%02d", seconds / 3600, seconds / 60 % 60, seconds % 60);
  return day + time.data();
}

std::string filled(std::string digits, std::size_t width) {
  const bool whole = std::all_of(digits.begin(), digits.end(), isDigit);
  if (whole && digits.size() < width) digits.insert(0, width - digits.size(), '0');
  return digits;
}

std::optional<unsigned> hexDigit(char c) {
  if (isDigit(c)) return static_cast<unsigned>(c - '0');
  if (c >= 'A' && c <= 'F') return static_cast<unsigned>(c - 'A' + 10);
  if (c >= 'a' && c <= 'f') return static_cast<unsigned>(c - 'a' + 10);
  return std::nullopt;
}

/// The code unit of `_x000D_` at the start of `text`, if there is one that stands for itself.
std::optional<unsigned> escapeAt(std::string_view text) {
  if (text.size() < 7 || !text.starts_with("_x") || text[6] != '_') return std::nullopt;
  unsigned unit = 0;
  for (const char c : text.substr(2, 4)) {
    const auto digit = hexDigit(c);
    if (!digit) return std::nullopt;
    unit = unit * 16 + *digit;
  }
  const bool surrogate = unit >= 0xD800 && unit <= 0xDFFF;
  return surrogate ? std::nullopt : std::optional(unit);
}

void appendUtf8(std::string& out, unsigned point) {
  if (point < 0x80) {
    out += static_cast<char>(point);
  } else if (point < 0x800) {
    out += static_cast<char>(0xC0 | (point >> 6));
    out += static_cast<char>(0x80 | (point & 0x3F));
  } else {
    out += static_cast<char>(0xE0 | (point >> 12));
    out += static_cast<char>(0x80 | ((point >> 6) & 0x3F));
    out += static_cast<char>(0x80 | (point & 0x3F));
  }
}

}  // namespace

NumberFormat builtInFormat(unsigned id) {
  const bool date = (id >= 14 && id <= 17) || id == 22 || (id >= 27 && id <= 31) || id == 36 ||
                    (id >= 50 && id <= 54) || id == 57 || id == 58;
  return {date, 0};
}

NumberFormat spelledFormat(std::string_view code) {
  code = code.substr(0, code.find(';'));
  if (!code.empty() && code.find_first_not_of('0') == std::string_view::npos) return {false, code.size()};
  bool quoted = false;
  bool bracketed = false;
  for (std::size_t at = 0; at < code.size(); ++at) {
    const char c = code[at];
    if (c == '"') quoted = !quoted;
    if (quoted) continue;
    if (c == '[') bracketed = true;
    if (c == ']') bracketed = false;
    if (c == '\\' || c == '_' || c == '*') ++at;
    if (!bracketed && (c == 'y' || c == 'Y' || c == 'd' || c == 'D')) return {true, 0};
  }
  return {};
}

CellText textOfNumber(std::string_view raw, NumberFormat format, bool dates_from_1904) {
  if (raw.empty()) return {};
  const bool plain_digits = std::all_of(raw.begin(), raw.end(), isDigit);
  if (plain_digits && raw.size() <= kExactDigits && !format.date)
    return {filled(std::string(raw), format.digits), std::nullopt};
  const auto value = parsed(raw);
  if (!value) return {"", Message{"the cell holds a number that cannot be read", {}}};
  if (std::abs(*value) >= kRounded)
    return {"", Message{"a spreadsheet has rounded this number; format the column as text and enter it again",
                        {}}};
  if (!format.date) return {filled(shown(*value), format.digits), std::nullopt};
  auto date = dateText(*value, dates_from_1904);
  if (!date) return {"", Message{"the cell is formatted as a date but does not hold one", {}}};
  return {std::move(*date), std::nullopt};
}

std::string unescaped(std::string_view text) {
  std::string result;
  while (!text.empty()) {
    const auto unit = escapeAt(text);
    if (unit) {
      appendUtf8(result, *unit);
      text.remove_prefix(7);
    } else {
      result += text.front();
      text.remove_prefix(1);
    }
  }
  return result;
}

CellPlace placeOfCell(std::string_view reference) {
  constexpr std::size_t kTooFar = 1U << 24;
  CellPlace place;
  for (const char c : reference) {
    if (c >= 'A' && c <= 'Z')
      place.column = std::min(kTooFar, place.column * 26 + static_cast<std::size_t>(c - 'A' + 1));
    if (isDigit(c)) place.row = std::min(kTooFar, place.row * 10 + static_cast<std::size_t>(c - '0'));
  }
  return place;
}

}  // namespace lixiao::tabular
