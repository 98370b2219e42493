#include <nlohmann/json.hpp>

#include "engine/store/journal.h"
#include "tests/catch.h"
#include "tests/web/site.h"

namespace lixiao::web::test {
namespace {

const model::Instant kMorning = *model::parseInstant("2015-06-24T01:00:00Z");

ConnectorView library(ConnectorView::State state) {
  ConnectorView view;
  view.name = "library";
  view.kind = "library";
  view.state = state;
  view.next_attempt = kMorning;
  view.facts = {"library.loans"};
  return view;
}

ConnectorView held() {
  ConnectorView view = library(ConnectorView::State::Held);
  view.held.emplace();
  view.held->began = kMorning;
  view.held->held = service::HeldCount{"library.loans", 40, 0};
  view.held->held_of = "open";
  return view;
}

/// What the library says of student 101.
void deliverLoans(TestSite& test, const std::optional<std::int64_t>& loans,
                  const std::vector<std::string>& unknown) {
  service::Commands::Delivery books{"library", {"library.loans"}, {}, unknown, test.world.clock.now()};
  if (loans) books.facts.push_back({"101", "library.loans", model::Value(*loans)});
  REQUIRE(service::test::told(test.world.commands.recordDelivery(books)) == "done");
}

const std::string kPage = "/admin/connectors/library";

}  // namespace

TEST_CASE("A connector's page tells how it does and what its last polls came to", "[web]") {
  TestSite test;
  test.connectors.views = {library(ConnectorView::State::Failing)};
  test.connectors.views[0].trouble = {"malformed", "the answer is not JSON", "<html><b>down</b>"};
  test.connectors.views[0].failures = 6;
  test.connectors.views[0].probing = true;
  PollView poll;
  poll.began = kMorning;
  poll.took = std::chrono::milliseconds(1240);
  poll.asked = 2;
  poll.trouble = test.connectors.views[0].trouble;
  test.connectors.last_polls = {poll};
  const auto page = test.signedIn("admin").get(kPage);
  CHECK(page.status == 200);
  CHECK(contains(page, "its answer cannot be trusted"));
  CHECK(contains(page, "6 failures in a row"));
  CHECK(contains(page, "one student first"));
  CHECK(contains(page, "1.2 s"));
  CHECK(contains(page, "\"Students asked about\">2<"));
  CHECK(contains(page, "\"Values\">—<"));
  CHECK(contains(page, "&lt;html&gt;&lt;b&gt;down"));
  CHECK(test.signedIn("admin").get("/admin/connectors/nothing").status == 404);
  const auto of_auditor = test.signedIn("auditor").get(kPage);
  CHECK(of_auditor.status == 200);
  CHECK_FALSE(contains(of_auditor, "/try\""));
}

TEST_CASE("Of a long entry the journal's page shows the beginning, cut between two characters", "[web]") {
  TestSite test;
  std::string numbers;
  for (int i = 0; i < 1000; ++i) numbers += "学";
  const store::JournalEntry entry{kMorning,     "library",    "facts.confirmed",
                                  std::nullopt, std::nullopt, R"({"facts":[],"note":")" + numbers + "\"}"};
  test.world.database.write([&](store::Transaction& transaction) { appendJournal(transaction, entry); });
  const auto page = test.signedIn("admin").get("/admin/journal?kind=facts.confirmed");
  CHECK(page.status == 200);
  CHECK(contains(page, "学 …"));
  CHECK_FALSE(contains(page, numbers));
}

TEST_CASE("An admin pauses and resumes a connector, on record and over restarts", "[web]") {
  TestSite test;
  test.connectors.views = {library(ConnectorView::State::Ok)};
  Browser admin = test.signedIn("admin");
  CHECK(admin.post(kPage + "/pause", {{"paused", "yes"}}, kPage).status == 303);
  CHECK(admin.post(kPage + "/pause", {{"paused", "no"}}, kPage).status == 303);
  CHECK(admin.post(kPage + "/pause", {{"paused", "perhaps"}}, kPage).status == 400);
  CHECK(admin.post(kPage + "/poll", {}, kPage).status == 303);
  CHECK(test.connectors.told == std::vector<std::string>{"pause library", "resume library", "poll library"});
  CHECK(test.world.source_acts.pauses() == std::map<std::string, bool>{{"library", false}});
  const auto journal = admin.get("/admin/journal?kind=connector.paused");
  CHECK(contains(journal, "connector paused"));
  CHECK(admin.post("/admin/connectors/nothing/pause", {{"paused", "yes"}}, kPage).status == 404);
}

