// What changed since the last visit, on the student's page.
#include <nlohmann/json.hpp>

#include "tests/catch.h"
#include "tests/web/site.h"

using namespace lixiao;
using namespace lixiao::web::test;
using web::http::Response;

namespace {

void clear(TestSite& test) {
  const auto done = test.world.commands.registerResults(service::test::staff("college", "医学院"),
                                                        {service::test::cleared("101", "college_procedures")},
                                                        false, service::Commands::Run::Apply);
  REQUIRE(service::test::told(done) == "done");
}

}  // namespace

TEST_CASE("The student's page tells what changed since the last visit until it is read", "[web]") {
  TestSite test;
  Browser student = test.signedIn("student");
  CHECK_FALSE(contains(student.get("/me"), "New since your last visit"));
  student.post("/sign-out", {}, "/me");

  test.world.clock.advance(std::chrono::hours(3));
  clear(test);
  Browser later = test.signedIn("student");
  const Response page = later.get("/me");
  CHECK(contains(page, "New since your last visit"));
  CHECK(contains(page, "waiting → cleared"));
  CHECK(contains(page, "href=\"#item-college_procedures\""));
  CHECK(contains(later.get("/me"), "New since your last visit"));

  const auto data = nlohmann::json::parse(later.get("/api/me").body);
  CHECK(data["news"]["since"] == "2015-06-24T04:00:00Z");
  REQUIRE(data["news"]["changes"].size() == 1);
  const auto& change = data["news"]["changes"][0];
  CHECK(change["item"] == "college_procedures");
  CHECK(change["before"] == "waiting");
  CHECK(change["after"] == "cleared");
  CHECK(change["at"] == "2015-06-24T07:00:00Z");

  CHECK(later.post("/me/seen", {}, "/me").status == 303);
  CHECK_FALSE(contains(later.get("/me"), "New since your last visit"));
  CHECK(nlohmann::json::parse(later.get("/api/me").body)["news"]["changes"].empty());
}

TEST_CASE("Asking for data is no visit", "[web]") {
  TestSite test;
  Browser student = test.signedIn("student");
  CHECK(nlohmann::json::parse(student.get("/api/me").body)["news"]["since"].is_null());
  student.get("/me");
  test.world.clock.advance(std::chrono::minutes(40));
  clear(test);
  for (int i = 0; i < 3; ++i) {
    CHECK(nlohmann::json::parse(student.get("/api/me").body)["news"]["changes"].size() == 1);
    test.world.clock.advance(std::chrono::minutes(40));
  }
  CHECK(contains(student.get("/me"), "New since your last visit"));
}

TEST_CASE("Only students say that they have read their news", "[web]") {
  TestSite test;
  Browser college = test.signedIn("college");
  CHECK(college.post("/me/seen", {}, "/work").status == 403);
}
