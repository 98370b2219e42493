#include "tests/web/site.h"

#include <set>

#include "tests/catch.h"

using namespace lixiao;
using namespace lixiao::web::test;
using web::http::Response;

namespace {

const std::map<std::string, std::string> kLogins = {
    {"student", "student"}, {"staff", "registrar"}, {"admin", "admin"}, {"auditor", "auditor"}};

/// An address of the route, with students and items that exist.
std::string addressOf(const web::Route& route) {
  std::string path(route.pattern);
  const std::map<std::string, std::string> values = {
      {"{no}", "101"}, {"{subject}", "library"}, {"{id}", "equipment"}, {"{name}", "site.0.css"}};
  for (const auto& [name, value] : values)
    if (const std::size_t at = path.find(name); at != std::string::npos) path.replace(at, name.size(), value);
  return path;
}

bool contains(const Response& response, const std::string& text) {
  return response.body.find(text) != std::string::npos;
}

}  // namespace

TEST_CASE("Each role reaches the routes that are its own and no other", "[web]") {
  const std::set<std::string> student = {"/me",     "/me/status",         "/me/declare", "/me/why/{subject}",
                                         "/api/me", "/api/students/{no}", "/me/record",  "/api/record"};
  const std::set<std::string> staff = {"/work",
                                       "/work/students",
                                       "/work/students/{no}",
                                       "/work/students/{no}/history/{subject}",
                                       "/work/batches",
                                       "/work/batches/{number}",
                                       "/work/batches/{number}/report.csv",
                                       "/work/batches/{number}/report.xlsx",
                                       "/certificates/{document}/print-batches",
                                       "/certificates/print-batches/{number}",
                                       "/certificates/print-batches/{number}/list.csv",
                                       "/certificates/print-batches/{number}/list.xlsx",
                                       "/api/students/{no}/history/{subject}",
                                       "/api/batches",
                                       "/api/batches/{number}",
                                       "/api/documents/{document}/print-batches",
                                       "/api/print-batches/{number}",
                                       "/work/students/{no}/why/{subject}",
                                       "/work/students/{no}/register",
                                       "/work/students/{no}/revoke",
                                       "/work/students/{no}/collect",
                                       "/work/desk",
                                       "/work/desk/undo",
                                       "/api/desk",
                                       "/work/items/{id}/batch",
                                       "/work/items/{id}/batch/apply",
                                       "/work/batch-jobs/{number}",
                                       "/work/batches/{number}/undo",
                                       "/work/students/{no}/take-back",
                                       "/certificates/{document}/print-batches/make",
                                       "/work/declarations",
                                       "/work/lists/{id}",
                                       "/certificates",
                                       "/roster",
                                       "/roster/preview",
                                       "/roster/commit",
                                       "/work/record",
                                       "/work/record.csv",
                                       "/work/record.xlsx",
                                       "/work/statistics",
                                       "/work/statistics.csv",
                                       "/work/statistics.xlsx",
                                       "/work/students/{no}/on",
                                       "/work/students/{no}/on/{day}",
                                       "/api/record",
                                       "/api/statistics",
                                       "/api/students/{no}/on/{day}",
                                       "/api/students",
                                       "/api/students/{no}",
                                       "/api/counts",
                                       "/api/lists"};
  const std::set<std::string> admin = {"/work/students",
                                       "/work/students/{no}",
                                       "/work/students/{no}/history/{subject}",
                                       "/work/batches",
                                       "/work/batches/{number}",
                                       "/work/batches/{number}/report.csv",
                                       "/work/batches/{number}/report.xlsx",
                                       "/certificates/{document}/print-batches",
                                       "/certificates/print-batches/{number}",
                                       "/certificates/print-batches/{number}/list.csv",
                                       "/certificates/print-batches/{number}/list.xlsx",
                                       "/api/students/{no}/history/{subject}",
                                       "/api/batches",
                                       "/api/batches/{number}",
                                       "/api/documents/{document}/print-batches",
                                       "/api/print-batches/{number}",
                                       "/work/students/{no}/why/{subject}",
                                       "/admin",
                                       "/admin/journal",
                                       "/admin/journal.csv",
                                       "/admin/journal.jsonl",
                                       "/admin/journal.xlsx",
                                       "/admin/statistics",
                                       "/admin/statistics.csv",
                                       "/admin/statistics.xlsx",
                                       "/work/students/{no}/on",
                                       "/work/students/{no}/on/{day}",
                                       "/api/record",
                                       "/api/statistics",
                                       "/api/students/{no}/on/{day}",
                                       "/admin/edition",
                                       "/admin/versions",
                                       "/admin/versions/difference",
                                       "/api/edition/schema",
                                       "/api/students",
                                       "/api/students/{no}",
                                       "/api/counts",
                                       "/api/lists",
                                       "/api/connectors",
                                       "/api/journal"};
  std::set<std::string> changing_admin = admin;
  changing_admin.insert(
      {"/admin/edition/draft", "/admin/edition/activate", "/admin/versions/restore", "/api/edition/check"});
  const std::set<std::string> open = {"/",        "/sign-in", "/sign-out",     "/language", "/api/edition",
                                      "/healthz", "/readyz",  "/assets/{name}"};
  const std::map<std::string, std::set<std::string>> own = {
      {"student", student}, {"staff", staff}, {"admin", changing_admin}, {"auditor", admin}};
  const std::map<std::string, service::Role> roles = {{"student", service::Role::Student},
                                                      {"staff", service::Role::Staff},
                                                      {"admin", service::Role::Admin},
                                                      {"auditor", service::Role::Auditor}};
  for (const web::Route& route : web::routes()) {
    const std::string pattern(route.pattern);
    INFO(route.method << " " << pattern);
    for (const auto& [name, role] : roles) {
      INFO(name);
      const auto session = service::Session{{"x", "X", role, {}, {}, {}}, "t"};
      const bool allowed = web::authorise(route.access, session) == web::Decision::Allowed;
      CHECK(allowed == (open.count(pattern) == 1 || own.at(name).count(pattern) == 1));
    }
    CHECK((web::authorise(route.access, std::nullopt) == web::Decision::Allowed) ==
          (open.count(pattern) == 1));
  }
}

