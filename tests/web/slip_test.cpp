#include <cstdio>
#include <fstream>
#include <memory>
#include <regex>

#include "engine/paper/slip_sheet.h"
#include "engine/store/phase.h"
#include "tests/catch.h"
#include "tests/web/site.h"

using namespace lixiao;
using namespace lixiao::web;
using namespace lixiao::web::test;
using service::test::told;

namespace {

std::string output(const std::string& command) {
  const std::unique_ptr<FILE, int (*)(FILE*)> pipe(popen(command.c_str(), "r"), pclose);
  REQUIRE(pipe != nullptr);
  std::string text;
  char chunk[4096];
  for (std::size_t read = 0; (read = fread(chunk, 1, sizeof chunk, pipe.get())) > 0;)
    text.append(chunk, read);
  return text;
}

/// A PDF as a file, looked at with other programs than ours.
class Paper {
 public:
  explicit Paper(const std::string& bytes) : file_(folder_.path() / "slip.pdf") {
    std::ofstream(file_, std::ios::binary) << bytes;
  }
  std::string text() const { return output("pdftotext -layout '" + file_.string() + "' -"); }
  int pages() const {
    return std::stoi(output("pdfinfo '" + file_.string() + "' | sed -n 's/^Pages: *//p'"));
  }
  std::string pageSize() const { return output("pdfinfo '" + file_.string() + "' | grep '^Page size'"); }
  /// Of each font: whether it is embedded.
  std::string embedded() const {
    return output("pdffonts '" + file_.string() + "' | tail -n +3 | awk '{ print $(NF-4) }' | sort -u");
  }
  /// What a scanner reads from the first page.
  std::string qr() const {
    const std::string png = (folder_.path() / "page").string();
    output("pdftoppm -r 150 -f 1 -l 1 -png -singlefile '" + file_.string() + "' '" + png + "'");
    const std::string read = output("zbarimg -q --raw '" + png + ".png'");
    return read.substr(0, read.find('\n'));
  }

