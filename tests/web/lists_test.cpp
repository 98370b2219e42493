// Exception lists through the pages: written, picked from the roster, from a file, amended, and the admin's
// table.
#include "tests/catch.h"
#include "tests/web/site.h"

using namespace lixiao;
using namespace lixiao::web::test;
using web::http::Response;

namespace {

const std::string kPage = "/work/lists/equipment";

/// The form as a browser sends it, with a file.
Response upload(Browser& browser, const std::string& bytes) {
  auto sent = request("POST", kPage);
  sent.head.headers.back().second = "multipart/form-data; boundary=edge";
  const auto field = [](const std::string& name, const std::string& value) {
    return "--edge\r\nContent-Disposition: form-data; name=\"" + name + "\"\r\n\r\n" + value + "\r\n";
  };
  sent.body = field("csrf", browser.token(kPage)) + field("seen", "0") + field("rows", "kept as typed") +
              field("step", "preview") +
              "--edge\r\nContent-Disposition: form-data; name=\"file\"; filename=\"l.csv\"\r\n\r\n" + bytes +
              "\r\n--edge--\r\n";
  return browser.send(sent);
}

}  // namespace

TEST_CASE("Students are found in the roster, ticked and added to the draft", "[web]") {
  TestSite test;
  Browser office = test.signedIn("equipment");
  const Response found =
      office.post(kPage, {{"rows", "102,张三,球拍"}, {"seen", "0"}, {"college", "医学"}, {"step", "search"}});
  REQUIRE(found.status == 200);
  CHECK(contains(found, "name=\"pick:101\""));
  CHECK(contains(found, "name=\"pick:201\""));
  CHECK_FALSE(contains(found, "name=\"pick:102\""));  // on it already
  CHECK(contains(found, "102,张三,球拍"));
  CHECK_FALSE(contains(found, "<script>alert"));
  CHECK_FALSE(
      contains(office.post(kPage, {{"rows", ""}, {"seen", "0"}, {"college", "护理"}, {"step", "search"}}),
               "name=\"pick:"));

  const Response added =
      office.post(kPage, {{"rows", "102,张三,球拍"}, {"seen", "0"}, {"step", "add"}, {"pick:201", "张,三"}});
  CHECK(added.status == 200);
  CHECK(contains(added, "102,张三,球拍\n201,张 三\n"));
  CHECK(office.post(kPage, {{"rows", "x"}, {"seen", "0"}, {"step", "add"}}).status == 422);
}

TEST_CASE("A file takes the place of what was written; one that cannot be read leaves it", "[web]") {
  TestSite test;
  Browser office = test.signedIn("equipment");
  const Response read = upload(office, "学号,姓名,备注\n102,张三,\"球拍, 两只\"\n");
  CHECK(read.status == 200);
  CHECK(contains(read, "102,张三,球拍, 两只"));
  CHECK_FALSE(contains(read, "kept as typed"));
  for (const char* bytes : {"%PDF-1.4", "nothing\n1\n", "学号\n\xFF\xFE\n"}) {
    const Response bad = upload(office, bytes);
    CHECK(bad.status == 422);
    CHECK(contains(bad, "kept as typed"));
  }
}

TEST_CASE("A list is amended from what was submitted, and who comes second sees that first", "[web]") {
  TestSite test;
  Browser office = test.signedIn("equipment"), other = test.signedIn("equipment");
  CHECK(office.post(kPage, {{"rows", "102,,球拍\n101"}, {"seen", "0"}, {"step", "submit"}}).status == 303);
  const Response page = office.get(kPage + "?done=submitted");
  CHECK(contains(page, "102,张三,球拍"));

  const Response late = other.post(kPage, {{"rows", "201,,mine <b>"}, {"seen", "0"}, {"step", "submit"}});
  CHECK(late.status == 409);
  CHECK(contains(late, "201,,mine &lt;b&gt;"));
  const std::string now = std::to_string(test.world.journal("list.submitted").at(0).seq);
  CHECK(contains(late, "name=\"seen\" value=\"" + now + "\""));

  const Response preview =
      office.post(kPage, {{"rows", "102,,网球拍\n201"}, {"seen", now}, {"step", "preview"}});
  CHECK(contains(preview, "id=\"group-removed\""));
  CHECK(contains(preview, "<del>球拍</del> → <ins>网球拍</ins>"));
  CHECK(contains(preview, "id=\"group-added\""));
  const Response bad =
      office.post(kPage, {{"rows", "999\n102,李四\n201\n201"}, {"seen", now}, {"step", "submit"}});
  CHECK(bad.status == 409);
  CHECK(contains(bad, "id=\"group-refused\""));
  CHECK(test.world.statusOf("101", "equipment") == "action_required");
  CHECK(office.post(kPage, {{"rows", "102"}, {"seen", "x"}, {"step", "preview"}}).status == 400);
  CHECK(office.post(kPage, {{"rows", "102"}, {"seen", "0"}, {"step", "x"}}).status == 400);
}

TEST_CASE("The admin sees who has submitted, who is late and by how long", "[web]") {
  TestSite test;
  Browser admin = test.signedIn("admin", "en");
  CHECK(contains(admin.get("/admin/lists"), "6 days late"));
  CHECK(contains(admin.get("/admin/lists"), "not final yet"));
  test.world.submit("equipment", {"102"});
  const Response after = admin.get("/admin/lists");
  CHECK_FALSE(contains(after, "6 days late"));
  CHECK(contains(after, "came late"));
  CHECK(contains(after, "href=\"/work/lists/equipment\""));
  const Response page = admin.get(kPage);
  CHECK(page.status == 200);
  CHECK_FALSE(contains(page, "<textarea"));
  CHECK(admin.post(kPage, {{"rows", "102"}, {"seen", "0"}, {"step", "submit"}}, "/admin").status == 403);
  CHECK(test.signedIn("college").get(kPage).status == 404);
  CHECK(contains(admin.get("/api/lists/equipment"), "\"student_no\":\"102\""));
  CHECK(test.signedIn("equipment").get("/admin/lists").status == 403);
}