TEST_CASE("The site answers every role and route as the table says", "[web]") {
  TestSite test;
  for (const auto& [role, login] : kLogins) {
    Browser browser = test.signedIn(login);
    const auto session = service::Session{{"x", "X", *service::parseRole(role), {}, {}, {}}, "t"};
    for (const web::Route& route : web::routes()) {
      if (route.method != "GET") continue;
      INFO(role << " " << route.pattern);
      const Response response = browser.get(addressOf(route));
      const bool allowed = web::authorise(route.access, session) == web::Decision::Allowed;
      CHECK((response.status == 403) == !allowed);
      CHECK(response.status != 500);
    }
  }
  Browser stranger(test.site);
  CHECK(stranger.get("/me").status == 303);
  CHECK(stranger.get("/me").header("Location") == "/sign-in?next=%2Fme");
  CHECK(stranger.get("/api/me").status == 401);
  CHECK(stranger.send(request("POST", "/me/declare", "item=survey")).status == 401);
}

TEST_CASE("Nobody sees a student who is not theirs", "[web]") {
  TestSite test;
  Browser student = test.signedIn("student");
  CHECK(student.get("/api/students/101").status == 200);
  CHECK(student.get("/api/students/102").status >= 403);
  CHECK_FALSE(contains(student.get("/api/students/102"), "\"items\""));
  Browser college = test.signedIn("college");
  CHECK(college.get("/work/students/102").status == 200);
  CHECK(college.get("/work/students/999").status >= 403);
  CHECK(college.get("/work/lists/equipment").status == 404);
  CHECK(college.get("/work/items/equipment/batch").status == 404);
}

TEST_CASE("Security headers stand on every answer, errors too", "[web]") {
  TestSite test;
  Browser browser = test.signedIn("admin");
  std::vector<Response> answers;
  for (const web::Route& route : web::routes())
    answers.push_back(browser.send(request(std::string(route.method), addressOf(route))));
  answers.push_back(browser.get("/nowhere"));
  answers.push_back(browser.send(request("DELETE", "/")));
  answers.push_back(browser.get("/?x=1"));
  for (const int status : {400, 408, 413, 431, 500, 503}) answers.push_back(test.site.refuse(status, "id"));
  REQUIRE(answers.size() > 40);
  for (const Response& answer : answers) {
    INFO(answer.status << " " << answer.body.substr(0, 200));
    const std::string policy(answer.header("Content-Security-Policy"));
    CHECK(policy.substr(0, 20) == "default-src 'none'; ");
    CHECK(policy.find("unsafe") == std::string::npos);
    CHECK(answer.header("X-Content-Type-Options") == "nosniff");
    CHECK_FALSE(answer.header("Referrer-Policy").empty());
    CHECK_FALSE(answer.header("X-Request-Id").empty());
    CHECK_FALSE(answer.header("Cache-Control").empty());
    CHECK(answer.header("Content-Type").find("charset=utf-8") != std::string::npos);
  }
  CHECK(browser.get("/admin").header("Cache-Control") == "no-store");
}

