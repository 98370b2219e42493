// What offices may register beyond cleared and refused, and what students declare, through the pages.
#include "tests/catch.h"
#include "tests/service/wide_edition.h"
#include "tests/web/site.h"
#include "web/fields.h"

using namespace lixiao;
using namespace lixiao::web::test;
using namespace lixiao::service::test;
using web::http::Response;

namespace {

/// The piece of a page from `from` to the next `to`.
std::string piece(const std::string& body, const std::string& from, const std::string& to) {
  const std::size_t begin = body.find(from);
  return begin == std::string::npos ? "" : body.substr(begin, body.find(to, begin) - begin);
}

/// The site over the edition with everything offices and students may say.
struct WideSite {
  WideSite() {
    test.world.activate(wideEdition());
    test.world.addStudents({resident("U1", "R1", "F1"), resident("U2", "R1", "F1")});
    account("housing", service::Role::Staff, "housing", {});
    account("office", service::Role::Staff, "office", {});
    account("U1", service::Role::Student, {}, "U1");
  }
  void account(const std::string& login, service::Role role, const std::string& department,
               const std::string& student_no) {
    const service::NewAccount made{login, login, role, department, {}, student_no, kPassword};
    REQUIRE(told(test.world.accounts.create(admin(), made)) == "done");
  }
  TestSite test;
};

std::map<std::string, std::string> room(const std::string& result) {
  return {{"item", "room"},  {"result", result}, {"remark", ""}, {"until", ""},
          {"condition", ""}, {"amount", ""},     {"seen", "0"}};
}

const std::string kPage = "/work/students/U1";

}  // namespace

TEST_CASE("The form of an item offers just what the item allows", "[web]") {
  WideSite site;
  web::test::Browser housing = site.test.signedIn("housing");
  const std::string form = piece(housing.get(kPage).body, "id=\"item-room\"", "</form>");
  for (const char* offered :
       {"value=\"cleared\"", "value=\"refused\"", "value=\"deferred\"", "value=\"waived\"", "name=\"until\"",
        "name=\"amount\"", "name=\"condition\"", "R1"}) {
    INFO(offered);
    CHECK(form.find(offered) != std::string::npos);
  }
  CHECK(form.find("not_applicable") == std::string::npos);
  web::test::Browser office = site.test.signedIn("office");
  const std::string thesis = piece(office.get(kPage).body, "id=\"item-library.thesis\"", "</form>");
  CHECK(thesis.find("value=\"refused\"") != std::string::npos);
  for (const char* absent :
       {"deferred", "waived", "name=\"until\"", "name=\"amount\"", "name=\"condition\""}) {
    INFO(absent);
    CHECK(thesis.find(absent) == std::string::npos);
  }
}

TEST_CASE("A refused form tells the fault at its field and keeps all that was typed", "[web]") {
  WideSite site;
  web::test::Browser housing = site.test.signedIn("housing");
  auto typed = room("deferred");
  typed["remark"] = "钥匙未还";
  typed["until"] = "2015-06-01";
  typed["amount"] = "12.50";
  const Response refused = housing.post(kPage + "/register", typed, kPage);
  CHECK(refused.status == 422);
  const std::string form = piece(refused.body, "id=\"item-room\"", "</form>");
  CHECK(form.find("value=\"deferred\" checked") != std::string::npos);
  CHECK(form.find("value=\"2015-06-01\" aria-invalid") != std::string::npos);
  CHECK(form.find("the day is past already") != std::string::npos);
  CHECK(form.find("value=\"钥匙未还\"") != std::string::npos);
  CHECK(form.find("value=\"12.50\"") != std::string::npos);

  typed["until"] = "2015-06-30";
  REQUIRE(housing.post(kPage + "/register", typed, kPage).status == 303);
  CHECK(housing.post(kPage + "/register", typed, kPage).status == 303);  // sent twice
  CHECK(site.test.world.journal("registration.made").size() == 1);
  const Response me = site.test.signedIn("U1").get("/me");
  CHECK(contains(me, "Counts until"));
  CHECK(contains(me, "12.50 CNY"));
}

