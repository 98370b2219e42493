#include <nlohmann/json.hpp>

#include "engine/service/digest.h"
#include "tests/catch.h"
#include "tests/web/site.h"
#include "web/pages/edition_difference.h"
#include "web/pages/edition_draft.h"

using namespace lixiao;
using namespace lixiao::web::test;
using service::test::smallEdition;
using web::pages::Draft;

namespace {

using Fields = std::map<std::string, std::string>;

/// Posts a multipart form with the token of the edition's page.
web::http::Response submit(Browser& browser, const std::string& target, Fields fields) {
  fields.emplace("csrf", browser.token("/admin/edition"));
  std::string body;
  for (const auto& [name, value] : fields)
    body += "--x7\r\nContent-Disposition: form-data; name=\"" + name + "\"\r\n\r\n" + value + "\r\n";
  auto sent = request("POST", target, body + "--x7--\r\n");
  for (auto& [name, value] : sent.head.headers)
    if (name == "content-type") value = "multipart/form-data; boundary=x7";
  return browser.send(sent);
}

/// The active files of the test's site with one replacement in edition.yaml.
Draft changed(TestSite& test, const std::string& from, const std::string& to) {
  Draft draft{test.world.queries.edition().digest, service::insideFolder(smallEdition())};
  std::string& text = draft.find("edition.yaml")->text;
  const std::size_t at = text.find(from);
  REQUIRE(at != std::string::npos);
  text.replace(at, from.size(), to);
  return draft;
}

Fields step(const Draft& draft, const std::string& name, const std::string& what) {
  return {{"draft", web::pages::writeDraft(draft)}, {"name", name}, {"step", what}};
}

std::string ticketIn(const web::http::Response& response) {
  constexpr std::string_view kField = "name=\"ticket\" value=\"";
  const std::size_t at = response.body.find(kField);
  if (at == std::string::npos) return {};
  const std::size_t begin = at + kField.size();
  return response.body.substr(begin, response.body.find('"', begin) - begin);
}

}  // namespace

TEST_CASE("A draft is read back as it was written, and nothing else is read", "[web]") {
  const Draft draft{"abc", {{"edition.yaml", "a: \"b\"\n"}, {"colleges/护理学院.yaml", ""}}};
  const auto read = web::pages::readDraft(web::pages::writeDraft(draft));
  REQUIRE(read);
  CHECK(read->base == "abc");
  CHECK(read->files == draft.files);
  for (const char* text :
       {"", "null", "[]", "{}", R"({"base": "x"})", R"({"base": 1, "files": []})",
        R"({"base": "x", "files": {}})", R"({"base": "x", "files": [1]})",
        R"({"base": "x", "files": [{"path": "a.yaml"}]})",
        R"({"base": "x", "files": [{"path": "../a.yaml", "text": ""}]})",
        R"({"base": "x", "files": [{"path": "a.yaml", "text": ""}, {"path": "a.yaml", "text": ""}]})",
        "{\"base\": \"x\", \"files\": [{\"path\": \"a.yaml\", \"text\": \"\xff\"}]}"}) {
    INFO(text);
    CHECK_FALSE(web::pages::readDraft(text));
  }
}

TEST_CASE("A file of an edition has a plain name", "[web]") {
  for (const char* name : {"edition.yaml", "colleges/护理学院.yaml", "2016/edition.yaml", "a.test.yaml"})
    CHECK(web::pages::isFileName(name));
  for (const char* name : {"", ".yaml", "edition.yml", "/edition.yaml", "../edition.yaml", "a//b.yaml",
                           "a/../b.yaml", "a\\b.yaml", "c:a.yaml", "a\nb.yaml", " a.yaml", "colleges/"}) {
    INFO(name);
    CHECK_FALSE(web::pages::isFileName(name));
  }
}

TEST_CASE("Differences show changed lines with a few around them", "[web]") {
  using Kind = web::pages::DifferenceLine::Kind;
  std::string text;
  for (int i = 1; i <= 20; ++i) text += "line " + std::to_string(i) + "\n";
  std::string other = text;
  other.replace(other.find("line 10"), 7, "line X");
  const auto files = web::pages::differences({{"a.yaml", text}, {"same.yaml", "x"}, {"gone.yaml", "old\n"}},
                                             {{"a.yaml", other}, {"same.yaml", "x"}, {"new.yaml", "new\n"}});
  REQUIRE(files.size() == 3);
  CHECK(files[0].path == "a.yaml");
  std::string shown;
  for (const auto& line : files[0].lines)
    shown += (line.kind == Kind::Added     ? "+"
              : line.kind == Kind::Removed ? "-"
                                           : " ") +
             std::to_string(line.number) + line.text + "|";
  CHECK(shown == " 0…| 7line 7| 8line 8| 9line 9|-10line 10|+10line X| 11line 11| 12line 12| 13line 13| 0…|");
  CHECK(files[1].lines.front().kind == Kind::Removed);
  CHECK(files[2].lines.front().kind == Kind::Added);
}