TEST_CASE("A change needs the token of its own session and a page of ours", "[web]") {
  TestSite test;
  Browser college = test.signedIn("college");
  Browser other = test.signedIn("equipment");
  const std::string foreign = other.token("/work");
  const std::string own = college.token("/work");
  for (const web::Route& route : web::routes()) {
    const auto staff = service::Session{{"x", "X", service::Role::Staff, {}, {}, {}}, "t"};
    if (route.method != "POST" || web::authorise(route.access, staff) != web::Decision::Allowed) continue;
    INFO(route.pattern);
    const std::string target = addressOf(route);
    CHECK(college.send(request("POST", target, "")).status == 403);
    CHECK(college.send(request("POST", target, "csrf=guess")).status == 403);
    CHECK(college.send(request("POST", target, "csrf=" + foreign)).status == 403);
    for (const auto& [name, value] : std::map<std::string, std::string>{
             {"sec-fetch-site", "cross-site"}, {"origin", "https://evil.example"}, {"origin", "null"}}) {
      auto crossed = request("POST", target, "csrf=" + own);
      crossed.head.headers.emplace_back(name, value);
      CHECK(college.send(crossed).status == 403);
    }
  }
  Browser stranger(test.site);
  CHECK(stranger.send(request("POST", "/sign-in", "login=student&password=x")).status == 403);
}

TEST_CASE("Fields that a route does not know, or gets twice, are refused", "[web]") {
  TestSite test;
  Browser admin = test.signedIn("admin");
  CHECK(admin.get("/work/students?q=1&q=2").status == 400);
  CHECK(admin.get("/work/students?role=admin").status == 400);
  CHECK(admin.get("/work/students?page=0").status == 400);
  CHECK(admin.get("/work/students?status=nonsense").status == 400);
  CHECK(admin.get("/admin?debug=1").status == 400);
  CHECK(admin.get("/admin/journal?before=x").status == 400);
  Browser college = test.signedIn("college");
  const std::string token = college.token("/work");
  const std::string fine = "item=college_procedures&result=cleared&remark=&seen=0&csrf=" + token;
  CHECK(college.send(request("POST", "/work/students/102/register", fine + "&actor=admin")).status == 400);
  CHECK(college.send(request("POST", "/work/students/102/register", fine + "&result=refused")).status == 400);
  CHECK(college.send(request("POST", "/work/students/102/register?result=cleared", fine)).status == 400);
  CHECK(test.world.statusOf("102", "college_procedures") == "waiting");
}

TEST_CASE("Unknown methods are refused and HEAD goes where GET goes", "[web]") {
  TestSite test;
  Browser browser(test.site);
  for (const char* method : {"PUT", "DELETE", "TRACE", "OPTIONS", "CONNECT", "BREW"})
    CHECK(browser.send(request(method, "/")).status == 405);
  CHECK(browser.send(request("PUT", "/")).header("Allow") == "GET");
  CHECK(browser.send(request("POST", "/healthz")).status == 405);
  CHECK(browser.send(request("HEAD", "/healthz")).status == 200);
  CHECK(browser.get("/me/../admin").status == 404);
  CHECK(browser.get("//").status == 404);
  CHECK(browser.get("/assets/..%2fsite.css").status == 404);
}

TEST_CASE("Signing in gives a new session, signing out ends it", "[web]") {
  TestSite test;
  Browser browser(test.site);
  CHECK(browser.post("/sign-in", {{"login", "student"}, {"password", "wrong"}}).status == 422);
  const Response in =
      browser.post("/sign-in?next=%2Fme",
                   {{"login", "student"}, {"password", kPassword}, {"next", "//evil.example"}}, "/sign-in");
  CHECK(in.status == 400);  // a form has its fields in the body
  const Response taken =
      browser.post("/sign-in", {{"login", "student"}, {"password", kPassword}, {"next", "//evil.example"}});
  CHECK(taken.status == 303);
  CHECK(taken.header("Location") == "/me");
  CHECK(std::string(taken.header("Set-Cookie")).find("HttpOnly; SameSite=Lax") != std::string::npos);
  CHECK(browser.get("/me").status == 200);
  CHECK(browser.post("/sign-out", {}, "/me").status == 303);
  CHECK(browser.get("/me").status == 303);
}

