#include "app/new_year.h"

#include "tests/catch.h"

using lixiao::app::shiftYear;

TEST_CASE("every date is the same day of the new year, whatever year it is of") {
  CHECK(shiftYear("from: 2015-06-08", 2015, 2016) == "from: 2016-06-08");
  CHECK(shiftYear("until: 2016-06-30", 2015, 2016) == "until: 2017-06-30");
  CHECK(shiftYear("birth_date: 1993-05-01", 2015, 2018) == "birth_date: 1996-05-01");
  CHECK(shiftYear("when: today > date(\"2015-07-01\")", 2015, 2016) == "when: today > date(\"2016-07-01\")");
  CHECK(shiftYear("at: 2015-06-08T09:00:00+08:00", 2015, 2016) == "at: 2016-06-08T09:00:00+08:00");
}

TEST_CASE("29 February becomes 28 February where there is none") {
  CHECK(shiftYear("due: 2016-02-29", 2016, 2017) == "due: 2017-02-28");
  CHECK(shiftYear("due: 2016-02-29", 2016, 2020) == "due: 2020-02-29");
}

TEST_CASE("the year itself is replaced where it stands by itself") {
  CHECK(shiftYear("edition: 2015", 2015, 2016) == "edition: 2016");
  CHECK(shiftYear("title: { zh: 2015届毕业生, en: Class of 2015. }", 2015, 2016) ==
        "title: { zh: 2016届毕业生, en: Class of 2016. }");
  CHECK(shiftYear("title: 2014-2015学年", 2015, 2016) == "title: 2015-2016学年");
  CHECK(shiftYear("student_no: 20150001, room: A2015, due: 2015.50, x: 3.2015, y: 12015", 2015, 2016) ==
        "student_no: 20150001, room: A2015, due: 2015.50, x: 3.2015, y: 12015");
  CHECK(shiftYear("since: 2014, range: 2010-2012", 2015, 2016) == "since: 2014, range: 2010-2012");
}

TEST_CASE("comments and layout stay byte for byte") {
  const std::string yaml =
      "# the plan of 2015, from 2015-06-01\r\n"
      "edition:   2015   # was 2015-01-01\n"
      "\n"
      "text: 'it''s # 2015'  # 2015\n"
      "colour: a#2015-06-01\t# tab 2015\n"
      "last: 2015-06-02";
  CHECK(shiftYear(yaml, 2015, 2016) ==
        "# the plan of 2015, from 2015-06-01\r\n"
        "edition:   2016   # was 2015-01-01\n"
        "\n"
        "text: 'it''s # 2016'  # 2015\n"
        "colour: a#2016-06-01\t# tab 2015\n"
        "last: 2016-06-02");
  CHECK(shiftYear("", 2015, 2016).empty());
}

TEST_CASE("forth and back gives the same text") {
  const std::string yaml = "edition: 2015\na: 2015-03-31 # 2015\nb: 2016-12-31\n";
  CHECK(shiftYear(shiftYear(yaml, 2015, 2019), 2019, 2015) == yaml);
}
