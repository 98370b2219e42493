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
  CHECK(contains(page, "&lt;html&gt;&lt;b&gt;down"));
  CHECK(test.signedIn("admin").get("/admin/connectors/nothing").status == 404);
  const auto of_auditor = test.signedIn("auditor").get(kPage);
  CHECK(of_auditor.status == 200);
  CHECK_FALSE(contains(of_auditor, "/try\""));
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
  CHECK(contains(page, "library.loans is above nothing for 0 students, before for 40"));
  const std::string ticket = std::to_string(kMorning.time_since_epoch().count());
  CHECK(contains(page, "value=\"" + ticket + "\""));
  CHECK(admin.post(kPage + "/release", {{"ticket", "1"}}, kPage).status == 409);
  CHECK(test.connectors.told.empty());
  test.connectors.broken = true;
  const auto broken = admin.post(kPage + "/release", {{"ticket", ticket}}, kPage);
  CHECK(broken.status == 409);
  CHECK(contains(broken, "disk full"));
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
  test.connectors.rechecks = {{"library", kMorning, Recheck::State::Asked, ""}};
  CHECK(contains(student.get("/me"), "being asked"));
  test.connectors.rechecks[0].state = Recheck::State::Failed;
  CHECK(contains(student.get("/me"), "could not be asked"));
  test.connectors.rechecks[0].state = Recheck::State::Answered;
  CHECK(contains(student.get("/me"), "have answered"));
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