TEST_CASE("Behind TLS the session's cookie is bound to the host", "[web]") {
  TestSite test;
  auto behind = request("GET", "/sign-in");
  behind.head.headers.emplace_back("x-forwarded-proto", "https");
  const Response page = test.site.handle(behind);
  CHECK(std::string(page.header("Set-Cookie")).find("__Host-lixiao_visitor=") == 0);
  CHECK(std::string(page.header("Set-Cookie")).find("; Secure") != std::string::npos);
  CHECK_FALSE(page.header("Strict-Transport-Security").empty());
  behind.peer = "192.0.2.7";  // not the proxy of this machine: not believed
  CHECK(test.site.handle(behind).header("Strict-Transport-Security").empty());
}

TEST_CASE("The language is the switch's, else the browser's, else Chinese", "[web]") {
  TestSite test;
  const auto page = [&](const std::string& name, const std::string& value) {
    auto asked = request("GET", "/sign-in");
    if (!name.empty()) asked.head.headers.emplace_back(name, value);
    return test.site.handle(asked).body;
  };
  CHECK(page("", "").find("lang=\"zh-CN\"") != std::string::npos);
  CHECK(page("accept-language", "en-GB,en;q=0.9,zh;q=0.1").find("lang=\"en\"") != std::string::npos);
  CHECK(page("accept-language", "zh-CN,zh;q=0.9,en;q=0.8").find("<html lang=\"zh-CN\"") != std::string::npos);
  CHECK(page("accept-language", "fr").find("<html lang=\"zh-CN\"") != std::string::npos);
  Browser browser(test.site, "zh-CN");
  const Response switched = browser.post("/language", {{"language", "en"}, {"next", "/sign-in"}}, "/sign-in");
  CHECK(switched.status == 303);
  CHECK(switched.header("Location") == "/sign-in");
  CHECK(contains(browser.get("/sign-in"), "<html lang=\"en\""));
  CHECK(browser.post("/language", {{"language", "xx"}, {"next", "/"}}, "/sign-in").status == 400);
}

TEST_CASE("Nasty names stay text on every page", "[web]") {
  TestSite test;
  for (const auto& [role, login] : kLogins) {
    Browser browser = test.signedIn(login);
    for (const web::Route& route : web::routes()) {
      if (route.method != "GET" || route.pattern.substr(0, 5) == "/api/") continue;
      const Response response = browser.get(addressOf(route));
      INFO(role << " " << route.pattern);
      CHECK_FALSE(contains(response, "<script>alert"));
      CHECK_FALSE(contains(response, "\"onload="));
      CHECK_FALSE(contains(response, " <b>"));
    }
  }
  CHECK(contains(test.signedIn("admin").get("/work/students/101"), "&lt;script&gt;alert"));
}

TEST_CASE("The process is alive before the board stands, and not ready", "[web]") {
  service::test::World world;
  const web::Site site({world.commands,
                        world.queries,
                        world.planning,
                        world.rosters,
                        world.lists,
                        world.unmatched,
                        world.guides,
                        world.statistics,
                        world.history,
                        world.batches,
                        world.batch_jobs,
                        world.certificates,
                        world.printing,
                        world.histories,
                        world.accounts,
                        world.people,
                        world.slips,
                        world.trial,
                        world.clock,
                        [] { return std::vector<web::ConnectorView>(); },
                        [] { return std::optional<web::FailedActivation>(); },
                        [] { return std::shared_ptr<const workflow::Workflow>(); },
                        [&] { return world.board.ready(); }},
                       {});
  CHECK(site.handle(request("GET", "/healthz")).status == 200);
  CHECK(site.handle(request("GET", "/readyz")).status == 503);
  CHECK(site.handle(request("GET", "/")).status == 200);
  world.board.rebuild();
  CHECK(site.handle(request("GET", "/readyz")).status == 200);
}

TEST_CASE("Strangers may send small forms only", "[web]") {
  TestSite test;
  auto sent = request("POST", "/roster/preview");
  sent.head.length = 5'000'000;
  CHECK(test.site.bodyLimit(sent) == 16 * 1024);
  CHECK(test.site.bodyLimit(request("POST", "/sign-in")) == 16 * 1024);
  CHECK(test.site.bodyLimit(request("POST", "/nowhere")) == 0);
  CHECK(test.site.bodyLimit(request("GET", "/")) == 0);
}
