#include "engine/tabular/encoding.h"

#include "tests/catch.h"

using namespace lixiao::tabular;
using lixiao::model::Language;

namespace {
std::string problemOf(std::string_view bytes) {
  const Decoded decoded = decodeText(bytes);
  return decoded.problem ? format(*decoded.problem, Language::English) : "fine";
}
}  // namespace

TEST_CASE("A byte order mark decides the encoding and is taken off", "[encoding]") {
  CHECK(decodeText("\xEF\xBB\xBF学号").text == "学号");
  CHECK(decodeText(std::string_view("\xFF\xFE\x66\x5B\x0D\x00", 6)).text == "学\r");
  CHECK(decodeText(std::string_view("\xFE\xFF\x5B\x66\x00\x61", 6)).text == "学a");
  CHECK(decodeText(std::string_view("\xFE\xFF\x5B\x66", 4)).encoding == Encoding::Utf16BigEndian);
  CHECK(decodeText(std::string_view("\xFF\xFE\x42\xD8\xB7\xDF", 6)).text == "𠮷");
}

TEST_CASE("Text without a mark is UTF-8 if it can be, else GB18030", "[encoding]") {
  CHECK(decodeText("学号,姓名").encoding == Encoding::Utf8);
  const Decoded gbk = decodeText("\xD1\xA7\xBA\xC5,\xD0\xD5\xC3\xFB");
  CHECK(gbk.encoding == Encoding::Gb18030);
  CHECK(gbk.text == "学号,姓名");
  CHECK(decodeText("\x95\x34\xB2\x35").text == "𠮷");  // four bytes, beyond GBK
  CHECK(decodeText("").text.empty());
}

TEST_CASE("Bytes that no encoding has are named by place", "[encoding]") {
  CHECK(problemOf("a,b\n1,\xFF\xFF\n") ==
        "byte 7 in line 2 is neither UTF-8 nor GB18030; save the file as UTF-8");
  CHECK(problemOf(std::string_view("a\nb\0c", 5)) ==
        "byte 4 in line 2 is zero: this is not a text file, or it is damaged");
  CHECK(problemOf(std::string_view("\xFF\xFE\x66\x5B\x0A\x00\x61", 7)) ==
        "byte 7 in line 2 is not UTF-16: the file was cut off or damaged");
}

TEST_CASE("Damaged UTF-8 is not taken for GB18030", "[encoding]") {
  const std::string text = "学号,姓名\n5101,张伟\n";
  CHECK(problemOf(text.substr(0, text.size() - 2)) ==
        "the file is UTF-8, but byte 23 in line 2 is not: the file was cut off or put together from two "
        "encodings");
  CHECK(problemOf(text + "5102,\xD5\xC5\n") ==
        "the file is UTF-8, but byte 32 in line 3 is not: the file was cut off or put together from two "
        "encodings");
  CHECK(problemOf("\xEF\xBB\xBF"
                  "a\n\xD5\xC5") ==
        "the file is UTF-8, but byte 6 in line 2 is not: the file was cut off or put together from two "
        "encodings");
}
