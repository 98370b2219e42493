#include "tests/web/site.h"

#include "tests/catch.h"

namespace lixiao::web::test {

using service::Role;
using service::test::told;

namespace {

Services servicesOf(TestSite& test) {
  return {test.world.commands,
          test.world.queries,
          test.world.planning,
          test.world.rosters,
          test.world.lists,
          test.world.unmatched,
          test.world.guides,
          test.world.messages,
          test.world.statistics,
          test.world.history,
          test.world.batches,
          test.world.batch_jobs,
          test.world.certificates,
          test.world.printing,
          test.world.histories,
          test.world.appointments,
          test.world.accounts,
          test.world.people,
          test.world.slips,
          test.world.trial,
          test.world.source_acts,
          test.world.outgoing,
          test.connectors,
          test.world.clock,
          [] { return std::optional<FailedActivation>(); },
          [&test] {
            const auto active = test.world.database.read(
                [&](store::Reader& reader) { return test.world.editions.active(reader); });
            return active ? active->workflow : nullptr;
          },
          [&test] { return test.world.board.ready(); }};
}

void addAccount(TestSite& test, const std::string& login, Role role, const std::string& department = {},
                const std::string& scope = {}, const std::string& student_no = {}) {
  const service::NewAccount account{login, login + " <b>", role, department, scope, student_no, kPassword};
  REQUIRE(told(test.world.accounts.create(service::test::admin(), account)) == "done");
}

std::string urlencoded(const std::map<std::string, std::string>& fields) {
  std::string body;
  for (const auto& [name, value] : fields)
    body += (body.empty() ? "" : "&") + encode(name) + "=" + encode(value);
  return body;
}

}  // namespace

bool contains(const http::Response& response, const std::string& text) {
  return response.body.find(text) != std::string::npos;
}

http::Request request(const std::string& method, const std::string& target, const std::string& body) {
  http::Request made;
  made.head.method = method;
  made.head.target = target;
  made.head.headers = {{"host", "127.0.0.1"}};
  if (method == "POST") made.head.headers.emplace_back("content-type", "application/x-www-form-urlencoded");
  made.body = body;
  made.peer = "127.0.0.1";
  made.id = "test-1";
  return made;
}

http::Response Browser::get(const std::string& target) {
  return send(request("GET", target));
}

http::Response Browser::post(const std::string& target, const std::map<std::string, std::string>& fields,
                             const std::string& from) {
  std::map<std::string, std::string> all = fields;
  all["csrf"] = token(from.empty() ? target : from);
  return send(request("POST", target, urlencoded(all)));
}

http::Response Browser::send(http::Request made) {
  std::string cookies;
  for (const auto& [name, value] : cookies_) cookies += (cookies.empty() ? "" : "; ") + name + "=" + value;
  made.head.headers.emplace_back("cookie", cookies);
  http::Response response = site_.handle(made);
  for (const auto& [name, value] : response.headers) {
    if (name != "Set-Cookie") continue;
    const std::size_t equals = value.find('=');
    cookies_[value.substr(0, equals)] = value.substr(equals + 1, value.find(';') - equals - 1);
  }
  return response;
}

std::string Browser::token(const std::string& page) {
  constexpr std::string_view kField = "name=\"csrf\" value=\"";
  const std::string html = get(page).body;
  const std::size_t at = html.find(kField);
  REQUIRE(at != std::string::npos);
  const std::size_t begin = at + kField.size();
  return html.substr(begin, html.find('"', begin) - begin);
}

TestSite::TestSite() : site(servicesOf(*this), Settings{}) {
  world.activate(service::test::smallEdition());
  service::RosterRow nasty = service::test::undergraduate("101");
  nasty.name = kNasty;
  world.addStudents({nasty, service::test::undergraduate("102"), service::test::postgraduate("201")});
  addAccount(*this, "student", Role::Student, {}, {}, "101");
  addAccount(*this, "college", Role::Staff, "college", "医学院");
  addAccount(*this, "equipment", Role::Staff, "equipment");
  addAccount(*this, "registrar", Role::Staff, "registrar");
  addAccount(*this, "admin", Role::Admin);
  addAccount(*this, "auditor", Role::Auditor);
  world.board.rebuild();
}

Browser TestSite::signedIn(const std::string& login, const std::string& language) {
  Browser browser(site, language);
  const http::Response response = browser.post("/sign-in", {{"login", login}, {"password", kPassword}});
  REQUIRE(response.status == 303);
  return browser;
}

}  // namespace lixiao::web::test
