#include <nlohmann/json.hpp>

#include "tests/catch.h"
#include "tests/service/wide_edition.h"

using namespace lixiao;
using namespace lixiao::service::test;
using model::RegistrationResult;
using service::RegistrationRow;

namespace {

const service::Actor kHousing = staff("housing");

struct WideWorld : World {
  WideWorld() {
    activate(wideEdition());
    addStudents({resident("U1", "R1", "F1"), resident("U2", "R1", "F1"), resident("U3", "R2", "F2"),
                 resident("U4", "", "F2"), resident("U5", "R3", "F2", "护理学院"),
                 resident("U6", "R3", "F2")});
  }
  /// What the form says, and at which field.
  std::string why(const service::Actor& actor, const RegistrationRow& row, std::int64_t seen = 0) {
    const auto outcome = commands.registerResult(actor, row, seen);
    if (outcome) return "done";
    const std::string& field = outcome.refusal().field;
    return (field.empty() ? "" : field + ": ") + told(outcome);
  }
  std::string status(const std::string& student_no, const std::string& item) {
    return std::string(model::word(itemOf(*this, admin(), student_no, item).status));
  }
  void loans(const std::vector<std::pair<std::string, int>>& counts) {
    service::Commands::Delivery books{"library", {"library.loans"}, {}, {}, clock.now()};
    for (const auto& [student_no, count] : counts)
      books.facts.push_back({student_no, "library.loans", model::Value(std::int64_t{count})});
    REQUIRE(told(commands.recordDelivery(books)) == "done");
  }
};

RegistrationRow with(RegistrationResult result, const std::string& until = {},
                     const std::string& student_no = "U1", const std::string& item = "room") {
  RegistrationRow row = cleared(student_no, item);
  row.result = result;
  row.until = until;
  return row;
}

}  // namespace

TEST_CASE("what the item does not allow is refused at its field") {
  WideWorld world;
  const std::string not_allowed = "result: invalid: this result is not allowed for the item";
  CHECK(world.why(kHousing, with(RegistrationResult::NotApplicable)) == not_allowed);
  CHECK(world.why(kHousing, with(RegistrationResult::Declared)) == not_allowed);
  CHECK(world.why(staff("office"), with(RegistrationResult::Waived, {}, "U1", "library.card")) ==
        not_allowed);
  CHECK(world.why(kHousing, with(RegistrationResult::Deferred)) ==
        "until: invalid: say until which day it is deferred");
  CHECK(world.why(kHousing, with(RegistrationResult::Deferred, "30 June")) ==
        "until: invalid: 30 June is not a day like 2015-06-30");
  CHECK(world.why(kHousing, with(RegistrationResult::Deferred, "2015-06-23")) ==
        "until: invalid: the day is past already");
  RegistrationRow row = cleared("U1", "room");
  row.amount = "12.345";
  CHECK(world.why(kHousing, row) == "amount: invalid: 12.345 is not an amount like 12.50");
  row.amount = "-1";
  CHECK(world.why(kHousing, row) == "amount: invalid: -1 is not an amount like 12.50");
  row = cleared("U1", "library.card");
  row.amount = "1";
  CHECK(world.why(staff("office"), row) == "amount: invalid: the item takes no amount");
  row.amount = {};
  row.condition = "补办";
  CHECK(world.why(staff("office"), row) == "condition: invalid: the item allows no condition");
  row = with(RegistrationResult::Waived);
  row.condition = "补办";
  CHECK(world.why(kHousing, row) == "condition: invalid: only what is cleared can carry a condition");
  CHECK(world.journal("registration.made").empty());
}

TEST_CASE("a deferral counts until its day, then the student must act") {
  WideWorld world;
  REQUIRE(world.why(kHousing, with(RegistrationResult::Deferred, "2015-06-25")) == "done");
  CHECK(world.status("U1", "room") == "deferred");
  CHECK(itemOf(world, admin(), "U1", "room").until == model::parseDate("2015-06-25"));
  CHECK(nlohmann::json::parse(world.journal("registration.made")[0].entry.payload)["until"] == "2015-06-25");
  world.clock.advance(std::chrono::hours(24));
  CHECK(world.status("U1", "room") == "deferred");
  world.clock.advance(std::chrono::hours(24));
  CHECK(world.status("U1", "room") == "action_required");
}

TEST_CASE("a condition and an amount stand with the status") {
  WideWorld world;
  RegistrationRow row = cleared("U3", "room");
  row.condition = "补一把钥匙";
  row.amount = "25.5";
  REQUIRE(world.why(kHousing, row) == "done");
  const service::ItemView room = itemOf(world, student("U3"), "U3", "room");
  CHECK(room.status == model::ItemStatus::Cleared);
  CHECK(room.condition == "补一把钥匙");
  CHECK(room.amount == "25.50");
  CHECK(room.currency == "CNY");
  CHECK(room.registered == RegistrationResult::Cleared);
  CHECK(world.status("U3", "dues") == "action_required");
  row.amount = "20";
  CHECK(world.why(kHousing, row, room.revision) == "done");
  CHECK(world.status("U3", "dues") == "cleared");
  const auto entries = world.journal("registration.made");
  const auto payload = nlohmann::json::parse(entries[0].entry.payload);
  CHECK(payload["amount"] == 2000);
  CHECK(payload["before"]["amount"] == 2550);
  CHECK(payload["condition"] == "补一把钥匙");
}

