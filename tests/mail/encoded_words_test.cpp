#include "mail/encoded_words.h"

#include <Poco/Base64Decoder.h>

#include <iterator>
#include <sstream>
#include <vector>

#include "tests/catch.h"

using lixiao::mail::encodedWords;

namespace {

/// The texts of the words, decoded; fails the test for what is no encoded word.
std::vector<std::string> decoded(const std::string& header) {
  std::vector<std::string> texts;
  const std::string begin = "=?UTF-8?B?", end = "?=", fold = "\r\n ";
  for (std::size_t at = 0; at < header.size();) {
    REQUIRE(header.compare(at, begin.size(), begin) == 0);
    const std::size_t close = header.find(end, at + begin.size());
    REQUIRE(close != std::string::npos);
    REQUIRE(close + end.size() - at <= 75);
    std::istringstream in(header.substr(at + begin.size(), close - at - begin.size()));
    Poco::Base64Decoder decoder(in);
    texts.emplace_back(std::istreambuf_iterator<char>(decoder), std::istreambuf_iterator<char>());
    at = close + end.size();
    if (at < header.size()) {
      REQUIRE(header.compare(at, fold.size(), fold) == 0);
      at += fold.size();
    }
  }
  return texts;
}

}  // namespace

TEST_CASE("Short plain texts stand in a header as they are", "[mail]") {
  CHECK(encodedWords("A certificate may be collected") == "A certificate may be collected");
  CHECK(encodedWords("").empty());
  CHECK(encodedWords("=?no").substr(0, 10) == "=?UTF-8?B?");
  CHECK(encodedWords("two\r\nBcc: x@y.cn").find('\n') == std::string::npos);
}

TEST_CASE("Other texts are parted between characters into words that are short enough", "[mail]") {
  std::string text;
  for (int i = 0; i < 60; ++i) {
    text += i % 3 == 0 ? "离" : i % 3 == 1 ? "𠮷" : "a";
    std::string whole;
    for (const std::string& part : decoded(encodedWords(text))) {
      REQUIRE((static_cast<unsigned char>(part.front()) & 0xC0U) != 0x80U);
      whole += part;
    }
    CHECK(whole == text);
  }
}
