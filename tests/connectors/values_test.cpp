#include "connectors/settings_values.h"
#include "connectors/sources/json_answer.h"
#include "connectors/sources/records.h"
#include "connectors/transport/amount.h"
#include "connectors/transport/encoding.h"
#include "connectors/transport/fetch_error.h"
#include "connectors/transport/json_strict.h"
#include "tests/catch.h"

namespace lixiao::connectors {

TEST_CASE("a boolean is true or false, and no other word") {
  CHECK(parseBoolean("true") == true);
  CHECK(parseBoolean("false") == false);
  for (const char* word : {"yes", "no", "on", "off", "True", "1", ""}) CHECK_FALSE(parseBoolean(word));
}

TEST_CASE("amounts become fen") {
  CHECK(parseAmount("300", AmountUnit::Yuan) == 30000);
  CHECK(parseAmount("300.5", AmountUnit::Yuan) == 30050);
  CHECK(parseAmount("300.05", AmountUnit::Yuan) == 30005);
  CHECK(parseAmount("0.00", AmountUnit::Yuan) == 0);
  CHECK(parseAmount("300.0000", AmountUnit::Yuan) == 30000);
  CHECK(parseAmount("300.0500", AmountUnit::Yuan) == 30005);
  CHECK(parseAmount("300.500", AmountUnit::Yuan) == 30050);
  CHECK(parseAmount("-0.00", AmountUnit::Yuan) == 0);
  CHECK(parseAmount("-0", AmountUnit::Fen) == 0);
  CHECK(parseAmount("30005", AmountUnit::Fen) == 30005);
}

TEST_CASE("what is not a plain amount is refused, never rounded") {
  const auto text = GENERATE(as<std::string>(), "", " ", "-", "-1", "-0.01", "-.0", "--0", "-0.001", "+1",
                             "1.005", "1.0001", "1.", ".5", "1e3", "NaN", "inf", "1,000", "１００", "0x10",
                             "12345678901234567890", "1.0.0", "300元");
  CAPTURE(text);
  CHECK_THROWS_AS(parseAmount(text, AmountUnit::Yuan), FetchError);
  CHECK_THROWS_AS(parseAmount("3.00", AmountUnit::Fen), FetchError);
}

TEST_CASE("JSON that could be read in two ways is refused") {
  CHECK(parseStrictJson(R"({"a": {"b": 1}, "c": [{"b": 1}, {"b": 2}]})").at("c").size() == 2);
  CHECK_THROWS_AS(parseStrictJson(R"({"due": "300", "due": "0"})"), FetchError);
  CHECK_THROWS_AS(parseStrictJson(R"({"due": "300")"), FetchError);
  CHECK_THROWS_AS(parseStrictJson(R"({} {})"), FetchError);
  CHECK_THROWS_AS(parseStrictJson("{\"due\": \"\xC4\xE3\"}"), FetchError);
  CHECK_THROWS_AS(parseStrictJson(R"({"due": NaN})"), FetchError);
  CHECK_THROWS_AS(parseStrictJson(std::string(100'000, '[')), FetchError);
}

TEST_CASE("a list in an answer is a count where one is looked for, and nothing anywhere else") {
  using Kind = Field::Kind;
  const auto answer = parseStrictJson(R"({"books": [{"id": 1}, {"id": 2}], "none": [], "due": "0.00"})");
  const auto text = [&](const char* place, Kind kind) { return JsonPlace::parse(place)->text(answer, kind); };
  CHECK(text("books", Kind::Count) == "2");
  CHECK(text("none", Kind::Count) == "0");
  CHECK(text("due", Kind::Amount) == "0.00");
  for (const Kind kind : {Kind::Amount, Kind::Flag}) CHECK_THROWS_AS(text("none", kind), FetchError);
  CHECK_THROWS_AS(JsonPlace::parse("books")->text(answer), FetchError);
}

TEST_CASE("a source's moment is ISO 8601 with a zone, or seconds or milliseconds since 1970") {
  const model::Instant moment = *model::parseInstant("2015-06-24T01:00:00Z");
  CHECK(sourceMoment("2015-06-24T09:00:00+08:00") == moment);
  CHECK(sourceMoment("1435107600") == moment);
  CHECK(sourceMoment("1435107600123") == moment + std::chrono::milliseconds(123));
  for (const char* zone : {"+08", "+0800", "+08:00"})
    CHECK(sourceMoment("2015-06-24T09:00:00" + std::string(zone)) == moment);
  CHECK(sourceMoment("2015-06-24T09:00+0800") == moment);
  const model::Instant later = moment + std::chrono::milliseconds(120);
  for (const char* text : {"2015-06-24T01:00:00.12Z", "2015-06-24T09:00:00.1209999+0800",
                           "2015-06-24T01:00:00,120Z", "1435107600.12", "1435107600120"})
    CHECK(sourceMoment(text) == later);
  const auto wrong =
      GENERATE(as<std::string>(), "", "2015-06-24T09:00:00", "20150624090000", "143510760012", "0",
               "-1435107600", "1435107600.", "1435107600.1x", "1435107600123.5", "2015-06-24T01:00:00.Z",
               "2015-06-24T01:00:00.1", "2015-06-24T01:00:00+8", "2015-06-24T01:00:00+08000",
               "1999-12-31T23:59:59Z", "9435107600", "9435107600123");
  CAPTURE(wrong);
  CHECK_THROWS_AS(sourceMoment(wrong), FetchError);
}

TEST_CASE("GB18030 is converted both ways and bad bytes are refused") {
  CHECK(decode("\xC5\xB7\xD1\xF4", Encoding::Gb18030) == "欧阳");
  CHECK(encode("欧阳", Encoding::Gb18030) == "\xC5\xB7\xD1\xF4");
  CHECK(encode("𠮷", Encoding::Gb18030).value().size() == 4);
  CHECK(decode("\xC5", Encoding::Gb18030) == std::nullopt);
  CHECK(decode("\xC5\xB7\xD1\xF4", Encoding::Utf8) == std::nullopt);
}

}  // namespace lixiao::connectors