TEST_CASE("A student declares values, and finds them again when one is wrong", "[web]") {
  WideSite site;
  web::test::Browser student = site.test.signedIn("U1");
  const std::string form = piece(student.get("/me").body, "id=\"declaring-homes\"", "</form>");
  CHECK(form.find("name=\"word:residence:东校区\"") != std::string::npos);
  CHECK(form.find("name=\"value:bank\"") != std::string::npos);
  const std::map<std::string, std::string> missing = {{"item", "homes"},
                                                      {"word:residence:东校区", "yes"},
                                                      {"word:residence:校外", "yes"},
                                                      {"value:bank", ""}};
  const Response refused = student.post("/me/declare", missing, "/me");
  CHECK(refused.status == 422);
  const std::string again = piece(refused.body, "id=\"declaring-homes\"", "</form>");
  CHECK(again.find("Bank is missing") != std::string::npos);
  CHECK(again.find("name=\"word:residence:东校区\" value=\"yes\" checked") != std::string::npos);
  CHECK(again.find("name=\"word:residence:西校区\" value=\"yes\">") != std::string::npos);

  auto complete = missing;
  complete["value:bank"] = "<b>银行</b>";
  REQUIRE(student.post("/me/declare", complete, "/me").status == 303);
  const Response me = student.get("/me");
  CHECK(contains(me, "东校区, 校外"));
  CHECK(contains(me, "not confirmed yet"));
  CHECK(contains(me, "&lt;b&gt;银行&lt;/b&gt;"));
  auto strange = complete;
  strange["other:bank"] = "x";
  CHECK(student.post("/me/declare", strange, "/me").status == 400);
}

TEST_CASE("A department confirms what was declared, or sends it back with a reason", "[web]") {
  WideSite site;
  REQUIRE(told(site.test.world.commands.declare(student("U1"), "homes",
                                                {{"residence", {"东校区"}}, {"bank", {"x"}}})) == "done");
  web::test::Browser housing = site.test.signedIn("housing");
  CHECK(contains(housing.get("/work"), "/work/declarations"));
  const std::string page = "/work/declarations";
  CHECK(contains(housing.get(page), "东校区"));
  const auto seen = site.test.world.queries.declarations(staff("housing")).value().at(0).revision;
  std::map<std::string, std::string> form = {{"student_no", "U1"},
                                             {"fact", "residence"},
                                             {"seen", std::to_string(seen)},
                                             {"decision", "reject"},
                                             {"reason", ""}};
  const Response refused = housing.post(page, form, page);
  CHECK(refused.status == 422);
  CHECK(contains(refused, "a reason is needed"));
  form["reason"] = "不住那里";
  REQUIRE(housing.post(page, form, page).status == 303);
  CHECK(contains(site.test.signedIn("U1").get("/me"), "不住那里"));
  CHECK(contains(housing.get(page), "Nothing waits for your confirmation."));
  CHECK(site.test.signedIn("office").get(page).status == 200);
  CHECK_FALSE(contains(site.test.signedIn("office").get("/work"), "/work/declarations"));
}

TEST_CASE("Parts stand below their item for the office and inside it for the student", "[web]") {
  WideSite site;
  const Response staff_page = site.test.signedIn("office").get(kPage);
  CHECK(staff_page.body.find("id=\"item-library\"") < staff_page.body.find("id=\"item-library.card\""));
  CHECK(contains(staff_page, "row--part"));
  const Response me = site.test.signedIn("U1").get("/me");
  CHECK(contains(me, "id=\"item-library.card\""));
  const Response json = site.test.signedIn("U1").get("/api/me");
  CHECK(contains(json, "\"id\":\"library.card\""));
}
