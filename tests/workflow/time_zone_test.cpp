#include "engine/workflow/time_zone.h"

#include "tests/catch.h"

using namespace lixiao::workflow;
using namespace lixiao::model;

TEST_CASE("A day begins at local midnight", "[time-zone]") {
  const TimeZone shanghai = *TimeZone::find("Asia/Shanghai");
  CHECK(formatInstant(shanghai.startOf(*parseDate("2015-06-18"))) == "2015-06-17T16:00:00Z");
  CHECK(formatDate(shanghai.dateAt(*parseInstant("2015-06-17T16:00:00Z"))) == "2015-06-18");
  CHECK(formatDate(shanghai.dateAt(*parseInstant("2015-06-17T15:59:59Z"))) == "2015-06-17");
  CHECK(shanghai.format(*parseInstant("2015-06-18T01:30:59Z")) == "2015-06-18 09:30");
}

TEST_CASE("Where midnight is skipped or comes twice, the day begins at its first moment", "[time-zone]") {
  const TimeZone beirut = *TimeZone::find("Asia/Beirut");  // midnight becomes one o'clock
  CHECK(formatInstant(beirut.startOf(*parseDate("2015-03-29"))) == "2015-03-28T22:00:00Z");
  CHECK(formatDate(beirut.dateAt(*parseInstant("2015-03-28T22:00:00Z"))) == "2015-03-29");
  const TimeZone havana = *TimeZone::find("America/Havana");  // one o'clock becomes midnight again
  const Instant start = havana.startOf(*parseDate("2015-11-01"));
  CHECK(formatDate(havana.dateAt(start)) == "2015-11-01");
  CHECK(formatDate(havana.dateAt(start - std::chrono::milliseconds{1})) == "2015-10-31");
}

TEST_CASE("Only names of the database are time zones", "[time-zone]") {
  for (const char* wrong : {"", "Asia/Shanghia", "GMT+25", "Etc/Unknown", "\xC4\xE3"}) {
    INFO(wrong);
    CHECK_FALSE(TimeZone::find(wrong));
  }
  const TimeZone utc;
  CHECK(utc.name() == "UTC");
  CHECK(formatInstant(utc.startOf(*parseDate("2015-06-18"))) == "2015-06-18T00:00:00Z");
}
