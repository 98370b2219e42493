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

// Whose each route is, written a second time: a new one is added here with thought.
const std::map<std::string, std::string> kWhose = {
    {"GET /", "everyone"},
    {"GET /api/edition", "everyone"},
    {"GET /api/guides", "everyone"},
    {"GET /api/slip/{code}", "everyone"},
    {"GET /assets/{name}", "everyone"},
    {"GET /guides", "everyone"},
    {"GET /healthz", "everyone"},
    {"POST /language", "everyone"},
    {"GET /readyz", "everyone"},
    {"GET /sign-in", "everyone"},
    {"POST /sign-in", "everyone"},
    {"POST /sign-out", "everyone"},
    {"GET /slip", "everyone"},
    {"GET /slip/{code}", "everyone"},
    {"GET /mail/confirm/{token}", "everyone"},
    {"POST /mail/confirm/{token}", "everyone"},
    {"GET /mail/leave/{token}", "everyone"},
    {"POST /mail/leave/{token}", "everyone"},
    {"GET /mail/done", "everyone"},
    {"POST /account/mail", "student staff admin auditor"},
    {"POST /account/mail/forget", "student staff admin auditor"},
    {"GET /account", "student staff admin auditor"},
    {"POST /account", "student staff admin auditor"},
    {"GET /api/record", "student staff admin auditor"},
    {"GET /api/students/{no}", "student staff admin auditor"},
    {"GET /api/me", "student"},
    {"GET /api/me/slip", "student"},
    {"GET /api/me/appointments/{item}", "student"},
    {"GET /me", "student"},
    {"GET /me/appointments/{item}", "student"},
    {"POST /me/appointments/{item}", "student"},
    {"POST /me/appointments/{item}/cancel", "student"},
    {"POST /me/declare", "student"},
    {"POST /me/seen", "student"},
    {"POST /admin/mail/retry", "admin"},
    {"GET /api/reminders", "staff"},
    {"GET /api/mail", "admin auditor"},
    {"GET /me/record", "student"},
    {"GET /me/slip", "student"},
    {"POST /me/slip", "student"},
    {"GET /me/slip.pdf", "student"},
    {"GET /me/status", "student"},
    {"GET /me/why/{subject}", "student"},
    {"GET /api/appointments/{item}", "staff"},
    {"GET /api/desk", "staff"},
    {"GET /work/appointments/{item}", "staff"},
    {"GET /work/appointments/{item}/csv", "staff"},
    {"POST /work/students/{no}/appointments/{item}", "staff"},
    {"POST /work/students/{no}/appointments/{item}/cancel", "staff"},
    {"POST /work/students/{no}/appointments/{item}/missed", "staff"},
    {"GET /api/people", "staff"},
    {"GET /certificates", "staff"},
    {"POST /certificates/{document}/print-batches/make", "staff"},
    {"GET /roster", "staff"},
    {"POST /roster/commit", "staff"},
    {"POST /roster/final", "staff"},
    {"POST /roster/preview", "staff"},
    {"POST /roster/report", "staff"},
    {"GET /work", "staff"},
    {"GET /work/batch-jobs/{number}", "staff"},
    {"POST /work/batches/{number}/undo", "staff"},
    {"GET /work/declarations", "staff"},
    {"POST /work/declarations", "staff"},
    {"GET /work/desk", "staff"},
    {"POST /work/desk", "staff"},
    {"POST /work/desk/undo", "staff"},
    {"GET /work/guides", "staff"},
    {"GET /work/guides/edit", "staff"},
    {"POST /work/guides/edit", "staff"},
    {"POST /work/guides/restore", "staff"},
    {"GET /work/guides/versions", "staff"},
    {"POST /work/guides/withdraw", "staff"},
    {"GET /work/items/{id}/batch", "staff"},
    {"POST /work/items/{id}/batch", "staff"},
    {"POST /work/items/{id}/batch/apply", "staff"},
    {"POST /work/lists/{id}", "staff"},
    {"GET /work/people", "staff"},
    {"POST /work/people", "staff"},
    {"GET /work/record", "staff"},
    {"GET /work/record.csv", "staff"},
    {"GET /work/record.xlsx", "staff"},
    {"GET /work/statistics", "staff"},
    {"GET /work/statistics.csv", "staff"},
    {"GET /work/statistics.xlsx", "staff"},
    {"POST /work/students/{no}/collect", "staff"},
    {"POST /work/students/{no}/register", "staff"},
    {"POST /work/students/{no}/revoke", "staff"},
    {"POST /work/students/{no}/take-back", "staff"},
    {"POST /work/unmatched/move", "staff"},
    {"POST /work/unmatched/withdraw", "staff"},
    {"GET /api/batches", "staff admin auditor"},
    {"GET /api/batches/{number}", "staff admin auditor"},
    {"GET /api/counts", "staff admin auditor"},
    {"GET /api/documents/{document}/print-batches", "staff admin auditor"},
    {"GET /api/lists", "staff admin auditor"},
    {"GET /api/lists/{id}", "staff admin auditor"},
    {"GET /api/print-batches/{number}", "staff admin auditor"},
    {"GET /api/roster", "staff admin auditor"},
    {"GET /api/statistics", "staff admin auditor"},
    {"GET /api/students", "staff admin auditor"},
    {"GET /api/students/{no}/history/{subject}", "staff admin auditor"},
    {"GET /api/students/{no}/on/{day}", "staff admin auditor"},
    {"GET /api/students/{no}/slip", "staff admin auditor"},
    {"GET /api/unmatched", "staff admin auditor"},
    {"GET /certificates/print-batches/{number}", "staff admin auditor"},
    {"GET /certificates/print-batches/{number}/list.csv", "staff admin auditor"},
    {"GET /certificates/print-batches/{number}/list.xlsx", "staff admin auditor"},
    {"GET /certificates/{document}/print-batches", "staff admin auditor"},
    {"GET /work/batches", "staff admin auditor"},
    {"GET /work/batches/{number}", "staff admin auditor"},
    {"GET /work/batches/{number}/report.csv", "staff admin auditor"},
    {"GET /work/batches/{number}/report.xlsx", "staff admin auditor"},
    {"GET /work/lists/{id}", "staff admin auditor"},
    {"GET /work/students", "staff admin auditor"},
    {"GET /work/students/{no}", "staff admin auditor"},
    {"GET /work/students/{no}/appointments/{item}", "staff admin auditor"},
    {"GET /work/students/{no}/history/{subject}", "staff admin auditor"},
    {"GET /work/students/{no}/on", "staff admin auditor"},
    {"GET /work/students/{no}/on/{day}", "staff admin auditor"},
    {"GET /work/students/{no}/recheck", "staff"},
    {"GET /work/students/{no}/slip", "staff admin auditor"},
    {"GET /work/students/{no}/slip.pdf", "staff admin auditor"},
    {"GET /work/students/{no}/why/{subject}", "staff admin auditor"},
    {"GET /work/unmatched", "staff admin auditor"},
    {"POST /work/students/{no}/slip", "staff admin"},
    {"GET /admin/accounts", "admin"},
    {"POST /admin/accounts", "admin"},
    {"POST /admin/edition/activate", "admin"},
    {"POST /admin/edition/draft", "admin"},
    {"GET /admin/go-live", "admin"},
    {"POST /admin/go-live", "admin"},
    {"POST /admin/versions/restore", "admin"},
    {"GET /api/accounts", "admin"},
    {"POST /api/edition/check", "admin"},
    {"GET /api/trial", "admin"},
    {"GET /admin", "admin auditor"},
    {"GET /admin/edition", "admin auditor"},
    {"GET /admin/guides", "admin auditor"},
    {"GET /admin/journal", "admin auditor"},
    {"GET /admin/journal.csv", "admin auditor"},
    {"GET /admin/journal.jsonl", "admin auditor"},
    {"GET /admin/journal.xlsx", "admin auditor"},
    {"GET /admin/lists", "admin auditor"},
    {"GET /admin/statistics", "admin auditor"},
    {"GET /admin/statistics.csv", "admin auditor"},
    {"GET /admin/statistics.xlsx", "admin auditor"},
    {"GET /admin/versions", "admin auditor"},
    {"GET /admin/versions/difference", "admin auditor"},
    {"GET /api/outgoing", "admin auditor"},
    {"GET /api/outgoing/messages/{number}", "admin auditor"},
    {"GET /admin/outgoing/messages/{number}/students.csv", "admin auditor"},
    {"GET /api/connectors", "admin auditor"},
    {"GET /api/connectors/{name}/polls", "admin auditor"},
    {"GET /admin/outgoing", "admin auditor"},
    {"POST /admin/outgoing/{name}/retry", "admin"},
    {"GET /admin/connectors/{name}", "admin auditor"},
    {"POST /admin/connectors/{name}/pause", "admin"},
    {"POST /admin/connectors/{name}/poll", "admin"},
    {"POST /admin/connectors/{name}/release", "admin"},
    {"POST /admin/connectors/{name}/discard", "admin"},
    {"POST /admin/connectors/{name}/try", "admin"},
    {"POST /me/recheck", "student"},
    {"POST /work/students/{no}/recheck", "staff"},
    {"GET /api/edition/schema", "admin auditor"},
    {"GET /api/guides/duties", "admin auditor"},
    {"GET /api/journal", "admin auditor"}};

