#include "connectors/mask_signs.h"

#include <Poco/String.h>

#include <algorithm>
#include <string>

#include "connectors/secret_words.h"

namespace lixiao::connectors {
namespace {

constexpr std::size_t kLongDigits = 15;
constexpr std::size_t kDigitsOfId = 18;
constexpr std::size_t kDigitsOfPlace = 6;
constexpr std::size_t kFullWidthBytes = 3;

bool isDigit(char c) {
  return c >= '0' && c <= '9';
}
bool isOfKey(char c) {
  return isDigit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c == '-' ||
         static_cast<unsigned char>(c) >= 0x80;
}
bool isOneOf(std::string_view signs, char c) {
  return signs.find(c) != std::string_view::npos;
}

std::size_t digitAt(std::string_view text, std::size_t at) {
  if (at < text.size() && isDigit(text[at])) return 1;
  const std::string_view wide = text.substr(std::min(at, text.size()), kFullWidthBytes);
  return wide.starts_with("\xEF\xBC") && wide >= "\xEF\xBC\x90" && wide <= "\xEF\xBC\x99" ? kFullWidthBytes
                                                                                          : 0;
}

/// The sign of check that no digit is.
std::size_t tenAt(std::string_view text, std::size_t at) {
  const std::string_view rest = text.substr(std::min(at, text.size()));
  for (const std::string_view sign : {"X", "x", "Ｘ", "ｘ"})
    if (rest.starts_with(sign)) return sign.size();
  return 0;
}

bool isAfterDigit(std::string_view text, std::size_t at) {
  return (at >= 1 && isDigit(text[at - 1])) ||
         (at >= kFullWidthBytes && digitAt(text, at - kFullWidthBytes) > 1);
}

/// Goes on over digits; how many there were.
std::size_t passDigits(std::string_view text, std::size_t& at) {
  std::size_t digits = 0;
  for (std::size_t bytes = digitAt(text, at); bytes > 0; bytes = digitAt(text, at), ++digits) at += bytes;
  return digits;
}

std::size_t pass(std::string_view text, std::size_t at, std::string_view signs) {
  while (at < text.size() && (isBlank(text[at]) || isOneOf(signs, text[at]))) ++at;
  return at;
}

}  // namespace

bool isBlank(char c) {
  const auto byte = static_cast<unsigned char>(c);
  return byte <= ' ' || byte == 0x7F;
}

std::size_t idNumberAt(std::string_view text, std::size_t at, bool fresh) {
  if (!fresh && isAfterDigit(text, at)) return 0;
  std::size_t end = at;
  std::size_t digits = passDigits(text, end);
  if (digits >= kLongDigits) return end + tenAt(text, end) - at;
  if (digits != kDigitsOfPlace) return 0;
  while (digits < kDigitsOfId && end < text.size() && isOneOf(" -", text[end]) && digitAt(text, end + 1) > 0)
    digits += passDigits(text, ++end);
  const std::size_t ten = digits + 1 == kDigitsOfId ? tenAt(text, end) : 0;
  return digits == kDigitsOfId || ten > 0 ? end + ten - at : 0;
}

std::size_t schemeAt(std::string_view text, std::size_t at) {
  if (at > 0 && isOfKey(text[at - 1])) return 0;
  for (const std::string_view word : {"bearer", "basic"}) {
    const std::size_t end = at + word.size();
    if (end >= text.size() || !isBlank(text[end])) continue;
    if (Poco::icompare(std::string(text.substr(at, word.size())), std::string(word)) == 0)
      return pass(text, end, "") - at;
  }
  return 0;
}

std::size_t secretKeyAt(std::string_view text, std::size_t at) {
  constexpr std::string_view kQuotes = "\"'\\";
  if (at > 0 && (isOfKey(text[at - 1]) || text[at - 1] == '/')) return 0;
  std::size_t end = at;
  while (end < text.size() && isOfKey(text[end])) ++end;
  if (end == at || !namesASecret(text.substr(at, end - at))) return 0;
  end = pass(text, end, kQuotes);
  if (end >= text.size() || !isOneOf(":=>", text[end])) return 0;
  end = pass(text, end + 1, "");
  while (end < text.size() && isOneOf(kQuotes, text[end])) ++end;
  return end - at;
}

std::size_t valueAt(std::string_view text, std::size_t at) {
  const char before = at > 0 ? text[at - 1] : ' ';
  const bool quoted = before == '"' || before == '\'';
  const bool escaped = quoted && at > 1 && text[at - 2] == '\\';
  std::size_t end = at;
  for (; end < text.size(); ++end) {
    const char sign = text[end];
    if (quoted && !escaped && sign == '\\')
      ++end;
    else if (quoted ? sign == before || (escaped && sign == '\\')
                    : isBlank(sign) || isOneOf("\"'&;<}\\", sign))
      break;
  }
  return std::min(end, text.size()) - at;
}

}  // namespace lixiao::connectors
