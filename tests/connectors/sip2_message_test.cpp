#include "connectors/transport/sip2_message.h"
#include "connectors/transport/fetch_error.h"
#include "tests/catch.h"

namespace lixiao::connectors {
namespace {

const std::string kLongAnswer =
    "64              00220210810    114524000400000026000000000000AO2|AA2012001468|BLY|BHCHF|BV0.00|";

Sip2Message parse(const std::string& body, unsigned sequence, Encoding encoding = Encoding::Utf8) {
  std::string line = sip2Frame(body, sequence, true);
  line.pop_back();
  return parseSip2(line, 59, sequence, true, encoding);
}

}  // namespace

TEST_CASE("the checksum agrees with published messages") {
  CHECK(sip2Checksum("97AZ") == "FEF5");
  CHECK(sip2Checksum("96AZ") == "FEF6");
  CHECK(sip2Checksum("6300120171123    123051          AOJL|AATEST03|BP1|BQ5|AY0AZ") == "F25E");
}

TEST_CASE("a frame ends with sequence, checksum and carriage return") {
  CHECK(sip2Frame("6300120171123    123051          AOJL|AATEST03|BP1|BQ5|", 0, true) ==
        "6300120171123    123051          AOJL|AATEST03|BP1|BQ5|AY0AZF25E\r");
  CHECK(sip2Frame("9900302.00", 3, false) == "9900302.00\r");
}

TEST_CASE("a patron answer is split into fixed fields and fields") {
  const Sip2Message message = parse(kLongAnswer, 5);
  CHECK(message.code == "64");
  CHECK(message.fixed == "              00220210810    114524000400000026000000000000");
  CHECK(message.only("AA") == "2012001468");
  CHECK(message.only("BV") == "0.00");
  CHECK(message.only("AF") == std::nullopt);
}

TEST_CASE("an answer is split after decoding, for a character of GB18030 may end with the byte of the bar") {
  REQUIRE(encode("亅", Encoding::Gb18030) == "\x81|");
  const Sip2Message message = parse(kLongAnswer + "AE\x81||", 5, Encoding::Gb18030);
  CHECK(message.only("AE") == "亅");
  CHECK(message.fields.size() == 6);
}

TEST_CASE("a trailer that nobody asked for is left out") {
  std::string line = sip2Frame(kLongAnswer, 5, true);
  line.pop_back();
  const Sip2Message message = parseSip2(line, 59, 0, false, Encoding::Utf8);
  CHECK(message.only("BV") == "0.00");
  CHECK(message.line == kLongAnswer);
}

TEST_CASE("what cannot be read comes with the failure, decoded where that can be") {
  try {
    parse(kLongAnswer + "AE\xC5\xB7|AEno end", 5, Encoding::Gb18030);
    FAIL("it was read");
  } catch (const FetchError& error) {
    CHECK_THAT(error.failure().answer, Catch::Matchers::Contains("AE欧|AEno end"));
  }
}

TEST_CASE("an answer that is not whole is refused") {
  std::string line = sip2Frame(kLongAnswer, 5, true);
  line.pop_back();
  const auto read = [](const std::string& text, unsigned sequence) {
    return parseSip2(text, 59, sequence, true, Encoding::Utf8);
  };
  CHECK_NOTHROW(read(line, 5));
  CHECK_THROWS_AS(read(line, 4), FetchError);                // another sequence number
  CHECK_THROWS_AS(read(line.substr(0, 80), 5), FetchError);  // cut
  CHECK_THROWS_AS(read("", 5), FetchError);
  std::string changed = line;
  changed[50] = '9';
  CHECK_THROWS_AS(read(changed, 5), FetchError);  // the checksum shows it
  CHECK_THROWS_AS(parse(kLongAnswer + "AEno end", 5), FetchError);
  CHECK_THROWS_AS(parse(kLongAnswer + "AE\xC4\xE3|", 5), FetchError);      // GBK where UTF-8 is expected
  CHECK_THROWS_AS(parse(kLongAnswer + "AA2|", 5).only("AA"), FetchError);  // two patrons in one answer
}

}  // namespace lixiao::connectors
