#include "connectors/mask_numbers.h"

#include <algorithm>
#include <string>

#include "connectors/mask_escapes.h"

namespace lixiao::connectors {
namespace {

constexpr std::size_t kDigitsOfOldId = 15;
constexpr std::size_t kDigitsOfId = 18;
constexpr std::size_t kDigitsOfPlace = 6;
constexpr std::size_t kFullWidthBytes = 3;

bool isDigit(char c) {
  return c >= '0' && c <= '9';
}

bool isFullWidthDigit(std::string_view sign) {
  return sign.starts_with("\xEF\xBC") && sign >= "\xEF\xBC\x90" && sign <= "\xEF\xBC\x99";
}

std::string_view from(std::string_view text, std::size_t at) {
  return text.substr(std::min(at, text.size()));
}

struct Digit {
  std::size_t bytes = 0;  ///< 0: it is none
  char value = '0';
};

Digit digitAt(std::string_view text, std::size_t at) {
  const std::string_view rest = from(text, at);
  if (rest.empty()) return {};
  if (isDigit(rest.front())) return {1, rest.front()};
  if (isFullWidthDigit(rest.substr(0, kFullWidthBytes)))
    return {kFullWidthBytes, static_cast<char>('0' + (rest[2] & 0x0F))};
  const Escaped escaped = escapedAt(text, at);
  const bool digit = escaped.sign.size() == 1 && isDigit(escaped.sign.front());
  return digit ? Digit{escaped.bytes, escaped.sign.front()} : Digit{};
}

bool isAfterDigit(std::string_view text, std::size_t at) {
  return (at >= 1 && isDigit(text[at - 1])) ||
         (at >= kFullWidthBytes && isFullWidthDigit(text.substr(at - kFullWidthBytes, kFullWidthBytes)));
}

/// The sign of check that no digit is.
std::size_t tenAt(std::string_view text, std::size_t at) {
  for (const std::string_view sign : {"X", "x", "Ｘ", "ｘ"})
    if (from(text, at).starts_with(sign)) return sign.size();
  return 0;
}

/// Behind the two signs at most that may divide the digits of one number.
std::size_t passDividers(std::string_view text, std::size_t at) {
  for (int passed = 0; passed < 2; ++passed)
    for (const std::string_view sign : {" ", "\t", "\u00A0", "\u3000", "-", ".", "/", "_"})
      if (from(text, at).starts_with(sign)) {
        at += sign.size();
        break;
      }
  return at;
}

bool isBetween(std::string_view digits, std::string_view least, std::string_view most) {
  return digits >= least && digits <= most;
}

/// Whether these may be the place and the birthday of an ID number; no place is numbered as a year is.
bool mayBeId(std::string_view place, std::string_view year, std::string_view month_and_day) {
  return !place.starts_with("19") && !place.starts_with("20") && isBetween(year, "1800", "2099") &&
         isBetween(month_and_day.substr(0, 2), "01", "12") && isBetween(month_and_day.substr(2), "01", "31");
}

bool mayBeId(const std::string& digits) {
  const std::string_view all = digits;
  const std::string_view place = all.substr(0, kDigitsOfPlace);
  if (digits.size() == kDigitsOfOldId)
    return mayBeId(place, "19" + digits.substr(kDigitsOfPlace, 2), all.substr(8, 4));
  return mayBeId(place, all.substr(kDigitsOfPlace, 4), all.substr(10, 4));
}

/// Where the ID number in groups ends that begins at `at`, which is where it ends when there is none.
std::size_t endOfGroups(std::string_view text, std::size_t at, bool place_alone) {
  std::string digits;
  std::size_t end = at, end_of_id = at;
  while (digits.size() < kDigitsOfId) {
    const std::size_t next = passDividers(text, end);
    if (digits.size() + 1 == kDigitsOfId && tenAt(text, next) > 0 && mayBeId(digits))
      return next + tenAt(text, next);
    const Digit digit = digitAt(text, next);
    if (digit.bytes == 0) break;
    digits += digit.value;
    end = next + digit.bytes;
    const bool long_enough = digits.size() == kDigitsOfId || (place_alone && digits.size() == kDigitsOfOldId);
    if (long_enough && digitAt(text, end).bytes == 0 && mayBeId(digits)) end_of_id = end;
  }
  return end_of_id;
}

}  // namespace

std::size_t idNumberAt(std::string_view text, std::size_t at, bool fresh) {
  if (!fresh && isAfterDigit(text, at)) return 0;
  std::size_t end = at, digits = 0;
  for (Digit digit = digitAt(text, end); digit.bytes > 0; digit = digitAt(text, end), ++digits)
    end += digit.bytes;
  if (digits == 0) return 0;
  if (digits >= kDigitsOfOldId) return end + tenAt(text, end) - at;
  return endOfGroups(text, at, digits == kDigitsOfPlace) - at;
}

}  // namespace lixiao::connectors
