// Appointments, from the student's page to the office's list of the day and the calendar file.
#include <libical/ical.h>
#include <nlohmann/json.hpp>

#include "tests/catch.h"
#include "tests/web/site.h"
#include "web/pages/calendar_file.h"

using namespace lixiao;
using namespace lixiao::web::test;
using web::http::Response;

namespace {

/// The equipment office sees one student at a time from 25 to 30 June.
void open(TestSite& test) {
  auto files = service::test::smallEdition();
  const std::string mode = "department: equipment, mode: exceptions }";
  files[0].text.replace(
      files[0].text.rfind(mode), mode.size(),
      "department: equipment, mode: exceptions, due: 2015-06-30, appointment: { slot: 30min, "
      "capacity: 1, from: 2015-06-25, to: 2015-06-30, hours: [\"09:00-10:00\"], valid_for: "
      "30d } }");
  test.world.activate(files);
}

std::string slot(const char* local) {
  return std::to_string(
      model::parseInstant(std::string("2015-06-") + local + ":00+08:00")->time_since_epoch().count());
}

const std::string kMine = "/me/appointments/equipment";

}  // namespace

TEST_CASE("A student books, moves and cancels, and the office sees it", "[web]") {
  TestSite test;
  open(test);
  Browser student = test.signedIn("student");
  CHECK(contains(student.get("/me"), "Book an appointment"));
  const Response offered = student.get(kMine);
  CHECK(contains(offered, "value=\"" + slot("25T09:30") + "\""));
  CHECK(contains(offered, "valid until 25 July"));
  const Response booked = student.post(kMine, {{"slot", slot("25T09:30")}, {"seen", "0"}});
  REQUIRE(booked.status == 303);
  CHECK(contains(student.get(std::string(booked.header("Location"))), "The appointment is booked."));
  CHECK(contains(student.get("/me"), "Booked for 25 June, 09:30"));
  const Response taken = student.post(kMine, {{"slot", slot("26T09:00")}, {"seen", "0"}});
  CHECK(taken.status == 409);
  CHECK(contains(taken, "name=\"seen\" value=\"1\""));

  Browser office = test.signedIn("equipment");
  CHECK(contains(office.get("/work"), "/work/appointments/equipment"));
  const Response day = office.get("/work/appointments/equipment?day=2015-06-25");
  CHECK(contains(day, "0 places free"));
  CHECK(contains(day, "/work/students/101/appointments/equipment"));
  const Response csv = office.get("/work/appointments/equipment/csv?day=2015-06-25");
  CHECK(csv.header("Content-Type") == "text/csv; charset=utf-8");
  CHECK(contains(csv, "2015-06-25,09:30,10:00,101,"));
  const auto api = nlohmann::json::parse(office.get("/api/appointments/equipment?day=2015-06-25").body);
  CHECK(api["slots"][1]["bookings"][0]["student_no"] == "101");

  const std::string theirs = "/work/students/101/appointments/equipment";
  const Response no_reason = office.post(theirs, {{"slot", slot("26T09:00")}, {"seen", "1"}, {"reason", ""}});
  CHECK(no_reason.status == 422);
  CHECK(contains(no_reason, "a reason is needed"));
  CHECK(office.post(theirs, {{"slot", slot("26T09:00")}, {"seen", "1"}, {"reason", "停电"}}).status == 303);
  const auto mine = nlohmann::json::parse(student.get("/api/me/appointments/equipment").body);
  CHECK(mine["booked"]["start"] == "2015-06-26T01:00:00Z");
  REQUIRE(student.post(kMine + "/cancel", {{"seen", "2"}}, kMine).status == 303);
  CHECK(contains(student.get("/me"), "Book an appointment"));
}

TEST_CASE("Wrong requests about appointments are answered", "[web]") {
  TestSite test;
  open(test);
  Browser student = test.signedIn("student");
  CHECK(student.get("/me/appointments/library").status == 404);
  CHECK(student.get(kMine + ".ics").status == 404);
  CHECK(student.post(kMine, {{"slot", "soon"}, {"seen", "0"}}).status == 400);
  CHECK(student.post(kMine, {{"slot", "9223372036854775807"}, {"seen", "0"}}).status == 422);
  CHECK(student.post(kMine, {{"slot", "-9223372036854775808"}, {"seen", "0"}}).status == 422);
  CHECK(student.get("/work/appointments/equipment").status == 403);
  Browser college = test.signedIn("college");
  CHECK(college.get("/work/appointments/equipment").status == 404);
  CHECK(test.signedIn("equipment").get("/work/appointments/equipment?day=tomorrow").status == 400);
  CHECK_FALSE(contains(college.get("/work/students/101/appointments/equipment"), "name=\"slot\""));
}

TEST_CASE("The calendar file says the same when it is read again", "[web]") {
  TestSite test;
  open(test);
  Browser student = test.signedIn("student", "zh-CN");
  REQUIRE(student.post(kMine, {{"slot", slot("25T09:30")}, {"seen", "0"}}).status == 303);
  std::string uid;
  for (const int sequence : {0, 1, 2}) {
    if (sequence == 1)
      REQUIRE(student.post(kMine, {{"slot", slot("26T09:00")}, {"seen", "1"}}).status == 303);
    if (sequence == 2) REQUIRE(student.post(kMine + "/cancel", {{"seen", "2"}}, kMine).status == 303);
    const Response file = student.get(kMine + ".ics");
    REQUIRE(file.status == 200);
    CHECK(file.header("Content-Type") == "text/calendar; charset=utf-8");
    icalcomponent* calendar = icalparser_parse_string(file.body.c_str());
    REQUIRE(calendar != nullptr);
    CHECK(icalcomponent_count_errors(calendar) == 0);
    icalcomponent* event = icalcomponent_get_first_component(calendar, ICAL_VEVENT_COMPONENT);
    REQUIRE(event != nullptr);
    CHECK(icalcomponent_get_summary(event) == std::string("设备"));
    CHECK(std::string(icalcomponent_get_description(event)).find("有效期至 7月2") != std::string::npos);
    CHECK(icalcomponent_get_sequence(event) == sequence);
    CHECK(icalcomponent_get_status(event) == (sequence == 2 ? ICAL_STATUS_CANCELLED : ICAL_STATUS_CONFIRMED));
    const std::string start = icaltime_as_ical_string(icalcomponent_get_dtstart(event));
    CHECK(start == (sequence == 0 ? "20150625T013000Z" : "20150626T010000Z"));
    if (sequence == 0) uid = icalcomponent_get_uid(event);
    CHECK(uid == icalcomponent_get_uid(event));
    icalcomponent_free(calendar);
  }
}
