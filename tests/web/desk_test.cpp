// The on-site desk: a number, a look, a key.
#include "tests/catch.h"
#include "tests/web/site.h"

using namespace lixiao;
using namespace lixiao::web::test;
using web::http::Response;

namespace {

const std::string kDesk = "/work/desk?item=college_procedures";

std::map<std::string, std::string> clearing(const std::string& student_no, std::int64_t seen) {
  return {{"item", "college_procedures"},
          {"student_no", student_no},
          {"result", "cleared"},
          {"seen", std::to_string(seen)}};
}

}  // namespace

TEST_CASE("A number shows the student with the key that clears, and the key leads to the next number",
          "[web]") {
  TestSite test;
  Browser college = test.signedIn("college");
  CHECK(contains(college.get(kDesk),
                 "data-desk autocomplete=\"off\" autocapitalize=\"off\" "
                 "spellcheck=\"false\" maxlength=\"100\" enterkeyhint=\"search\" autofocus"));
  const Response found =
      college.get(kDesk + "&q=%EF%BC%91%EF%BC%90%EF%BC%92");  // full-width, as a card types it
  CHECK(contains(found, "desk__clear\" autofocus"));
  CHECK(contains(found, "张三"));

  const Response cleared = college.post("/work/desk", clearing("102", 0), kDesk);
  REQUIRE(cleared.status == 303);
  CHECK(cleared.header("Location") == kDesk + "&last=102");
  const Response next = college.get(std::string(cleared.header("Location")));
  CHECK(contains(next, "<strong>张三</strong> <span class=\"mono\">102</span> cleared"));
  CHECK(contains(next, "enterkeyhint=\"search\" autofocus"));
  CHECK(contains(next, "action=\"/work/desk/undo\""));
  CHECK(test.world.statusOf("102", "college_procedures") == "cleared");

  const Response again = college.get(kDesk + "&q=102");
  CHECK_FALSE(contains(again, "desk__clear"));
  CHECK(college.post("/work/desk", clearing("102", 0), kDesk).status == 303);  // the key pressed twice
  CHECK(test.world.journal("registration.made").size() == 1);
}

TEST_CASE("Undo brings back what stood before, once", "[web]") {
  TestSite test;
  Browser college = test.signedIn("college");
  auto refusing = clearing("102", 0);
  refusing["result"] = "refused";
  refusing["remark"] = "the key";
  REQUIRE(college.post("/work/desk", refusing, kDesk).status == 303);
  const std::int64_t first = test.world.revisionOf("102", "college_procedures");
  REQUIRE(college.post("/work/desk", clearing("102", first), kDesk).status == 303);
  const auto seen = std::to_string(test.world.revisionOf("102", "college_procedures"));
  const std::map<std::string, std::string> undo = {
      {"item", "college_procedures"}, {"student_no", "102"}, {"seen", seen}};
  CHECK(college.post("/work/desk/undo", undo, kDesk).status == 303);
  CHECK(test.world.statusOf("102", "college_procedures") == "action_required");
  CHECK(contains(college.get(kDesk + "&q=102"), "the key"));
  CHECK(college.post("/work/desk/undo", undo, kDesk).status == 409);
  CHECK(test.world.statusOf("102", "college_procedures") == "action_required");
}

TEST_CASE("The second of two desks is told who registered what, and may go on", "[web]") {
  TestSite test;
  Browser one = test.signedIn("college"), two = test.signedIn("college");
  auto refusing = clearing("102", 0);
  refusing["result"] = "refused";
  refusing["remark"] = "the <b>key</b>";
  REQUIRE(one.post("/work/desk", refusing, kDesk).status == 303);
  const Response second = two.post("/work/desk", clearing("102", 0), kDesk);
  CHECK(second.status == 409);
  CHECK(contains(second, "eanwhile college"));
  CHECK(contains(second, "the &lt;b&gt;key&lt;/b&gt;"));
  CHECK(contains(second, "desk__clear\" autofocus"));
  const std::int64_t seen = test.world.revisionOf("102", "college_procedures");
  CHECK(contains(second, "name=\"seen\" value=\"" + std::to_string(seen) + "\""));
  CHECK(two.post("/work/desk", clearing("102", seen), kDesk).status == 303);
  CHECK(test.world.statusOf("102", "college_procedures") == "cleared");
}

TEST_CASE("A number that means nobody, a name of several and garbage get a clear line", "[web]") {
  TestSite test;
  Browser college = test.signedIn("college");
  const Response unknown = college.get(kDesk + "&q=999");
  CHECK(unknown.status == 200);
  CHECK(contains(unknown, "No student of yours has the number 999."));
  CHECK(contains(unknown, "enterkeyhint=\"search\" aria-describedby=\"desk-problem\" autofocus"));
  const Response garbage = college.get(kDesk + "&q=%3B%251234%3D%3F%3Cb%3E");
  CHECK(contains(garbage, "No student of yours has the number ;%1234=?&lt;b&gt;."));
  const Response several = college.get(kDesk + "&q=%E5%BC%A0%E4%B8%89");
  CHECK(contains(several, "102"));
  CHECK(contains(several, "201"));
  CHECK(contains(several, "2 students: choose, or type more"));
  CHECK(contains(college.get(kDesk + "&q=%E6%9D%8E"), "is called 李"));
}

TEST_CASE("Who chose no item chooses one, and nobody sits at another office's desk", "[web]") {
  TestSite test;
  Browser college = test.signedIn("college");
  CHECK(college.get("/work/desk").header("Location") == kDesk);
  CHECK(college.get("/work/desk?item=finance").status == 404);
  auto foreign = clearing("102", 0);
  foreign["item"] = "finance";
  CHECK(college.post("/work/desk", foreign, kDesk).status == 404);
  auto broken = clearing("102", 0);
  broken["seen"] = "x";
  CHECK(college.post("/work/desk", broken, kDesk).status == 400);
  CHECK(test.signedIn("registrar").get("/work/desk").status == 200);
}

TEST_CASE("What was typed into the desk's form stays when it cannot be registered", "[web]") {
  TestSite test;
  Browser college = test.signedIn("college");
  auto deferring = clearing("102", 0);
  deferring["result"] = "deferred";
  deferring["remark"] = "comes back";
  const Response refused = college.post("/work/desk", deferring, kDesk);
  CHECK(refused.status == 422);
  CHECK(contains(refused, "value=\"comes back\""));
  CHECK(contains(refused, "id=\"desk-other\" open"));
}
