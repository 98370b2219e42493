// A provider's roster through the pages: preview, terms, report, declared final.
#include "tests/catch.h"
#include "tests/web/site.h"

using namespace lixiao;
using namespace lixiao::web::test;
using web::http::Response;

namespace {

const std::string kHeader = "student_no,name,national_id,id_type,student_type,leave_reason,college\n";
const std::string kSame = "102,张三,,,undergraduate,毕业,医学院\n";

Response upload(Browser& browser, const std::string& bytes) {
  auto sent = request("POST", "/roster/preview");
  sent.head.headers.back().second = "multipart/form-data; boundary=edge";
  sent.body = "--edge\r\nContent-Disposition: form-data; name=\"csrf\"\r\n\r\n" + browser.token("/roster") +
              "\r\n--edge\r\nContent-Disposition: form-data; name=\"file\"; filename=\"r<b>.csv\"\r\n\r\n" +
              bytes + "\r\n--edge--\r\n";
  return browser.send(sent);
}

std::string hidden(const Response& response, const std::string& name) {
  const std::string field = "name=\"" + name + "\" value=\"";
  const std::size_t at = response.body.find(field);
  if (at == std::string::npos) return {};
  return response.body.substr(at + field.size(),
                              response.body.find('"', at + field.size()) - at - field.size());
}

}  // namespace

TEST_CASE("The preview groups the rows and shows what was and what would be", "[web]") {
  TestSite test;
  Browser registrar = test.signedIn("registrar", "en");
  const Response preview =
      upload(registrar, kHeader + "102,李 四,,,undergraduate,结业,医学院\n" +
                            "103,<i>王五</i>,110105194912310021,身份证,undergraduate,毕业,医学院\n" +
                            "201,张三,,,postgraduate,毕业,医学院\n");
  REQUIRE(preview.status == 200);
  CHECK(contains(preview, "<del>张三</del> → <ins>李四</ins>"));
  CHECK(contains(preview, "<del>毕业</del> → <ins>结业</ins>"));
  CHECK(contains(preview, "id=\"group-suspicious\""));
  CHECK(contains(preview, "blanks inside were taken out"));
  CHECK(contains(preview, "the check digit does not fit"));
  CHECK_FALSE(contains(preview, "110105194912310021"));
  CHECK(contains(preview, "id=\"group-refused\""));
  CHECK(contains(preview, "Graduate School delivers this student"));
  CHECK(contains(preview, "id=\"group-absent\""));
  CHECK(contains(preview, "&lt;i&gt;王五"));
  CHECK(contains(preview, "r&lt;b&gt;.csv"));
  CHECK_FALSE(contains(preview, ">Import it<"));

  const Response report =
      registrar.post("/roster/report", {{"ticket", hidden(preview, "ticket")}}, "/roster");
  REQUIRE(report.status == 200);
  CHECK(report.header("Content-Type") == "text/csv; charset=utf-8");
  CHECK(contains(report, "2,102,李四,changed,"));
  CHECK(contains(report, "4,201,张三,not yours,"));
  CHECK(contains(report, ",101,"));
  CHECK(registrar.post("/roster/report", {{"ticket", "gone"}}, "/roster").status == 409);
}

TEST_CASE("Taking off more than half must be ticked, and what was ticked stays", "[web]") {
  TestSite test;
  test.world.addStudents({service::test::undergraduate("104"), service::test::undergraduate("105")});
  Browser registrar = test.signedIn("registrar");
  const Response preview = upload(registrar, kHeader + kSame);
  REQUIRE(preview.status == 200);
  const Response asked =
      registrar.post("/roster/commit", {{"ticket", hidden(preview, "ticket")}, {"whole", "yes"}}, "/roster");
  CHECK(asked.status == 422);
  CHECK(contains(asked, "name=\"whole\" value=\"yes\" checked"));
  CHECK(contains(asked, "id=\"over-half-problem\""));
  CHECK(contains(asked, "id=\"group-removed\""));
  const std::string again = hidden(asked, "ticket");
  REQUIRE_FALSE(again.empty());
  CHECK(again != hidden(preview, "ticket"));
  CHECK(registrar.post("/roster/commit", {{"ticket", again}, {"whole", "maybe"}}, "/roster").status == 400);
  const Response done = registrar.post(
      "/roster/commit", {{"ticket", again}, {"whole", "yes"}, {"over_half", "yes"}}, "/roster");
  CHECK(done.status == 303);
  CHECK(done.header("Location") == "/roster?done=imported");
  CHECK(registrar.get("/work/students/104").status == 404);
  CHECK(registrar.get("/work/students/102").status == 200);
  CHECK(registrar.get("/work/students/201").status == 200);
  CHECK(
      registrar.post("/roster/commit", {{"ticket", again}, {"whole", "yes"}, {"over_half", "yes"}}, "/roster")
          .status == 409);
}