TEST_CASE("A difference holds both files whole, whatever changed", "[web]") {
  using Kind = web::pages::DifferenceLine::Kind;
  const std::string before = "a\nb\nc\na\nb\nb\na\n";
  const std::string after = "c\nb\na\nb\na\nc\n";
  const auto files = web::pages::differences({{"a.yaml", before}}, {{"a.yaml", after}});
  std::string old_text, new_text;
  std::size_t changes = 0;
  for (const auto& line : files.at(0).lines) {
    if (line.kind != Kind::Added) old_text += line.text + "\n";
    if (line.kind != Kind::Removed) new_text += line.text + "\n";
    changes += line.kind == Kind::Same ? 0 : 1;
  }
  CHECK(old_text == before);
  CHECK(new_text == after);
  CHECK(changes == 5);  // the textbook's shortest edit script
}

TEST_CASE("The edition's page shows the files to admins and auditors only", "[web]") {
  TestSite test;
  Browser admin = test.signedIn("admin");
  const auto page = admin.get("/admin/edition");
  CHECK(page.status == 200);
  CHECK(contains(page, "undergraduate.yaml"));
  CHECK(contains(page, "name=\"text\""));
  CHECK(contains(page, test.world.queries.edition().digest));
  Browser auditor = test.signedIn("auditor");
  CHECK(contains(auditor.get("/admin/edition"), "finance.tuition_due"));
  CHECK_FALSE(contains(auditor.get("/admin/edition"), "id=\"edition\""));
  CHECK(auditor.get("/admin/versions").status == 200);
  for (const char* login : {"registrar", "student"}) {
    Browser browser = test.signedIn(login);
    for (const char* path : {"/admin/edition", "/admin/versions", "/api/edition/schema"})
      CHECK(browser.get(path).status == 403);
  }
}

TEST_CASE("Without script a draft goes from button to button with every change", "[web]") {
  TestSite test;
  Browser admin = test.signedIn("admin");
  const Draft draft = changed(test, "library.loans == 0", "library.loans == 0");
  Fields fields = step(draft, "undergraduate.yaml", "open:edition.yaml");
  fields["text"] = draft.files[2].text + "# a note\r\n";
  const auto opened = submit(admin, "/admin/edition/draft", fields);
  CHECK(opened.status == 200);
  CHECK(contains(opened, "# a note\\n"));
  CHECK(contains(opened, "passes_when: library.loans == 0"));

  fields = step(draft, "edition.yaml", "add");
  fields["new_name"] = "colleges/../x.yaml";
  CHECK(submit(admin, "/admin/edition/draft", fields).status == 422);
  fields["new_name"] = "postgraduate.yaml";
  CHECK(contains(submit(admin, "/admin/edition/draft", fields), "There is a file of this name already."));
  fields["new_name"] = "new.test.yaml";
  CHECK(contains(submit(admin, "/admin/edition/draft", fields), "value=\"open:new.test.yaml\" aria-current"));
  fields["step"] = "rename";
  CHECK_FALSE(contains(submit(admin, "/admin/edition/draft", fields), "open:edition.yaml"));
  fields["step"] = "remove";
  CHECK_FALSE(contains(submit(admin, "/admin/edition/draft", fields), "open:edition.yaml"));
  CHECK(submit(admin, "/admin/edition/draft", {{"draft", "no draft"}, {"step", "check"}}).status == 400);
}

TEST_CASE("Findings of a draft come with their places, for the page and for the editor", "[web]") {
  TestSite test;
  Browser admin = test.signedIn("admin");
  const Draft faulty = changed(test, "library.loans == 0", "library.laons == 0");
  const auto page = submit(admin, "/admin/edition/draft", step(faulty, "edition.yaml", "check"));
  CHECK(contains(page, "did you mean &quot;library.loans&quot;?"));
  const auto answer = submit(admin, "/api/edition/check", {{"draft", web::pages::writeDraft(faulty)}});
  REQUIRE(answer.status == 200);
  const auto findings = nlohmann::json::parse(answer.body).at("findings");
  REQUIRE(findings.size() == 1);
  CHECK(findings[0].at("file") == "edition.yaml");
  CHECK(findings[0].at("severity") == "error");
  CHECK(findings[0].at("line").get<int>() > 20);
  CHECK(findings[0].at("length") == 13);
  const auto preview = submit(admin, "/admin/edition/draft", step(faulty, "edition.yaml", "preview"));
  CHECK(ticketIn(preview).empty());
  Browser auditor = test.signedIn("auditor");
  auto denied = request("POST", "/api/edition/check");
  CHECK(auditor.send(denied).status == 403);
}

