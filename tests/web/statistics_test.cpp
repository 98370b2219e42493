// Statistics, the record and the look back, through the pages.
#include <nlohmann/json.hpp>

#include "engine/service/history.h"
#include "tests/catch.h"
#include "tests/web/site.h"

using namespace lixiao;
using namespace lixiao::web::test;
using web::http::Response;

namespace {

/// The college clears student 102, with a remark.
void clear(TestSite& test) {
  Browser college = test.signedIn("college");
  const std::string page = "/work/students/102";
  REQUIRE(
      college
          .post(
              page + "/register",
              {{"item", "college_procedures"}, {"result", "cleared"}, {"remark", "=1+1 材料"}, {"seen", "0"}},
              page)
          .status == 303);
  test.world.board.follow();
}

}  // namespace

TEST_CASE("The page of statistics shows the numbers of the service and leads to the students", "[web]") {
  TestSite test;
  clear(test);
  Browser admin = test.signedIn("admin");
  const Response page = admin.get("/admin/statistics?by=college&item=college_procedures");
  CHECK(page.status == 200);
  CHECK(contains(page, "Cleared without a visit"));
  CHECK(contains(page, "/work/students?item=college_procedures&amp;by=college&amp;value="));
  CHECK(contains(page, "<th scope=\"col\">"));
  CHECK(admin.get("/admin/statistics?by=shoe_size").status == 404);
  CHECK(test.signedIn("equipment").get("/work/statistics").status == 200);

  const auto data =
      nlohmann::json::parse(admin.get("/api/statistics?by=college&item=college_procedures").body);
  CHECK(data["students"] == 3);
  CHECK(data["total"]["by_status"]["cleared"] == 1);
  const auto listed = nlohmann::json::parse(
      admin
          .get("/api/students?item=college_procedures&status=cleared&by=college&value=" +
               web::encode(data["lines"][0]["id"].get<std::string>()))
          .body);
  CHECK(listed["total"] == data["lines"][0]["by_status"]["cleared"]);
}

TEST_CASE("Statistics are asked for again only when something happened", "[web]") {
  TestSite test;
  Browser admin = test.signedIn("admin");
  const Response first = admin.get("/api/statistics");
  const std::string tag(first.header("ETag"));
  REQUIRE_FALSE(tag.empty());
  auto again = request("GET", "/api/statistics");
  again.head.headers.emplace_back("if-none-match", tag);
  CHECK(admin.send(again).status == 304);
  clear(test);
  CHECK(admin.send(again).status == 200);
}

TEST_CASE("Every table of the statistics is there as CSV, and all of them as a workbook", "[web]") {
  TestSite test;
  Browser admin = test.signedIn("admin");
  for (const char* table : {"items", "lines", "documents", "days"}) {
    const Response csv = admin.get("/admin/statistics.csv?by=college&table=" + std::string(table));
    CHECK(csv.status == 200);
    CHECK(csv.header("Content-Disposition") ==
          "attachment; filename=\"statistics-" + std::string(table) + ".csv\"");
  }
  CHECK(admin.get("/admin/statistics.csv?table=shoes").status == 404);
  CHECK(admin.get("/admin/statistics.xlsx").body.substr(0, 2) == "PK");
}

TEST_CASE("The record is in words, is exported safely, and each role sees its part", "[web]") {
  TestSite test;
  clear(test);
  Browser admin = test.signedIn("admin");
  const Response page =
      admin.get("/admin/journal?student_no=102&kind=registration.made&text=%E6%9D%90%E6%96%99");
  CHECK(contains(page, "result registered"));
  CHECK(contains(page, "<strong>cleared</strong>"));
  CHECK(contains(page, "=1+1 材料"));
  CHECK(
      contains(admin.get("/admin/journal?student_no=102&text=nothing"), "Nothing is recorded that matches."));
  CHECK(admin.get("/admin/journal?from=yesterday").status == 400);
  CHECK(contains(admin.get("/admin/journal.csv?student_no=102"), "'=1+1 材料"));
  CHECK(admin.get("/admin/journal.xlsx").body.substr(0, 2) == "PK");
  CHECK(contains(admin.get("/admin/journal.jsonl"), "\"previous\""));

  CHECK(contains(test.signedIn("college").get("/work/record"), "=1+1 材料"));
  CHECK_FALSE(contains(test.signedIn("equipment").get("/work/record"), "=1+1 材料"));
  const auto entries =
      nlohmann::json::parse(admin.get("/api/record?student_no=102&kind=registration.made").body);
  REQUIRE(entries["entries"].size() == 1);
  CHECK(entries["entries"][0]["changes"][0]["after"] == "cleared");
  CHECK(entries["next_before"].is_null());
}

TEST_CASE("A student's page of a past day is shown, and nothing can be changed on it", "[web]") {
  TestSite test;
  clear(test);
  test.world.clock.advance(std::chrono::hours(48));
  Browser admin = test.signedIn("admin");
  const Response chosen = admin.get("/work/students/102/on?day=2015-06-24");
  CHECK(chosen.status == 303);
  const Response page = admin.get(std::string(chosen.header("Location")));
  CHECK(page.status == 200);
  CHECK(contains(page, "Looking back"));
  CHECK_FALSE(contains(page, "name=\"seen\""));
  CHECK(admin.get("/work/students/102/on/2015-06-01").status == 409);
  CHECK(admin.get("/work/students/102/on/2016-06-01").status == 422);
  CHECK(admin.get("/work/students/102/on/someday").status == 404);
  CHECK(admin.get("/work/students/999/on/2015-06-24").status == 404);
  const auto past = nlohmann::json::parse(admin.get("/api/students/102/on/2015-06-24").body);
  CHECK(past["student"]["student_no"] == "102");
  CHECK(contains(admin.get("/work/students/102"), "/work/students/102/on"));
}
