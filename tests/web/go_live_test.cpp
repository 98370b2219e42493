#include "engine/store/phase.h"
#include "tests/catch.h"
#include "tests/web/site.h"

using namespace lixiao;
using namespace lixiao::web;
using namespace lixiao::web::test;

namespace {

/// The test site, its data being a trial's.
struct TrialSite : TestSite {
  TrialSite() {
    world.database.write(
        [](store::Transaction& transaction) { store::setPhase(transaction, store::Phase::Trial); });
  }
};

bool has(const http::Response& response, const std::string& text) {
  return response.body.find(text) != std::string::npos;
}

}  // namespace

TEST_CASE("In a trial every page says so, in the run none does", "[go live]") {
  TrialSite trial;
  TestSite run;
  for (const auto& [login, page] : std::vector<std::pair<std::string, std::string>>{{"", "/"},
                                                                                    {"", "/sign-in"},
                                                                                    {"student", "/me"},
                                                                                    {"college", "/work"},
                                                                                    {"admin", "/admin"},
                                                                                    {"", "/no-such-page"}}) {
    INFO(page);
    const auto ask = [&](TestSite& test) {
      Browser browser = login.empty() ? Browser(test.site, "zh-CN") : test.signedIn(login, "zh-CN");
      return browser.get(page);
    };
    CHECK(has(ask(trial), "试运行：数据将在正式启用时清除"));
    CHECK_FALSE(has(ask(run), "试运行"));
  }
  CHECK(has(Browser(trial.site).get("/api/edition"), "\"trial\":true"));
  CHECK(has(Browser(run.site).get("/api/edition"), "\"trial\":false"));
}

TEST_CASE("The admin ends the trial in two steps and signs in again", "[go live]") {
  TrialSite test;
  Browser admin = test.signedIn("admin");
  CHECK(has(admin.get("/admin"), "href=\"/admin/go-live\""));

  const http::Response first = admin.get("/admin/go-live");
  CHECK(first.status == 200);
  CHECK(has(first, "students on the roster"));
  CHECK_FALSE(has(first, "name=\"edition\""));
  CHECK(has(first, "/admin/go-live?step=confirm"));
  CHECK(has(admin.get("/admin/go-live?step=confirm"), "name=\"edition\""));

  const http::Response wrong =
      admin.post("/admin/go-live", {{"edition", "2014 <x>"}}, "/admin/go-live?step=confirm");
  CHECK(wrong.status == 422);
  CHECK(has(wrong, "value=\"2014 &lt;x&gt;\""));
  CHECK(has(wrong, "the active edition is 2015"));
  CHECK(test.world.trial.running());

  const http::Response done =
      admin.post("/admin/go-live", {{"edition", "2015"}}, "/admin/go-live?step=confirm");
  CHECK(done.status == 303);
  CHECK(done.header("Location") == "/sign-in?done=run&next=%2Fadmin");
  CHECK_FALSE(test.world.trial.running());
  CHECK(admin.get("/admin").header("Location").substr(0, 8) == "/sign-in");
  CHECK(has(admin.get("/sign-in?done=run"), "The real run has begun"));

  Browser again = test.signedIn("admin");
  const http::Response over = again.get("/admin/go-live");
  CHECK(over.status == 200);
  CHECK(has(over, "there is no trial to end"));
  CHECK(has(again.get("/api/trial"), "\"trial\":false"));
  CHECK_FALSE(has(again.get("/admin"), "href=\"/admin/go-live\""));
  CHECK(again.post("/admin/go-live", {{"edition", "2015"}}, "/admin").status == 409);
}

TEST_CASE("Only an admin sees the end of the trial", "[go live]") {
  TrialSite test;
  for (const char* login : {"auditor", "college", "student"}) {
    Browser browser = test.signedIn(login);
    CHECK(browser.get("/admin/go-live").status == 403);
    CHECK(browser.get("/api/trial").status == 403);
    CHECK(browser.post("/admin/go-live", {{"edition", "2015"}}, "/").status == 403);
  }
  CHECK(test.world.trial.running());
  CHECK_FALSE(has(test.signedIn("auditor").get("/admin"), "href=\"/admin/go-live\""));
}

TEST_CASE("A preview of the trial cannot be confirmed in the run", "[go live]") {
  TrialSite test;
  Browser admin = test.signedIn("admin");
  const auto ticket = [](const std::string& html) {
    const std::string mark = "name=\"ticket\" value=\"";
    const std::size_t at = html.find(mark);
    REQUIRE(at != std::string::npos);
    return html.substr(at + mark.size(), html.find('"', at + mark.size()) - at - mark.size());
  };
  // A second version, so that the first can be gone back to.
  auto files = service::test::smallEdition();
  files.front().text += "\n# later\n";
  test.world.activate(files);
  const std::string held =
      ticket(admin.post("/admin/versions/restore", {{"id", "1"}}, "/admin/versions").body);
  REQUIRE(admin.post("/admin/go-live", {{"edition", "2015"}}, "/admin/go-live?step=confirm").status == 303);
  test.site.forget();

  Browser again = test.signedIn("admin");
  const std::string digest = test.world.queries.edition().digest;
  again.post("/admin/edition/activate", {{"ticket", held}}, "/admin");
  CHECK(test.world.queries.edition().digest == digest);
}
