// Old open work on the office's own page.
#include <nlohmann/json.hpp>

#include "tests/catch.h"
#include "tests/web/site.h"

using namespace lixiao;
using namespace lixiao::web::test;
using web::http::Response;

TEST_CASE("An office sees first what has waited for it for long, with the way to it", "[web]") {
  TestSite test;
  CHECK_FALSE(contains(test.signedIn("college").get("/work"), "Has waited for long"));
  test.world.clock.advance(std::chrono::hours(73));
  test.world.board.follow();
  Browser college = test.signedIn("college");
  const Response page = college.get("/work");
  CHECK(contains(page, "Has waited for long"));
  CHECK(contains(page, "3 results of your office are awaited"));
  CHECK(contains(page, "the longest since 24 June, 12:00"));
  CHECK(contains(page, "/work/students?item=college_procedures&amp;status=waiting"));
  CHECK(page.body.find("Has waited for long") < page.body.find("name=\"q\""));

  const auto data = nlohmann::json::parse(college.get("/api/reminders").body);
  REQUIRE(data.size() == 1);
  CHECK(data[0]["kind"] == "waiting");
  CHECK(data[0]["count"] == 3);
  CHECK(data[0]["since"] == "2015-06-24T04:00:00Z");
}

TEST_CASE("A list that is due stands there too", "[web]") {
  TestSite test;
  const Response page = test.signedIn("equipment").get("/work");
  CHECK(contains(page, "not submitted yet, due on 18 June"));
  CHECK(contains(page, "href=\"/work/lists/equipment\""));
  test.world.submit("equipment", {});
  CHECK_FALSE(contains(test.signedIn("equipment").get("/work"), "Has waited for long"));
}
