#include "engine/model/date.h"

#include "tests/catch.h"

using namespace lixiao::model;

TEST_CASE("A date is read only in its one form", "[date]") {
  CHECK(formatDate(*parseDate("2015-06-18")) == "2015-06-18");
  CHECK(dayNumber(*parseDate("1970-01-02")) == 1);
  for (const char* wrong : {"", "2015-6-18", "2015-02-29", "2015-06-31", "2015/06/18", " 2015-06-18",
                            "2015-06-18 ", "1899-12-31", "2201-01-01", "２０１５-06-18", "2015-06-1x"}) {
    INFO(wrong);
    CHECK_FALSE(parseDate(wrong));
  }
}

TEST_CASE("An instant is written and read in UTC", "[date]") {
  CHECK(formatInstant(*parseInstant("2015-06-18T09:30:00+08:00")) == "2015-06-18T01:30:00Z");
  CHECK(formatInstant(*parseInstant("2015-06-18T09:30Z")) == "2015-06-18T09:30:00Z");
  for (const char* wrong :
       {"2015-06-18", "2015-06-18T09:30:00", "2015-06-18T24:00:00Z", "2015-06-18T09:60:00Z"}) {
    INFO(wrong);
    CHECK_FALSE(parseInstant(wrong));
  }
}

TEST_CASE("Age counts full years", "[date]") {
  const auto age = [](const char* on, const char* birth) { return ageAt(*parseDate(on), *parseDate(birth)); };
  CHECK(age("2015-06-18", "1992-06-18") == 23);
  CHECK(age("2015-06-17", "1992-06-18") == 22);
  CHECK(age("2015-02-28", "1992-02-29") == 22);
  CHECK(age("2015-03-01", "1992-02-29") == 23);
}