TEST_CASE("A roster is declared final, and then a change needs a reason that everybody sees", "[web]") {
  TestSite test;
  Browser registrar = test.signedIn("registrar");
  const std::string seen = hidden(registrar.get("/roster"), "seen");
  CHECK(registrar.post("/roster/final", {{"seen", seen}}, "/roster").status == 422);
  CHECK(registrar.post("/roster/final", {{"seen", "x"}, {"confirm", "yes"}}, "/roster").status == 400);
  CHECK(registrar.post("/roster/final", {{"seen", "0"}, {"confirm", "yes"}}, "/roster").status == 409);
  CHECK(registrar.post("/roster/final", {{"seen", seen}, {"confirm", "yes"}}, "/roster").status == 303);
  CHECK(registrar.post("/roster/final", {{"seen", seen}, {"confirm", "yes"}}, "/roster").status == 409);

  const Response preview = upload(registrar, kHeader + "102,李四,,,undergraduate,毕业,医学院\n");
  const Response asked =
      registrar.post("/roster/commit", {{"ticket", hidden(preview, "ticket")}, {"reason", " "}}, "/roster");
  CHECK(asked.status == 422);
  CHECK(contains(asked, "id=\"reason-problem\""));
  const std::string long_reason(600, 'x');
  const Response too_long = registrar.post(
      "/roster/commit", {{"ticket", hidden(asked, "ticket")}, {"reason", long_reason}}, "/roster");
  CHECK(too_long.status == 422);
  CHECK(contains(too_long, long_reason));
  CHECK(registrar
            .post("/roster/commit", {{"ticket", hidden(too_long, "ticket")}, {"reason", "更名 <b>公证</b>"}},
                  "/roster")
            .status == 303);

  const Response page = registrar.get("/roster?done=imported");
  CHECK(contains(page, "更名 &lt;b&gt;公证"));
  CHECK(contains(test.signedIn("equipment").get("/work/students/102"), "更名 &lt;b&gt;公证"));
  CHECK(contains(registrar.get("/api/roster"), "\"changes_after_final\":1"));
  CHECK(contains(test.signedIn("admin").get("/api/roster"), "\"provider\":\"graduate_school\""));
  CHECK(test.signedIn("equipment").get("/api/roster").status == 403);
}

TEST_CASE("Files that are no roster are answered with what is wrong", "[web]") {
  TestSite test;
  Browser registrar = test.signedIn("registrar");
  for (const char* bytes : {"", "%PDF-1.4", "\xD0\xCF\x11\xE0", "PK\x03\x04 broken", "<html>", "\x01\x02\x03",
                            "student_no\n", "student_no,name\n1,\xFF\xFE"}) {
    INFO(bytes);
    const Response answer = upload(registrar, bytes);
    CHECK(answer.status == 422);
    CHECK(hidden(answer, "ticket").empty());
  }
}

TEST_CASE("A roster of ten thousand rows stays a page", "[web]") {
  TestSite test;
  Browser registrar = test.signedIn("registrar", "en");
  std::string csv = kHeader;
  for (int i = 0; i < 10'000; ++i)
    csv += std::to_string(1'000'000 + i) + ",王 五,,,undergraduate,毕业,医学院\n";
  const Response preview = upload(registrar, csv);
  REQUIRE(preview.status == 200);
  CHECK(preview.body.size() < 300'000);
  CHECK(contains(preview, "and 9800 more rows"));
}
