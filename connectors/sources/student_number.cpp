#include "connectors/sources/student_number.h"

#include <Poco/Ascii.h>
#include <Poco/TextIterator.h>
#include <Poco/UTF8Encoding.h>
#include <Poco/Unicode.h>

#include <algorithm>

namespace lixiao::connectors {
namespace {

using Poco::Ascii;
using Poco::Unicode;

constexpr int kFullWidthFirst = 0xFF01;
constexpr int kFullWidthLast = 0xFF5E;
constexpr int kFullWidthShift = 0xFEE0;
constexpr std::string_view kDigits = "0123456789";

bool isAscii(char c) {
  return Ascii::isAscii(static_cast<unsigned char>(c));
}
bool isPlain(char c) {
  return Ascii::isAlphaNumeric(static_cast<unsigned char>(c));
}

/// Beyond ASCII.
bool isLetterOrDigit(int letter) {
  Unicode::CharacterProperties properties;
  Unicode::properties(letter, properties);
  return properties.category == Unicode::UCP_LETTER || properties.category == Unicode::UCP_MARK ||
         properties.category == Unicode::UCP_NUMBER;
}

/// Letters, digits and those of the signs, half-width and in lower case.
std::string narrow(std::string_view written, std::string_view signs) {
  const auto isKept = [&](char c) { return isPlain(c) || signs.find(c) != std::string_view::npos; };
  std::string kept;
  if (std::all_of(written.begin(), written.end(), isAscii)) {
    for (const char c : written)
      if (isKept(c)) kept += static_cast<char>(Ascii::toLower(c));
    return kept;
  }
  const Poco::UTF8Encoding utf8;
  const std::string text(written);
  for (Poco::TextIterator letter(text, utf8), end(text); letter != end; ++letter) {
    int code = *letter;
    if (code >= kFullWidthFirst && code <= kFullWidthLast) code -= kFullWidthShift;
    if (!(Ascii::isAscii(code) ? isKept(static_cast<char>(code)) : isLetterOrDigit(code))) continue;
    unsigned char bytes[4];
    const int size = utf8.convert(Unicode::toLower(code), bytes, sizeof bytes);
    kept.append(reinterpret_cast<const char*>(bytes), static_cast<std::size_t>(size));
  }
  return kept;
}

/// Letters and digits, of a decimal those before the point.
std::string bare(std::string_view written) {
  std::string text = narrow(written, ".");
  const std::size_t point = std::min(text.find_first_not_of(kDigits), text.size());
  const bool whole = text.find_first_not_of('0', point + 1) == std::string::npos;
  if (point > 0 && text.substr(point).starts_with('.') && whole) text.resize(point);
  std::erase(text, '.');
  return text;
}

}  // namespace

std::string plainNumber(std::string_view written) {
  std::string plain = bare(written);
  plain.erase(0, plain.find_first_not_of('0'));
  return plain;
}

std::string numberPattern(std::string_view written) {
  std::string pattern = bare(written);
  for (char& c : pattern) c = kDigits.find(c) == std::string_view::npos ? 'A' : '9';
  return pattern;
}

bool isScientific(std::string_view written) {
  if (std::all_of(written.begin(), written.end(), isPlain)) return false;
  const std::string text = narrow(written, ".+");
  std::size_t at = 0;
  const auto digits = [&] {
    const std::size_t from = at;
    at = std::min(text.find_first_not_of(kDigits, at), text.size());
    return at - from;
  };
  const auto sign = [&](char c) { return at < text.size() && text[at] == c && ++at > 0; };
  if (digits() == 0) return false;
  const bool point = sign('.');
  if (point) digits();
  if (!sign('e')) return false;
  const bool plus = sign('+');
  return digits() > 0 && at == text.size() && (point || plus);
}

}  // namespace lixiao::connectors
