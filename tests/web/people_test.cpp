#include "tests/catch.h"
#include "tests/web/site.h"

using namespace lixiao;
using namespace lixiao::web;
using namespace lixiao::web::test;
using service::test::told;

namespace {

bool has(const http::Response& response, const std::string& text) {
  return response.body.find(text) != std::string::npos;
}

std::string passwordOn(const http::Response& response) {
  const std::string mark = "<p class=\"mono given\">";
  const std::size_t at = response.body.find(mark);
  REQUIRE(at != std::string::npos);
  return response.body.substr(at + mark.size(), response.body.find('<', at + 1) - at - mark.size());
}

/// The equipment office has a head.
struct OfficeSite : TestSite {
  OfficeSite() { REQUIRE(told(world.people.setHead(service::test::admin(), "equipment", true)) == "done"); }
};

}  // namespace

TEST_CASE("A head adds a stand-in on a page, who must choose a password before anything else", "[people]") {
  OfficeSite test;
  Browser head = test.signedIn("equipment");
  CHECK(has(head.get("/work"), "href=\"/work/people\""));
  const http::Response added = head.post(
      "/work/people",
      {{"step", "add"}, {"login", "temp"}, {"name", "代班 <i>"}, {"scope", ""}, {"until", "2015-06-30"}});
  REQUIRE(added.status == 200);
  const std::string password = passwordOn(added);
  CHECK(has(added, "代班 &lt;i&gt;"));
  CHECK_FALSE(has(head.get("/work/people"), password));

  Browser temp(test.site);
  REQUIRE(temp.post("/sign-in", {{"login", "temp"}, {"password", password}}).status == 303);
  CHECK(temp.get("/work").header("Location") == "/account");
  CHECK(temp.get("/api/counts").status == 403);
  CHECK(temp.post("/work/lists/equipment", {{"rows", ""}, {"nobody", ""}, {"step", "check"}}, "/account")
            .status == 403);
  const http::Response unequal =
      temp.post("/account", {{"old", password}, {"new", "another long phrase"}, {"again", "another"}});
  CHECK(unequal.status == 422);
  CHECK(has(unequal, "not typed twice the same"));
  CHECK(
      temp.post("/account", {{"old", "x"}, {"new", "another long phrase"}, {"again", "another long phrase"}})
          .status == 422);
  const http::Response changed = temp.post(
      "/account", {{"old", password}, {"new", "another long phrase"}, {"again", "another long phrase"}});
  CHECK(changed.header("Location") == "/account?done=changed");
  CHECK(temp.get("/work").status == 200);
  CHECK_FALSE(has(temp.get("/work"), "href=\"/work/people\""));

  CHECK(head.post("/work/people", {{"step", "disable"}, {"login", "temp"}}).header("Location") ==
        "/work/people?done=disable&login=temp");
  CHECK(has(head.get("/work/people?done=disable&login=temp"), "temp is disabled."));
  CHECK(temp.get("/work").header("Location").substr(0, 8) == "/sign-in");
}

TEST_CASE("What a head may not do is refused by the service", "[people]") {
  OfficeSite test;
  Browser head = test.signedIn("equipment");
  CHECK(head.post("/work/people", {{"step", "disable"}, {"login", "college"}}).status == 404);
  CHECK(head.post("/work/people", {{"step", "reset"}, {"login", "admin"}}).status == 404);
  CHECK(head.post("/work/people", {{"step", "head"}, {"login", "equipment"}}).status == 403);
  CHECK(head.post("/work/people", {{"step", "disable"}, {"login", "equipment"}}).status == 403);
  CHECK(head.post("/work/people", {{"step", "nonsense"}, {"login", "equipment"}}).status == 400);
  CHECK(head.post("/admin/accounts", {{"step", "head"}, {"login", "equipment"}}, "/work/people").status ==
        403);
  CHECK(head.get("/admin/accounts").status == 403);
  CHECK(head.get("/api/accounts").status == 403);
  CHECK(has(head.get("/api/people"), "\"login\":\"equipment\""));
  const http::Response wrong =
      head.post("/work/people",
                {{"step", "add"}, {"login", "has blank"}, {"name", "N\"<"}, {"scope", ""}, {"until", ""}});
  CHECK(wrong.status == 422);
  CHECK(has(wrong, "value=\"has blank\""));
  CHECK(has(wrong, "value=\"N&quot;&lt;\""));

  Browser college = test.signedIn("college");
  CHECK(college.get("/work/people").status == 403);
  CHECK(college.get("/api/people").status == 403);
  CHECK(college.post("/work/people", {{"step", "add"}, {"login", "x"}, {"name", "X"}}, "/work").status ==
        403);
}

TEST_CASE("An admin finds, creates, disables, gives passwords and makes heads", "[people]") {
  TestSite test;
  Browser admin = test.signedIn("admin");
  const http::Response page = admin.get("/admin/accounts?q=equip");
  CHECK(has(page, "1 account<"));
  CHECK(has(page, "id=\"person-equipment\""));
  CHECK_FALSE(has(page, "id=\"person-college\""));
  CHECK(admin.get("/admin/accounts?page=0").status == 400);
  CHECK(admin.post("/admin/accounts", {{"step", "head"}, {"login", "equipment"}}).status == 303);
  CHECK(test.world.people.isHead(service::test::staff("equipment")));
  const http::Response added = admin.post("/admin/accounts", {{"step", "add"},
                                                              {"login", "new"},
                                                              {"name", "New"},
                                                              {"role", "staff"},
                                                              {"department", "college"},
                                                              {"scope", "药学院"}});
  REQUIRE(added.status == 200);
  const std::string password = passwordOn(added);
  CHECK(test.world.accounts.signIn("new", password));
  CHECK(
      admin.post("/admin/accounts", {{"step", "add"}, {"login", "new"}, {"name", "New"}, {"role", "auditor"}})
          .status == 409);
  CHECK(admin.post("/admin/accounts", {{"step", "add"}, {"login", "y"}, {"name", "Y"}, {"role", "king"}})
            .status == 400);
  CHECK(passwordOn(admin.post("/admin/accounts", {{"step", "reset"}, {"login", "new"}})) != password);
  CHECK(admin.post("/admin/accounts", {{"step", "disable"}, {"login", "admin"}}).status == 403);
  CHECK(has(admin.get("/api/accounts?q=new"), "\"must_change\":true"));
}