TEST_CASE("A held poll is released or discarded, but only the one that was looked at", "[web]") {
  TestSite test;
  test.connectors.views = {held()};
  Browser admin = test.signedIn("admin");
  const auto page = admin.get(kPage);
  CHECK(contains(page, "library.loans: 0 students owe something now; 40 did before"));
  const std::string ticket = std::to_string(kMorning.time_since_epoch().count());
  CHECK(contains(page, "value=\"" + ticket + "\""));
  CHECK(admin.post(kPage + "/release", {{"ticket", "1"}}, kPage).status == 409);
  CHECK(test.connectors.told.empty());
  test.connectors.broken = true;
  const auto broken = admin.post(kPage + "/release", {{"ticket", ticket}}, kPage);
  CHECK(broken.status == 409);
  CHECK(contains(broken, "disk full"));
  CHECK(contains(admin.post(kPage + "/discard", {{"ticket", ticket}}, kPage),
                 "could not be forgotten: disk full"));
  test.connectors.broken = false;
  test.connectors.overtaken = true;
  CHECK(admin.post(kPage + "/release", {{"ticket", ticket}}, kPage).status == 409);
  CHECK(admin.post(kPage + "/discard", {{"ticket", ticket}}, kPage).status == 409);
  test.connectors.overtaken = false;
  for (const char* kind : {"connector.released", "connector.discarded"})
    CHECK(admin.get(std::string("/api/journal?kind=") + kind).body ==
          "[]\n");  // only what was done is on record
  CHECK(admin.post(kPage + "/release", {{"ticket", ticket}}, kPage).status == 303);
  CHECK(admin.post(kPage + "/discard", {{"ticket", ticket}}, kPage).status == 303);
  CHECK(test.connectors.told == std::vector<std::string>{"release library 2015-06-24T01:00:00Z",
                                                         "discard library 2015-06-24T01:00:00Z"});
  CHECK(contains(admin.get("/admin/journal?kind=connector.released"), "held poll released"));
  test.connectors.views = {library(ConnectorView::State::Ok)};
  CHECK(admin.post(kPage + "/release", {{"ticket", ticket}}, kPage).status == 409);
}

TEST_CASE("A connector is tried with one student number", "[web]") {
  TestSite test;
  test.connectors.views = {library(ConnectorView::State::Paused)};
  Browser admin = test.signedIn("admin");
  const auto wrong = admin.post(kPage + "/try", {{"student_no", "no number!"}}, kPage);
  CHECK(wrong.status == 422);
  CHECK(contains(wrong, "value=\"no number!\""));
  CHECK(test.connectors.told.empty());
  test.connectors.tried.emplace();
  test.connectors.tried->facts = {{"library.loans", "3"}, {"library.fines", ""}};
  const auto known = admin.post(kPage + "/try", {{"student_no", "101"}}, kPage);
  CHECK(known.status == 200);
  CHECK(contains(known, "library.loans</span> 3"));
  CHECK(contains(known, "library.fines</span> unknown"));
  test.connectors.tried->known = false;
  CHECK(contains(admin.post(kPage + "/try", {{"student_no", "101"}}, kPage), "does not know this student"));
  test.connectors.tried->trouble = {"unreachable", "no connection", ""};
  CHECK(contains(admin.post(kPage + "/try", {{"student_no", "101"}}, kPage), "no connection"));
  test.connectors.tried.reset();
  CHECK(admin.post(kPage + "/try", {{"student_no", "101"}}, kPage).status == 429);
}

TEST_CASE("A student has the sources asked again and is told how it goes", "[web]") {
  TestSite test;
  test.connectors.views = {library(ConnectorView::State::Ok)};
  Browser student = test.signedIn("student");
  CHECK(contains(student.get("/me"), "Ask the systems now"));
  CHECK(student.post("/me/recheck", {}, "/me").status == 303);
  CHECK(test.connectors.told == std::vector<std::string>{"recheck 101"});
  test.connectors.rechecks = {{"library", test.world.clock.now(), Recheck::State::Asked, ""}};
  CHECK(contains(student.get("/me"), "The systems are being asked."));
}

TEST_CASE("What came of asking is told for each system by its title", "[web]") {
  TestSite test;
  test.connectors.views = {library(ConnectorView::State::Ok)};
  Browser student = test.signedIn("student");
  const std::vector<std::tuple<Recheck::State, std::string, std::string>> told = {
      {Recheck::State::Answered, "", "System of Library: has answered<"},
      {Recheck::State::Unknown, "", "does not know this student number"},
      {Recheck::State::Failed, "unreachable", "System of Library: cannot be reached"},
      {Recheck::State::Failed, "malformed", "gave an answer that cannot be used"},
      {Recheck::State::Failed, "refused", "the connection is not in order"},
      {Recheck::State::Held, "", "being checked by an administrator"},
      {Recheck::State::Busy, "", "too many are asking"},
      {Recheck::State::Paused, "", "its connection is paused"}};
  for (const auto& [state, trouble, words] : told) {
    INFO(words);
    test.connectors.rechecks = {{"library", test.world.clock.now(), state, trouble}};
    const auto page = student.get("/me");
    CHECK(contains(page, words));
    const bool shown = state == Recheck::State::Answered || state == Recheck::State::Unknown;
    CHECK(contains(page, "what was said before") != shown);
  }
}

