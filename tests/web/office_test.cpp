// What offices and students do, through the pages.
#include "tests/catch.h"
#include "tests/web/site.h"
#include "web/fields.h"

using namespace lixiao;
using namespace lixiao::web::test;
using web::http::Response;

namespace {

std::map<std::string, std::string> registration(const std::string& result, const std::string& remark,
                                                int seen) {
  return {
      {"item", "college_procedures"}, {"result", result}, {"remark", remark}, {"seen", std::to_string(seen)}};
}

Response upload(Browser& browser, const std::string& csv) {
  auto sent = request("POST", "/roster/preview");
  sent.head.headers.back().second = "multipart/form-data; boundary=edge";
  sent.body = "--edge\r\nContent-Disposition: form-data; name=\"csrf\"\r\n\r\n" + browser.token("/roster") +
              "\r\n--edge\r\nContent-Disposition: form-data; name=\"file\"; filename=\"r.csv\"\r\n\r\n" +
              csv + "\r\n--edge--\r\n";
  return browser.send(sent);
}

std::string ticketOf(const Response& response) {
  const std::string field = "name=\"ticket\" value=\"";
  const std::size_t at = response.body.find(field);
  if (at == std::string::npos) return {};
  return response.body.substr(at + field.size(),
                              response.body.find('"', at + field.size()) - at - field.size());
}

}  // namespace

TEST_CASE("A result is registered, confirmed on the page and harmless when sent twice", "[web]") {
  TestSite test;
  Browser college = test.signedIn("college");
  const std::string page = "/work/students/102";
  const Response done = college.post(page + "/register", registration("refused", "钥匙", 0), page);
  REQUIRE(done.status == 303);
  CHECK(done.header("Location") == page + "?done=registered&subject=college_procedures");
  CHECK(contains(college.get(std::string(done.header("Location"))), "Registered: College."));
  CHECK(test.world.statusOf("102", "college_procedures") == "action_required");

  CHECK(college.post(page + "/register", registration("refused", "钥匙", 0), page).status == 303);
  CHECK(test.world.journal("registration.made").size() + test.world.journal("registration").size() <= 1);
}

TEST_CASE("Who comes second is told the present state and keeps what they typed", "[web]") {
  TestSite test;
  Browser college = test.signedIn("college");
  const std::string page = "/work/students/102";
  REQUIRE(college.post(page + "/register", registration("cleared", "", 0), page).status == 303);
  const Response second =
      college.post(page + "/register", registration("refused", "late <i>remark</i>", 0), page);
  CHECK(second.status == 409);
  CHECK(contains(second, "late &lt;i&gt;remark&lt;/i&gt;"));
  CHECK(contains(second, "eanwhile"));
  CHECK(test.world.statusOf("102", "college_procedures") == "cleared");

  const auto seen = std::to_string(test.world.revisionOf("102", "college_procedures"));
  const std::map<std::string, std::string> taken = {{"item", "college_procedures"}, {"seen", seen}};
  auto without = taken;
  without["reason"] = "";
  CHECK(college.post(page + "/revoke", without, page).status == 422);
  auto with = taken;
  with["reason"] = "the key is lost";
  CHECK(college.post(page + "/revoke", with, page).status == 303);
  CHECK(test.world.statusOf("102", "college_procedures") == "waiting");
}

TEST_CASE("A list is submitted by name or expressly as nobody", "[web]") {
  TestSite test;
  Browser office = test.signedIn("equipment");
  const std::string page = "/work/lists/equipment";
  CHECK(test.world.statusOf("102", "equipment") == "waiting");
  CHECK(office.post(page, {{"rows", ""}, {"seen", "0"}, {"step", "submit"}}).status == 422);
  CHECK(office.post(page, {{"rows", "102"}, {"nobody", "yes"}, {"seen", "0"}, {"step", "submit"}}).status ==
        422);
  CHECK(office.post(page, {{"rows", ""}, {"nobody", "yes"}, {"seen", "0"}, {"step", "preview"}}).status ==
        200);
  CHECK(test.world.statusOf("102", "equipment") == "waiting");
  CHECK(office.post(page, {{"rows", ""}, {"nobody", "yes"}, {"seen", "0"}, {"step", "submit"}}).status ==
        303);
  CHECK(test.world.statusOf("102", "equipment") == "cleared");
  const std::string now = std::to_string(test.world.journal("list.submitted").at(0).seq);
  CHECK(office.post(page, {{"rows", "102,,球拍"}, {"seen", now}, {"step", "submit"}}).status == 303);
  CHECK(test.world.statusOf("102", "equipment") == "action_required");
}

TEST_CASE("A diploma is not handed out while something is open", "[web]") {
  TestSite test;
  Browser registrar = test.signedIn("registrar");
  const std::string page = "/work/students/102";
  const Response refused =
      registrar.post(page + "/collect", {{"document", "diploma"}, {"recipient", "self"}}, page);
  CHECK(refused.status == 409);
  CHECK(contains(refused, "Not done:"));
  CHECK(registrar
            .post(page + "/collect", {{"document", "diploma"}, {"recipient", "proxy"}, {"proxy", " "}}, page)
            .status == 422);
  CHECK(registrar.post(page + "/collect", {{"document", "diploma"}, {"recipient", "x"}}, page).status == 400);
  CHECK(test.world.documentOf("102", "diploma") == "withheld");
}

TEST_CASE("A roster is looked at, then imported once", "[web]") {
  TestSite test;
  Browser registrar = test.signedIn("registrar");
  const std::string csv = "student_no,name,national_id,student_type,leave_reason,college\n103,李四," +
                          service::test::nationalId(7) + ",undergraduate,毕业,医学院\n";
  const Response preview = upload(registrar, csv);
  REQUIRE(preview.status == 200);
  const std::string ticket = ticketOf(preview);
  REQUIRE_FALSE(ticket.empty());
  CHECK(test.signedIn("admin").get("/api/students/103").status == 404);

  Browser other = test.signedIn("equipment");
  CHECK(other.post("/roster/commit", {{"ticket", ticket}}, "/work").status == 403);
  CHECK(registrar.post("/roster/commit", {{"ticket", ticket}}, "/roster").status == 303);
  CHECK(test.signedIn("admin").get("/api/students/103").status == 200);
  CHECK(registrar.post("/roster/commit", {{"ticket", ticket}}, "/roster").status == 409);

  const Response bad = upload(registrar, "student_no,name\n103");
  CHECK(bad.status == 422);
  CHECK(ticketOf(bad).empty());
}

TEST_CASE("The student's page follows only when something changed", "[web]") {
  TestSite test;
  Browser student = test.signedIn("student");
  const Response page = student.get("/me");
  REQUIRE(page.status == 200);
  const std::string mark = "/me/status?seen=";
  const std::size_t at = page.body.find(mark);
  REQUIRE(at != std::string::npos);
  const std::string address = page.body.substr(at, page.body.find('"', at) - at);
  CHECK(student.get(address).status == 204);
  test.world.submit("equipment", {"101"});
  const Response part = student.get(address);
  CHECK(part.status == 200);
  CHECK_FALSE(contains(part, "<html"));
  CHECK(contains(part, "id=\"item-equipment\""));
}

TEST_CASE("What a student declares is registered", "[web]") {
  TestSite test;
  Browser student = test.signedIn("student");
  const Response done = student.post("/me/declare", {{"item", "survey"}}, "/me");
  CHECK(done.status == 303);
  CHECK(test.world.statusOf("101", "survey") == "cleared");
  CHECK(contains(student.get("/me?done=declared"), "Your declaration is registered."));
}
