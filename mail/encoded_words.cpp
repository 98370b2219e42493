#include "mail/encoded_words.h"

#include <Poco/Base64Encoder.h>

#include <algorithm>
#include <sstream>

namespace lixiao::mail {
namespace {

/// An encoded word has at most 75 characters: 12 around the text, and Base64 makes 4 of 3 bytes.
constexpr std::size_t kBytesAWord = 45;
constexpr std::size_t kPlainLength = 60;

std::string base64(const std::string& bytes) {
  std::ostringstream out;
  Poco::Base64Encoder encoder(out);
  encoder.rdbuf()->setLineLength(0);
  encoder << bytes;
  encoder.close();
  return out.str();
}

bool isPlain(const std::string& text) {
  return text.size() <= kPlainLength && text.find("=?") == std::string::npos &&
         std::all_of(text.begin(), text.end(), [](char c) { return c >= ' ' && c <= '~'; });
}

bool beginsCharacter(char c) {
  return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U;
}

}  // namespace

std::string encodedWords(const std::string& text) {
  if (isPlain(text)) return text;
  std::string words;
  for (std::size_t begin = 0; begin < text.size();) {
    std::size_t end = std::min(begin + kBytesAWord, text.size());
    while (end < text.size() && end > begin + 1 && !beginsCharacter(text[end])) --end;
    words += (words.empty() ? "" : "\r\n ") + ("=?UTF-8?B?" + base64(text.substr(begin, end - begin)) + "?=");
    begin = end;
  }
  return words;
}

}  // namespace lixiao::mail