 private:
  service::test::Folder folder_;
  std::filesystem::path file_;
};

bool has(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

std::string pathOf(const std::string& url) {
  return url.substr(url.find("/slip/"));
}

/// The test site, student 101 being clear.
struct ClearSite : TestSite {
  ClearSite() {
    using service::Commands;
    world.submit("equipment", {});
    REQUIRE(told(world.commands.registerResult(service::test::staff("college", "医学院"),
                                               service::test::cleared("101", "college_procedures"), 0)) ==
            "done");
    world.payEverything({"101"});
    Commands::Delivery party{
        "party", {"party_member"}, {{"101", "party_member", model::Value(false)}}, {}, world.clock.now()};
    REQUIRE(told(world.commands.recordDelivery(party)) == "done");
    world.board.rebuild();
  }
  void open() {
    REQUIRE(told(world.commands.revokeRegistration(service::test::staff("college", "医学院"), "101",
                                                   "college_procedures", "a mistake",
                                                   world.revisionOf("101", "college_procedures"))) == "done");
  }
};

paper::SlipSheet sheet(std::size_t items) {
  paper::SlipSheet made;
  made.organisation = {"上海交通大学医学院", "School of Medicine"};
  made.edition = {"2015 届", "Class of 2015"};
  made.fields = {{{"姓名", "Name"}, "李㐂𠮷"},
                 {{"学号", "Student number"}, "5119900001"},
                 {{"院系", "College"}, "护理学院"},
                 {{"班级", "Class"}, "F1101"}};
  for (std::size_t i = 0; i < items; ++i)
    made.items.push_back({{"第" + std::to_string(i) + "项", "Item " + std::to_string(i)},
                          {"已由图书馆登记办结", "registered by the library"},
                          "2015-06-24 12:00"});
  made.as_of = "2015-06-24 12:00";
  made.code = "01234-56789-ABCDE-FGHJK-MNPQRS";
  made.url = "https://lixiao.example.edu.cn/slip/0123456789ABCDEFGHJKMNPQRS";
  return made;
}

}  // namespace

TEST_CASE("The paper has rare characters as text, all fonts embedded, a code that scans", "[slip]") {
  for (const bool bilingual : {false, true}) {
    paper::SlipSheet made = sheet(14);
    made.bilingual = bilingual;
    const Paper paper(paper::slipPdf(made));
    const std::string text = paper.text();
    CHECK(has(text, "离校手续结清单"));
    CHECK(has(text, "李㐂𠮷"));
    CHECK(has(text, "01234-56789-ABCDE-FGHJK-MNPQRS"));
    CHECK(has(text, "第13项"));
    CHECK(has(text, "Clearance slip") == bilingual);
    CHECK_FALSE(has(text, "试"));
    CHECK(paper.embedded() == "yes\n");
    CHECK(paper.qr() == made.url);
    CHECK(paper.pages() == 1);
    CHECK(has(paper.pageSize(), "A4"));
  }
}

TEST_CASE("A long paper goes on, each page with its code; a trial's is marked", "[slip]") {
  paper::SlipSheet made = sheet(70);
  made.trial = true;
  const Paper paper(paper::slipPdf(made));
  CHECK(paper.pages() >= 2);
  CHECK(has(paper.text(), "第69项"));
  CHECK(has(paper.text(), "试"));  // set aslant: the signs come one by one
}

TEST_CASE("A student issues the slip, and its code leads a stranger to valid, then to not valid", "[slip]") {
  ClearSite test;
  Browser student = test.signedIn("student", "zh-CN");
  CHECK(has(student.get("/me").body, "href=\"/me/slip\""));
  CHECK(student.get("/me/slip.pdf").header("Location") == "/me/slip");
  CHECK(student.post("/me/slip", {}).header("Location") == "/me/slip.pdf");
  const http::Response pdf = student.get("/me/slip.pdf");
  REQUIRE(pdf.status == 200);
  CHECK(pdf.header("Content-Type") == "application/pdf");
  CHECK(pdf.header("Cache-Control") == "no-store");
  const Paper paper(pdf.body);
  CHECK(has(paper.text(), "101"));
  CHECK(has(paper.text(), "医学院"));
  const std::string url = paper.qr();
  CHECK(url.substr(0, 22) == "http://127.0.0.1/slip/");

  Browser stranger(test.site, "zh-CN");
  const http::Response valid = stranger.get(pathOf(url));
  CHECK(valid.status == 200);
  CHECK(has(valid.body, "<strong>有效</strong>"));
  CHECK_FALSE(has(valid.body, "101"));
  CHECK_FALSE(has(valid.body, "script>alert"));
  CHECK(has(std::string(valid.header("X-Robots-Tag")), "noindex"));
  CHECK(has(stranger.get("/api" + pathOf(url)).body, "\"valid\":true"));

  test.open();
  CHECK(has(stranger.get(pathOf(url)).body, "<strong>已失效</strong>"));
  CHECK(has(stranger.get("/api" + pathOf(url)).body, "\"valid\":false"));
  const http::Response open = student.get("/me/slip.pdf");
  CHECK(open.status == 409);
  CHECK(has(open.body, "院系手续"));
  CHECK_FALSE(has(open.body, "%PDF"));
  CHECK(student.post("/me/slip", {}).header("Location") == "/me/slip");
  CHECK(has(student.get("/api/me/slip").body, "\"clear\":false"));
}

TEST_CASE("Offices print the slip of their own students", "[slip]") {
  ClearSite test;
  Browser college = test.signedIn("college");
  CHECK(has(college.get("/work/students/101").body, "href=\"/work/students/101/slip\""));
  CHECK(college.post("/work/students/101/slip", {}).header("Location") == "/work/students/101/slip.pdf");
  CHECK(college.get("/work/students/101/slip.pdf").status == 200);
  CHECK(college.get("/work/students/102/slip").status == 409);
  CHECK(college.get("/work/students/999/slip").status == 404);
  CHECK(college.get("/work/students/999/slip.pdf").status == 404);
  Browser auditor = test.signedIn("auditor");
  CHECK(auditor.get("/work/students/101/slip.pdf").status == 200);
  CHECK(auditor.post("/work/students/101/slip", {}, "/").status == 403);
  CHECK(test.signedIn("student").get("/work/students/101/slip.pdf").status == 403);
}

TEST_CASE("The form for a code answers to anything typed, and to too much asking with patience", "[slip]") {
  ClearSite test;
  Browser stranger(test.site);
  CHECK(stranger.get("/slip").status == 200);
  const http::Response wrong = stranger.get("/slip?code=%3Cb%3E12");
  CHECK(wrong.status == 422);
  CHECK(has(wrong.body, "value=\"&lt;b&gt;12\""));
  CHECK(stranger.get("/slip?code=oi234-56789-abcde-fghjk-mnpqr-s").header("Location") ==
        "/slip/0123456789ABCDEFGHJKMNPQRS");
  CHECK(has(stranger.get("/slip/0123456789ABCDEFGHJKMNPQRS").body, "<strong>Not valid</strong>"));
  CHECK(has(stranger.get("/slip/nonsense").body, "<strong>Not valid</strong>"));
  int refused = 0;
  for (int i = 0; i < 100; ++i)
    if (stranger.get("/slip/0123456789ABCDEFGHJKMNPQRS").status == 429) ++refused;
  CHECK(refused > 30);
  http::Request other = request("GET", "/slip/0123456789ABCDEFGHJKMNPQRS");
  other.peer = "10.0.0.9";
  CHECK(stranger.send(other).status == 200);
  test.world.clock.advance(std::chrono::minutes(2));
  CHECK(stranger.get("/slip/0123456789ABCDEFGHJKMNPQRS").status == 200);
}
