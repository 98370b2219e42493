// Guides, from the department's form to the student's and the public page.
#include <nlohmann/json.hpp>

#include "tests/catch.h"
#include "tests/web/site.h"
#include "web/pages/guide_data.h"

using namespace lixiao;
using namespace lixiao::web::test;
using web::http::Response;

namespace {

std::map<std::string, std::string> guide(const std::string& place, const std::string& step, int seen = 0) {
  return {{"item", "equipment"},         {"campus", ""},          {"place", place},
          {"hours", "8:30-11:30"},       {"contact", "王老师"},   {"phone", "021-63846590"},
          {"bring", "学生证\n照片"},     {"text", "<b>先还</b>"}, {"step", step},
          {"seen", std::to_string(seen)}};
}

const std::string kForm = "/work/guides/edit?item=equipment&campus=";

}  // namespace

TEST_CASE("A guide is looked at, published and seen by the student and by everybody", "[web]") {
  TestSite test;
  Browser office = test.signedIn("equipment");
  const Response preview = office.post("/work/guides/edit", guide("综合楼 101", "preview"), kForm);
  CHECK(preview.status == 200);
  CHECK(contains(preview, "nothing is published yet"));
  CHECK(contains(preview, "value=\"综合楼 101\""));
  CHECK(test.world.guides.published().empty());

  const Response done = office.post("/work/guides/edit", guide("综合楼 101", "publish"), kForm);
  REQUIRE(done.status == 303);
  CHECK(contains(office.get(std::string(done.header("Location"))), "Published: everybody sees it now."));

  for (const char* page : {"/me", "/guides"}) {
    Browser reader = page == std::string("/me") ? test.signedIn("student") : Browser(test.site);
    const Response seen = reader.get(page);
    CHECK(seen.status == 200);
    CHECK(contains(seen, "综合楼 101"));
    CHECK(contains(seen, "href=\"tel:02163846590\""));
    CHECK(contains(seen, "<li>照片</li>"));
    CHECK(contains(seen, "&lt;b&gt;先还&lt;/b&gt;"));
    CHECK_FALSE(contains(seen, "<b>先还</b>"));
  }
  CHECK(contains(office.get("/work/students/101"), "综合楼 101"));
  const auto api = nlohmann::json::parse(Browser(test.site).get("/api/guides").body);
  CHECK(api["guides"][0]["bring"] == nlohmann::json({"学生证", "照片"}));
  const auto me = nlohmann::json::parse(test.signedIn("student").get("/api/me").body);
  CHECK(me.dump().find("综合楼 101") != std::string::npos);
  Browser admin = test.signedIn("admin");
  CHECK(contains(admin.get("/admin/guides"), "Equipment"));
  const auto duties = nlohmann::json::parse(admin.get("/api/guides/duties").body);
  CHECK(duties["late"] == false);
  CHECK(duties["departments"].size() > 3);
}

TEST_CASE("A guide that lacks something comes back with what was typed", "[web]") {
  TestSite test;
  Browser office = test.signedIn("equipment");
  auto fields = guide("综合楼", "publish");
  fields["phone"] = "";
  const Response response = office.post("/work/guides/edit", fields, kForm);
  CHECK(response.status == 422);
  CHECK(contains(response, "name=\"phone\" value=\"\" maxlength=\"100\" autocomplete=\"off\" aria-invalid"));
  CHECK(contains(response, "students need to know this"));
  CHECK(contains(response, "value=\"综合楼\""));
  CHECK(contains(response, "学生证\n照片"));
  fields = guide("综合楼", "publish");
  fields["item"] = "library";
  CHECK(office.post("/work/guides/edit", fields, kForm).status == 422);
  fields["step"] = "burn";
  CHECK(office.post("/work/guides/edit", fields, kForm).status == 400);
  CHECK(test.signedIn("student").get("/work/guides").status == 403);
  CHECK(office.get("/work/guides/versions?item=library").status == 422);
}

TEST_CASE("Who was slower sees both guides and may decide again; an older version comes back", "[web]") {
  TestSite test;
  Browser office = test.signedIn("equipment");
  REQUIRE(office.post("/work/guides/edit", guide("一楼", "publish"), kForm).status == 303);
  const Response slower = office.post("/work/guides/edit", guide("二楼", "publish"), kForm);
  CHECK(slower.status == 409);
  CHECK(contains(slower, "一楼"));
  CHECK(contains(slower, "value=\"二楼\""));
  CHECK(contains(slower, "name=\"seen\" value=\"1\""));
  REQUIRE(office.post("/work/guides/edit", guide("二楼", "publish", 1), kForm).status == 303);
  CHECK(contains(office.get("/work/guides"), "another=yes"));
  CHECK(contains(office.get("/work/guides/edit?item=equipment&another=yes"), "name=\"seen\" value=\"0\""));
  const std::string versions = "/work/guides/versions?item=equipment&campus=";
  CHECK(contains(office.get(versions), "Publish this version again"));
  const std::map<std::string, std::string> back = {
      {"item", "equipment"}, {"campus", ""}, {"version", "1"}, {"seen", "2"}};
  REQUIRE(office.post("/work/guides/restore", back, versions).status == 303);
  CHECK(test.world.guides.published()[0].text.place == "一楼");
  const std::map<std::string, std::string> stale = {{"item", "equipment"}, {"campus", ""}, {"seen", "1"}};
  CHECK(office.post("/work/guides/withdraw", stale, "/work/guides").status == 409);
  const std::map<std::string, std::string> now = {{"item", "equipment"}, {"campus", ""}, {"seen", "3"}};
  CHECK(office.post("/work/guides/withdraw", now, "/work/guides").status == 303);
  CHECK(contains(Browser(test.site).get("/guides"), "No office has published its guide yet."));
}

TEST_CASE("Phone numbers in a text can be dialled one by one", "[web]") {
  const auto dialled = [](const std::string& text) {
    std::string whole, urls;
    for (const auto& piece : web::pages::phonePieces(text)) {
      whole += piece.text;
      if (!piece.url.empty()) urls += piece.url + " ";
    }
    CHECK(whole == text);
    return urls;
  };
  CHECK(dialled("021-63846590") == "tel:02163846590 ");
  CHECK(dialled("63846590、(021) 6384 6591") == "tel:63846590 tel:02163846591 ");
  CHECK(dialled("+86 21 63846590 转 776") == "tel:+862163846590 ");
  CHECK(dialled("张老师（110）") == "");
  CHECK(dialled("12-34-") == "");
  CHECK(dialled("") == "");
  CHECK(dialled("63846590/1") == "tel:63846590 ");
}
