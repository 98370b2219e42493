// Registrations for nobody on the roster, through the page.
#include "tests/catch.h"
#include "tests/web/site.h"

using namespace lixiao;
using namespace lixiao::web::test;
using web::http::Response;

namespace {

struct EarlySite : TestSite {
  EarlySite() {
    const auto outcome =
        world.commands.registerResults({"college", "college", service::Role::Staff, "college", "医学院", {}},
                                       {service::test::cleared("X1", "college_procedures", "key <b>"),
                                        service::test::cleared("X2", "college_procedures")},
                                       false, service::Commands::Run::Apply);
    REQUIRE((outcome && outcome->applied));
  }
  std::string field(const std::string& student_no) {
    const auto view = world.unmatched.view(service::test::admin());
    for (const service::UnmatchedLine& line : view->registrations)
      if (line.student_no == student_no)
        return "pick:" + line.item + ":" + std::to_string(line.revision) + ":" + student_no;
    return {};
  }
};

const std::string kPage = "/work/unmatched";

}  // namespace

TEST_CASE("What matches nobody is on a page of its own, and counted where work begins", "[web]") {
  EarlySite test;
  Browser college = test.signedIn("college", "en");
  CHECK(contains(college.get("/work"), "2 registrations for nobody on the roster"));
  const Response page = college.get(kPage);
  CHECK(page.status == 200);
  CHECK(contains(page, "key &lt;b&gt;"));
  CHECK(contains(page, "name=\"" + test.field("X1") + "\""));
  CHECK(contains(college.get("/api/unmatched"), "\"student_no\":\"X1\""));
  CHECK(college.get(kPage + "?page=99999999999999").status == 200);

  Browser admin = test.signedIn("admin", "en");
  CHECK(contains(admin.get(kPage), "X2"));
  CHECK_FALSE(contains(admin.get(kPage), "type=\"checkbox\""));
  CHECK(contains(admin.get("/admin/lists"), "2 registrations for nobody on the roster"));
  CHECK_FALSE(contains(test.signedIn("equipment", "en").get("/work"), "/work/unmatched"));
  CHECK(test.signedIn("student").get(kPage).status == 403);
}

TEST_CASE("Ticked ones are taken back once, and what was typed stays until then", "[web]") {
  EarlySite test;
  Browser college = test.signedIn("college");
  const std::string field = test.field("X1");
  const Response without = college.post(kPage + "/withdraw", {{field, "yes"}, {"reason", ""}}, kPage);
  CHECK(without.status == 422);
  CHECK(contains(without, "name=\"" + field + "\" value=\"yes\" checked"));
  CHECK(college.post(kPage + "/withdraw", {{"reason", "wrong"}}, kPage).status == 422);
  for (const char* nonsense : {"pick:", "pick:a", "pick:a:b:c", "pick:college_procedures:1"})
    CHECK(college.post(kPage + "/withdraw", {{nonsense, "yes"}, {"reason", "wrong"}}, kPage).status == 400);
  CHECK(college.post(kPage + "/withdraw", {{field, "yes"}, {"reason", "wrong"}}, kPage).status == 303);
  CHECK(college.post(kPage + "/withdraw", {{field, "yes"}, {"reason", "wrong"}}, kPage).status == 409);
  CHECK(test.world.journal("registration.revoked").size() == 1);
}

TEST_CASE("A number is corrected on the page", "[web]") {
  EarlySite test;
  Browser college = test.signedIn("college", "en");
  const std::string field = test.field("X1");
  const Response nobody = college.post(kPage + "/move", {{"which", field}, {"to", "a b"}}, kPage);
  CHECK(nobody.status == 422);
  CHECK(contains(nobody, "value=\"a b\""));
  CHECK(contains(nobody, "a student number has at most 40"));
  CHECK(college.post(kPage + "/move", {{"which", "x"}, {"to", "102"}}, kPage).status == 400);
  CHECK(college.post(kPage + "/move", {{"which", field}, {"to", "102"}}, kPage).status == 303);
  CHECK(test.world.statusOf("102", "college_procedures") == "cleared");
  CHECK(college.post(kPage + "/move", {{"which", field}, {"to", "102"}}, kPage).status == 409);
}