TEST_CASE("Rule tests are run on the draft", "[web]") {
  TestSite test;
  Browser admin = test.signedIn("admin");
  Draft draft = changed(test, "edition: 2015", "edition: 2015");
  draft.files.push_back({"small.test.yaml", R"(
tests:
  - name: 欠费的不能通过
    student: { student_type: undergraduate, leave_reason: 毕业, college: 医学院, finance.tuition_due: 300.00 }
    today: 2015-06-24
    expect: { finance: cleared }
)"});
  const auto failing = submit(admin, "/admin/edition/draft", step(draft, "edition.yaml", "test"));
  CHECK(contains(failing, "small.test.yaml:6:15: error[failing-test]"));
  CHECK(contains(failing, "finance.tuition_due &lt;= 0 = false"));
  std::string& text = draft.files.back().text;
  text.replace(text.find("cleared }"), 9, "action_required }");
  Fields part = step(draft, "edition.yaml", "test");
  part["part"] = "yes";
  const auto passing = submit(admin, "/admin/edition/draft", part);
  CHECK(contains(passing, "1 rule test passed"));
  CHECK_FALSE(contains(passing, "<html"));
}

TEST_CASE("A preview counts and names, and only what was previewed is activated", "[web]") {
  TestSite test;
  test.world.payEverything({"101", "102", "201"});
  Browser admin = test.signedIn("admin");
  const Draft draft = changed(test, "passes_when: library.loans == 0", "passes_when: library.loans > 0");
  const auto preview = submit(admin, "/admin/edition/draft", step(draft, "edition.yaml", "preview"));
  CHECK(contains(preview, "compared for 3 students"));
  CHECK(contains(preview, "2 students"));
  CHECK(contains(preview, "href=\"/work/students/102\""));
  CHECK_FALSE(contains(preview, "<script>alert"));
  CHECK(contains(preview, service::editionDigest(draft.files)));
  const std::string ticket = ticketIn(preview);
  REQUIRE_FALSE(ticket.empty());
  CHECK(admin.post("/admin/edition/activate", {{"ticket", "no such ticket"}}, "/admin/edition").status ==
        409);
  CHECK(test.signedIn("auditor")
            .post("/admin/edition/activate", {{"ticket", ticket}}, "/admin/versions")
            .status == 403);
  const auto done = admin.post("/admin/edition/activate", {{"ticket", ticket}}, "/admin/edition");
  CHECK(done.status == 303);
  CHECK(contains(admin.get("/admin/edition?done=activated"), "Activated."));
  CHECK(test.world.queries.edition().digest == service::editionDigest(draft.files));
  CHECK(test.world.queries.edition().activated_by == "admin");
  CHECK(admin.post("/admin/edition/activate", {{"ticket", ticket}}, "/admin/edition").status == 409);
}

TEST_CASE("A draft made from a version that is not active any more is a conflict that keeps it", "[web]") {
  TestSite test;
  Browser admin = test.signedIn("admin");
  const Draft mine = changed(test, "en: Small edition", "en: Mine");
  const std::string ticket =
      ticketIn(submit(admin, "/admin/edition/draft", step(mine, "edition.yaml", "preview")));
  REQUIRE_FALSE(ticket.empty());
  test.world.activate(changed(test, "en: Small edition", "en: Theirs").files);
  const auto conflict = admin.post("/admin/edition/activate", {{"ticket", ticket}}, "/admin/edition");
  CHECK(conflict.status == 409);
  CHECK(contains(conflict, "meanwhile root activated another version"));
  CHECK(contains(conflict, "en: Mine"));
  const auto again = submit(admin, "/admin/edition/draft", step(mine, "edition.yaml", "preview"));
  CHECK(contains(again, "meanwhile root activated another version"));
  CHECK(ticketIn(again).empty());
  const auto over = submit(admin, "/admin/edition/draft", step(mine, "edition.yaml", "rebase"));
  const std::string fresh = ticketIn(over);
  REQUIRE_FALSE(fresh.empty());
  CHECK(admin.post("/admin/edition/activate", {{"ticket", fresh}}, "/admin/edition").status == 303);
  CHECK(test.world.queries.edition().title.en == "Mine");
}

TEST_CASE("Versions are listed, compared and gone back to, with a preview first", "[web]") {
  TestSite test;
  Browser admin = test.signedIn("admin");
  const std::string first = test.world.queries.edition().digest;
  test.world.activate(changed(test, "en: Small edition", "en: Second edition").files);
  const auto page = admin.get("/admin/versions");
  CHECK(contains(page, first));
  const auto difference = admin.get("/admin/versions/difference?from=1&to=2");
  CHECK(contains(difference, "difference__line--removed"));
  CHECK(contains(difference, "en: Second edition"));
  CHECK(contains(admin.get("/admin/versions/difference?from=2&to=2"), "The files are the same."));
  CHECK(admin.get("/admin/versions/difference?from=1&to=9").status == 404);
  CHECK(admin.get("/admin/versions/difference?from=x&to=1").status == 400);
  const auto restore = admin.post("/admin/versions/restore", {{"id", "1"}}, "/admin/versions");
  CHECK(contains(restore, "Nobody's status changes."));
  CHECK(test.world.queries.edition().digest != first);
  CHECK(admin.post("/admin/edition/activate", {{"ticket", ticketIn(restore)}}, "/admin/edition").status ==
        303);
  CHECK(test.world.queries.edition().digest == first);
  CHECK(test.world.journal("edition.activated").size() == 3);
  Browser auditor = test.signedIn("auditor");
  CHECK_FALSE(contains(auditor.get("/admin/versions"), "/admin/versions/restore"));
}