TEST_CASE("Whoever asks again too soon is told from when it can be done", "[web]") {
  TestSite test;
  test.connectors.views = {library(ConnectorView::State::Ok)};
  Browser student = test.signedIn("student");
  test.connectors.rechecks = {{"library", test.world.clock.now(), Recheck::State::Answered, ""}};
  test.world.clock.advance(std::chrono::seconds(59));
  const auto soon = student.get("/me");
  CHECK(contains(soon, "Requested at 12:00:00."));
  CHECK(contains(soon, "can be asked again from 12:01:00."));
  CHECK(contains(soon, "button--small\" disabled"));
  test.world.clock.advance(std::chrono::seconds(1));
  const auto later = student.get("/me");
  CHECK_FALSE(contains(later, "can be asked again"));
  CHECK_FALSE(contains(later, "button--small\" disabled"));
}

TEST_CASE("A source that ails is told beside what it said before", "[web]") {
  TestSite test;
  deliverLoans(test, 2, {});
  test.connectors.views = {library(ConnectorView::State::Failing)};
  test.connectors.views[0].last_success = kMorning;
  const std::vector<std::tuple<ConnectorView::State, std::string, std::string>> ailments = {
      {ConnectorView::State::Failing, "unreachable",
       "the system of Library cannot be reached at the moment; nothing new since 24 June, 09:00"},
      {ConnectorView::State::Failing, "malformed", "gives answers that cannot be used; nothing new since"},
      {ConnectorView::State::Failing, "config", "the connection to the system of Library is not in order"},
      {ConnectorView::State::Held, "", "is being checked by an administrator"},
      {ConnectorView::State::Paused, "", "is not being asked at the moment"}};
  Browser student = test.signedIn("student");
  Browser staff = test.signedIn("equipment");
  for (const auto& [state, trouble, words] : ailments) {
    INFO(words);
    test.connectors.views[0].state = state;
    test.connectors.views[0].trouble = SourceTrouble{trouble, "", ""};
    CHECK(contains(student.get("/me"), words));
    CHECK(contains(student.get("/me/why/library"), words));
    CHECK(contains(staff.get("/work/students/101"), words));
    const auto api = nlohmann::json::parse(student.get("/api/me").body).at("items").at(2);
    CHECK(api.at("sources").at(0).at("name") == "library");
    CHECK(api.at("sources").at(0).at("state") == std::string(word(state)));
    CHECK(api.at("sources").at(0).at("trouble") == trouble);
  }
  test.connectors.views[0].state = ConnectorView::State::Ok;
  CHECK_FALSE(contains(student.get("/me"), "system of Library"));
}

TEST_CASE("A student unknown to a source that cannot be reached is told both", "[web]") {
  TestSite test;
  deliverLoans(test, {}, {"101"});
  test.connectors.views = {library(ConnectorView::State::Failing)};
  test.connectors.views[0].trouble = SourceTrouble{"unreachable", "", ""};
  Browser student = test.signedIn("student");
  const auto page = student.get("/me");
  CHECK(contains(page, "the source has nothing on this student"));
  CHECK(contains(page, "cannot be reached at the moment"));
  const auto api = nlohmann::json::parse(student.get("/api/me").body).at("items").at(2);
  CHECK(api.at("missing").at(0).at("why") == "not_known");
}

TEST_CASE("The page of the staff follows the systems that are being asked", "[web]") {
  TestSite test;
  test.connectors.views = {library(ConnectorView::State::Ok)};
  Browser staff = test.signedIn("equipment");
  const std::string page = "/work/students/101";
  CHECK_FALSE(contains(staff.get(page), "hx-get"));
  test.connectors.rechecks = {{"library", test.world.clock.now(), Recheck::State::Asked, ""}};
  const std::string html = staff.get(page).body;
  const std::size_t at = html.find("hx-get=\"") + 8;
  const std::string follow = html.substr(at, html.find('"', at) - at);
  CHECK(html.find("hx-swap-oob") == std::string::npos);
  CHECK(html.find("<noscript><a") != std::string::npos);
  CHECK(staff.get(follow).status == 204);
  test.connectors.rechecks[0].state = Recheck::State::Answered;
  const auto changed = staff.get(follow);
  CHECK(changed.status == 200);
  CHECK(contains(changed, "id=\"item-library\" hx-swap-oob=\"true\""));
}

TEST_CASE("Staff have the sources asked about their own students only", "[web]") {
  TestSite test;
  test.connectors.views = {library(ConnectorView::State::Ok)};
  Browser librarian = test.signedIn("equipment");
  CHECK(librarian.post("/work/students/101/recheck", {}, "/work/students/101").status == 303);
  CHECK(test.connectors.told == std::vector<std::string>{"recheck 101"});
  CHECK(librarian.post("/work/students/999/recheck", {}, "/work/students/101").status == 404);
}

}  // namespace lixiao::web::test
