#include "connectors/sources/student_number.h"
#include "connectors/sources/records.h"
#include "connectors/transport/fetch_error.h"
#include "tests/catch.h"

namespace lixiao::connectors {

TEST_CASE("a student number is the same however an export writes it") {
  const auto written = GENERATE(
      as<std::string>(), "5100500001", "05100500001", "５１００５００００１", "5100 500001", "5100500001.0",
      "5100500001.", "=\"5100500001\"", "'5100500001", "510-0500001", "5,100,500,001", "5,100,500,001.00",
      "\u20185100500001\u2019", "5100\u3000500001\u200B", "\uFEFF5100500001", "５１００５００００１．０");
  CAPTURE(written);
  CHECK(plainNumber(written) == "5100500001");
}

TEST_CASE("student numbers that differ in a letter or a digit differ") {
  CHECK(plainNumber("S-001b") == "s001b");
  CHECK(plainNumber("5100500001.5") == "51005000015");
  CHECK(plainNumber("5.100.500.000") == "5100500000");
  CHECK(plainNumber("博0１") == "博01");
  CHECK(plainNumber("-00.0-").empty());
  CHECK(plainNumber("").empty());
}

TEST_CASE("a number in scientific notation is told from one with a letter") {
  for (const char* scientific : {"5.100500001E9", "5.100500001e+09", "5.13072E9", "5E+09", "=\"5.1005E+09\"",
                                 "５．１Ｅ９", " 5.1E9 ", "5.E9"}) {
    INFO(scientific);
    CHECK(isScientific(scientific));
  }
  for (const char* other :
       {"5100500001", "13E07", "5.1", "E9", "S5.1E9", "5.1E", "5.1E9A", ".E9", "13E-07", ""}) {
    INFO(other);
    CHECK_FALSE(isScientific(other));
  }
}

TEST_CASE("the pattern of a number keeps its length and where its letters stand") {
  CHECK(numberPattern("0513071901") == "9999999999");
  CHECK(numberPattern("S-001.b") == "A999A");
  CHECK(numberPattern("5100500001.0") == "9999999999");
}

TEST_CASE("rows of others only are told when none is written as those asked about") {
  const std::vector<StudentRef> asked{{"5130719001"}, {"S5130001"}};
  const auto othersOnly = [&](std::initializer_list<const char*> rows) {
    RecordCollector collector(asked);
    for (const char* row : rows) collector.takes(row, "in the list");
    return std::move(collector).take().others_only;
  };
  CHECK(othersOnly({"513071", "B5130719001"}));
  CHECK_FALSE(othersOnly({"513071", "5130719999"}));
  CHECK_FALSE(othersOnly({"513071", "X5130009"}));
  CHECK_FALSE(othersOnly({"5130719001", "513071"}));
  CHECK_FALSE(othersOnly({}));
}

TEST_CASE("what fails over one student names the student, and no refusal does") {
  const auto textOf = [](FailureKind kind) {
    try {
      askingAbout("5100300010", [&] { throw FetchError(kind, "no", "BV?"); });
    } catch (const FetchError& error) {
      return error.failure().text + " " + error.failure().answer;
    }
    return std::string();
  };
  CHECK(textOf(FailureKind::Malformed) == "no, asked about student 5100300010 BV?");
  CHECK(textOf(FailureKind::Refused) == "no BV?");
}

}  // namespace lixiao::connectors
