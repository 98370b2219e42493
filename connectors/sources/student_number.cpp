#include "connectors/sources/student_number.h"

#include <Poco/Ascii.h>
#include <Poco/TextIterator.h>
#include <Poco/UTF8Encoding.h>
#include <Poco/Unicode.h>

namespace lixiao::connectors {
namespace {

using Poco::Unicode;

constexpr int kFullWidthFirst = 0xFF01;
constexpr int kFullWidthLast = 0xFF5E;
constexpr int kFullWidthShift = 0xFEE0;

/// Blanks, also those of no width, and control characters.
bool isBlank(int letter) {
  if (Poco::Ascii::isAscii(letter)) return !Poco::Ascii::isPrintable(letter) || letter == ' ';
  Unicode::CharacterProperties properties;
  Unicode::properties(letter, properties);
  return properties.category == Unicode::UCP_SEPARATOR || properties.category == Unicode::UCP_OTHER;
}

}  // namespace

std::string plainNumber(std::string_view written) {
  const Poco::UTF8Encoding utf8;
  const std::string text(written);
  std::string plain;
  for (Poco::TextIterator letter(text, utf8), end(text); letter != end; ++letter) {
    int code = *letter;
    if (code >= kFullWidthFirst && code <= kFullWidthLast) code -= kFullWidthShift;
    if (isBlank(code) || (code == '0' && plain.empty())) continue;
    unsigned char bytes[4];
    const int size = utf8.convert(Unicode::toLower(code), bytes, sizeof bytes);
    plain.append(reinterpret_cast<const char*>(bytes), static_cast<std::size_t>(size));
  }
  return plain;
}

}  // namespace lixiao::connectors