TEST_CASE("one registration counts for all who share the room") {
  WideWorld world;
  const auto report = world.commands.registerResults(kHousing, {cleared("U1", "room"), cleared("U2", "room")},
                                                     false, service::Commands::Run::Apply);
  CHECK(verdicts(report) == "will_clear already_clear");
  CHECK(model::format(report->rows[0].reason, model::Language::English) == "counts for 2 students: Room R1");
  CHECK(world.status("U1", "room") == "cleared");
  CHECK(world.status("U2", "room") == "cleared");
  CHECK(world.status("U3", "room") == "waiting");
  const auto entries = world.journal("registration.made");
  REQUIRE(entries.size() == 1);
  CHECK(nlohmann::json::parse(entries[0].entry.payload)["shared"] ==
        nlohmann::json({{"attribute", "room"}, {"value", "R1"}, {"students", 2}}));

  const service::ItemView seen = itemOf(world, kHousing, "U2", "room");
  CHECK(seen.shared_value == "R1");
  CHECK(told(world.commands.revokeRegistration(kHousing, "U2", "room", "登错", 0)) ==
        "conflict: meanwhile housing registered cleared on 2015-06-24 12:00");
  CHECK(told(world.commands.revokeRegistration(kHousing, "U2", "room", "登错", seen.revision)) == "done");
  CHECK(world.status("U1", "room") == "waiting");
}

TEST_CASE("a registration for all needs the value, and students who are all the actor's") {
  WideWorld world;
  CHECK(world.why(kHousing, cleared("U4", "room")) ==
        "invalid: registered for all with the same Room, and this student's is not known");
  CHECK(world.why(kHousing, cleared("U9", "room")) == "not found: there is no student U9");
  CHECK(verdicts(world.commands.registerResults(kHousing, {cleared("U9", "room")}, false,
                                                service::Commands::Run::Dry)) == "unknown_student");
  CHECK(world.why(staff("college", "医学院"), cleared("U1", "desk")) == "done");
  CHECK(world.why(staff("college", "医学院"), cleared("U6", "desk")) ==
        "forbidden: it counts for U5 too, who is not among your students");
}

TEST_CASE("an item of a whole class is clear when everybody's is, on fresh pages as on the board") {
  WideWorld world;
  world.board.rebuild();
  const auto onBoard = [&](const std::string& student_no) {
    world.board.follow();
    service::StudentSearch search;
    search.text = student_no;
    search.item = "books";
    return std::string(model::word(*world.queries.students(admin(), search)->lines.at(0).status));
  };
  world.loans({{"U1", 0}, {"U2", 1}});
  CHECK(world.status("U1", "books") == "waiting");
  CHECK(world.status("U2", "books") == "action_required");
  CHECK(onBoard("U1") == "waiting");
  world.loans({{"U2", 0}});
  CHECK(world.status("U1", "books") == "cleared");
  CHECK(onBoard("U1") == "cleared");
  CHECK(world.status("U3", "books") == "waiting");  // what U4, U5 and U6 have is not known
}

TEST_CASE("parts stand under their item, and are registered by their own name") {
  WideWorld world;
  CHECK(world.status("U1", "library") == "waiting");
  CHECK(world.why(staff("office"), with(RegistrationResult::NotApplicable, {}, "U1", "library.card")) ==
        "done");
  REQUIRE(world.why(staff("office"), cleared("U1", "library.thesis")) == "done");
  const service::ItemView library = itemOf(world, student("U1"), "U1", "library");
  CHECK(library.status == model::ItemStatus::Cleared);
  REQUIRE(library.parts.size() == 1);
  CHECK(library.parts[0].id == "library.thesis");
  CHECK(world.status("U2", "library.card") == "waiting");
  CHECK(world.why(staff("office"), cleared("U2", "library")) ==
        "remark: invalid: the result is decided automatically: give the reason in the remark");
}

TEST_CASE("an import says when it was registered, which decides the batch") {
  WideWorld world;
  world.loans({{"U1", 0}, {"U2", 0}});
  RegistrationRow early = cleared("U1", "room");
  early.at = "2015-06-25";
  CHECK(world.why(system(), early) == "at: invalid: it lies in the future");
  early.at = "2015-06-23";
  CHECK(world.why(kHousing, early) == "at: invalid: when it was registered is not yours to say");
  REQUIRE(world.why(system(), early) == "done");
  const auto document = [&] { return world.queries.student(student("U1"), "U1")->documents.at(0); };
  CHECK(document().status == model::DocumentStatus::Released);
  CHECK(document().batch.en == "first");
  CHECK(document().collect_from == model::parseDate("2015-06-24"));
  CHECK(document().collect_to == model::parseDate("2015-06-25"));
  CHECK(document().place.in(model::Language::English) == "Hall");
  const std::int64_t seen = itemOf(world, kHousing, "U1", "room").revision;
  REQUIRE(told(world.commands.revokeRegistration(kHousing, "U1", "room", "登错", seen)) == "done");
  REQUIRE(world.why(kHousing, cleared("U1", "room")) == "done");
  CHECK(document().batch.en == "second");
  CHECK(document().place.in(model::Language::English) == "Office");
}