// Routes of a role on which only some of its people get something else than "not allowed".
const std::set<std::string_view> kOfSome = {"/work/people", "/api/people", "/api/lists/{id}",
                                            "/work/lists/{id}"};

}  // namespace

TEST_CASE("Each role reaches the routes that are its own and no other", "[web]") {
  const std::map<std::string, service::Role> roles = {{"student", service::Role::Student},
                                                      {"staff", service::Role::Staff},
                                                      {"admin", service::Role::Admin},
                                                      {"auditor", service::Role::Auditor}};
  std::set<std::string> routes;
  for (const web::Route& route : web::routes()) {
    const std::string name = std::string(route.method) + " " + std::string(route.pattern);
    INFO(name);
    CHECK(routes.insert(name).second);
    REQUIRE(kWhose.count(name) == 1);
    const std::string whose = kWhose.at(name);
    CHECK((web::authorise(route.access, std::nullopt) == web::Decision::Allowed) == (whose == "everyone"));
    for (const auto& [word, role] : roles) {
      INFO(word);
      const auto session = service::Session{{"x", "X", role, {}, {}, {}}, "t"};
      const bool allowed = web::authorise(route.access, session) == web::Decision::Allowed;
      CHECK(allowed == (whose == "everyone" || whose.find(word) != std::string::npos));
    }
  }
  CHECK(routes.size() == kWhose.size());
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
      if (!allowed) CHECK(response.status == 403);
      if (allowed && !kOfSome.count(route.pattern)) CHECK(response.status != 403);
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
    if (answer.header("Content-Type").substr(0, 5) == "text/")
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
      if (response.header("Content-Type").substr(0, 9) != "text/html") continue;
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
  Told connectors;
  const web::Site site({world.commands,
                        world.queries,
                        world.planning,
                        world.rosters,
                        world.lists,
                        world.unmatched,
                        world.guides,
                        world.messages,
                        world.statistics,
                        world.history,
                        world.batches,
                        world.batch_jobs,
                        world.certificates,
                        world.printing,
                        world.histories,
                        world.appointments,
                        world.accounts,
                        world.people,
                        world.slips,
                        world.trial,
                        world.source_acts,
                        world.outgoing,
                        connectors,
                        world.clock,
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
