#include <thread>

#include <nlohmann/json.hpp>

#include "engine/store/registration.h"
#include "tests/catch.h"
#include "tests/service/world.h"

using namespace lixiao;
using namespace lixiao::service::test;
using service::Commands;

namespace {

constexpr auto kApply = Commands::Run::Apply;
const service::Actor kCollege = staff("college", "医学院");

/// U1, U2 of 医学院, U9 of 护理学院, P1 a postgraduate.
struct RegisterWorld : World {
  explicit RegisterWorld(const char* now = "2015-06-24T12:00:00+08:00") : World(now) {
    activate(smallEdition());
    addStudents(
        {undergraduate("U1"), undergraduate("U2"), undergraduate("U9", "护理学院"), postgraduate("P1")});
  }
  std::string why(const service::Actor& actor, const service::RegistrationRow& row, std::int64_t seen = 0) {
    return told(commands.registerResult(actor, row, seen));
  }
};

}  // namespace

TEST_CASE("a registered result clears the item and the journal shows who and when") {
  RegisterWorld world;
  CHECK(world.statusOf("U1", "college_procedures") == "waiting");
  CHECK(world.why(kCollege, cleared("U1", "college_procedures", "已交材料")) == "done");
  CHECK(world.statusOf("U1", "college_procedures") == "cleared");
  const auto entries = world.journal("registration.made");
  REQUIRE(entries.size() == 1);
  CHECK(entries[0].entry.actor == kCollege.login);
  CHECK(entries[0].entry.at == world.clock.now());
  CHECK(entries[0].entry.student_no == "U1");
  CHECK(entries[0].entry.item == "college_procedures");
  const auto payload = nlohmann::json::parse(entries[0].entry.payload);
  CHECK(payload["result"] == "cleared");
  CHECK(payload["remark"] == "已交材料");
  CHECK(payload["department"] == "college");
}

TEST_CASE("each refusal of a registration has its reason") {
  RegisterWorld world;
  CHECK(world.why(kCollege, cleared("U7", "college_procedures")) == "not found: there is no student U7");
  CHECK(world.why(kCollege, cleared("U1", "colege_procedures")) ==
        "invalid: there is no item colege_procedures; did you mean college_procedures?");
  CHECK(world.why(staff("library"), cleared("U1", "college_procedures")) ==
        "forbidden: College registers this");
  CHECK(world.why(staff("college", "护理学院"), cleared("U1", "college_procedures")) ==
        "forbidden: this student is not among yours");
  CHECK(world.why(staff("archive"), cleared("P1", "archive")) == "not now: comes after College");
  CHECK(world.why(staff("archive"), cleared("U1", "archive")) ==
        "not now: students of this kind do not have the item");
  CHECK(world.why(staff("finance"), cleared("U1", "finance")) ==
        "invalid: the result is decided automatically: give the reason in the remark");
  CHECK(world.why(kCollege, refused("U1", "college_procedures", "")) ==
        "invalid: say in the remark what is open");
  CHECK(world.why(kCollege, refused("U1", "college_procedures", "a\x01")) ==
        "invalid: it holds characters that cannot be shown");
  CHECK(world.why(kCollege, cleared("U1", "college_procedures", std::string(501, 'x'))) ==
        "invalid: at most 500 characters");
  service::RegistrationRow waived = cleared("U1", "college_procedures");
  waived.result = model::RegistrationResult::Waived;
  CHECK(world.why(kCollege, waived) == "invalid: this result is not allowed for the item");
  CHECK(world.journal("registration.made").empty());
}

TEST_CASE("an item that does not apply, or is not open yet, is not registered") {
  RegisterWorld world;
  const auto party = [&](bool member) {
    Commands::Delivery delivery{"party", {"party_member"}, {}, {}, world.clock.now()};
    delivery.facts.push_back({"U1", "party_member", model::Value(member)});
    REQUIRE(told(world.commands.recordDelivery(delivery)) == "done");
  };
  party(false);
  CHECK(world.why(staff("party"), cleared("U1", "party")) == "not now: does not apply");
  party(true);
  CHECK(world.why(staff("party"), cleared("U1", "party")) == "done");

  RegisterWorld early("2015-06-07T23:59:00+08:00");
  CHECK(early.why(kCollege, cleared("U1", "college_procedures")) == "not now: opens on 2015-06-08");
  CHECK(verdicts(early.commands.registerResults(kCollege, {cleared("U5", "college_procedures")}, false,
                                                kApply)) == "not_yet_open");
}

TEST_CASE("registering what is clear already writes nothing") {
  RegisterWorld world;
  REQUIRE(world.why(kCollege, cleared("U1", "college_procedures")) == "done");
  const auto again =
      world.commands.registerResults(kCollege, {cleared("U1", "college_procedures")}, false, kApply);
  CHECK(verdicts(again) == "already_clear");
  CHECK(again->applied);
  world.payEverything({"U1"});
  CHECK(verdicts(world.commands.registerResults(staff("finance"), {cleared("U1", "finance", "x")}, false,
                                                kApply)) == "already_clear");
  CHECK(world.journal("registration.made").size() == 1);
}

TEST_CASE("an override of an automatic result is shown as one") {
  RegisterWorld world;
  REQUIRE(world.why(staff("finance"), cleared("U1", "finance", "已缴现金")) == "done");
  const auto view = world.queries.student(student("U1"), "U1");
  REQUIRE(told(view) == "done");
  for (const service::ItemView& item : view->items)
    if (item.id == "finance") {
      CHECK(item.overridden);
      CHECK(item.remark == "已缴现金");
      CHECK(item.registered_by == "finance");
    }
}

TEST_CASE("a batch is applied whole, or only its good rows when that is asked") {
  RegisterWorld world;
  const std::vector<service::RegistrationRow> rows = {
      cleared("U1", "college_procedures"), cleared("U9", "college_procedures"),
      cleared("U2", "college_procedures"), cleared("U1", "college_procedures")};
  const auto whole = world.commands.registerResults(kCollege, rows, false, kApply);
  CHECK(verdicts(whole) == "will_clear not_yours will_clear repeated");
  CHECK(whole->rows[0].name == "张三");
  CHECK(whole->rows[1].name.empty());
  CHECK_FALSE(whole->applied);
  CHECK(world.statusOf("U1", "college_procedures") == "waiting");

  CHECK(verdicts(world.commands.registerResults(kCollege, rows, true, Commands::Run::Dry)) ==
        "will_clear not_yours will_clear repeated");
  CHECK(world.statusOf("U1", "college_procedures") == "waiting");

  const auto good = world.commands.registerResults(kCollege, rows, true, kApply);
  CHECK(good->applied);
  CHECK(good->good == 2);
  CHECK(world.statusOf("U1", "college_procedures") == "cleared");
  CHECK(world.statusOf("U2", "college_procedures") == "cleared");
  CHECK(world.statusOf("U9", "college_procedures") == "waiting");
}

TEST_CASE("a row of a batch sees what the rows before it change") {
  RegisterWorld world;
  const std::vector<service::RegistrationRow> rows = {cleared("P1", "college_procedures"),
                                                      cleared("P1", "archive")};
  CHECK(verdicts(world.commands.registerResults(system(), rows, false, kApply)) == "will_clear will_clear");
  CHECK(world.statusOf("P1", "archive") == "cleared");
}

TEST_CASE("who looked at an older state gets the present one instead") {
  RegisterWorld world;
  REQUIRE(world.why(kCollege, refused("U1", "college_procedures", "欠书")) == "done");
  service::Actor colleague = kCollege;
  colleague.login = "colleague";
  CHECK(world.why(colleague, cleared("U1", "college_procedures"), 0) ==
        "conflict: meanwhile " + kCollege.login + " registered open on 2015-06-24 12:00: 欠书");
  const std::int64_t seen = world.revisionOf("U1", "college_procedures");
  CHECK(world.why(colleague, cleared("U1", "college_procedures"), seen) == "done");
  CHECK(
      world.why(kCollege, refused("U1", "college_procedures", "x"), seen).starts_with("conflict: meanwhile"));
}

TEST_CASE("of two people who register at once one wins and the other is told") {
  RegisterWorld world;
  for (int round = 0; round < 20; ++round) {
    const std::int64_t seen = world.revisionOf("U1", "college_procedures");
    std::array<std::string, 2> answers;
    {
      std::array<std::jthread, 2> people;
      for (std::size_t i = 0; i < people.size(); ++i)
        people[i] = std::jthread([&, i] {
          service::Actor actor = kCollege;
          actor.login = "person" + std::to_string(i);
          const std::string remark = std::to_string(round) + " by " + std::to_string(i);
          answers[i] = world.why(actor, refused("U1", "college_procedures", remark), seen);
        });
    }
    const bool first_won = answers[0] == "done";
    CAPTURE(answers[0], answers[1]);
    CHECK(answers[first_won ? 0 : 1] == "done");
    CHECK(answers[first_won ? 1 : 0].starts_with("conflict: meanwhile person"));
  }
  CHECK(world.journal("registration.made").size() == 20);
}

TEST_CASE("a registration is taken back with a reason, and the record keeps both") {
  RegisterWorld world;
  REQUIRE(world.why(kCollege, cleared("U1", "college_procedures")) == "done");
  const std::int64_t seen = world.revisionOf("U1", "college_procedures");
  const auto revoke = [&](const service::Actor& actor, const std::string& reason, std::int64_t revision) {
    return told(world.commands.revokeRegistration(actor, "U1", "college_procedures", reason, revision));
  };
  CHECK(revoke(kCollege, "", seen) == "invalid: a reason is needed");
  CHECK(revoke(staff("library"), "x", seen) == "forbidden: College registers this");
  CHECK(revoke(staff("college", "护理学院"), "x", seen) == "forbidden: this student is not among yours");
  CHECK(revoke(kCollege, "x", seen + 1).starts_with("conflict: meanwhile"));
  CHECK(revoke(kCollege, "登错人", seen) == "done");
  CHECK(world.statusOf("U1", "college_procedures") == "waiting");
  CHECK(revoke(kCollege, "x", seen) == "conflict: meanwhile the registration was taken back");
  CHECK(revoke(kCollege, "x", 0) == "not found: nothing is registered");
  const auto entries = world.journal("registration.revoked");
  REQUIRE(entries.size() == 1);
  const auto payload = nlohmann::json::parse(entries[0].entry.payload);
  CHECK(payload["reason"] == "登错人");
  CHECK(payload["before"]["result"] == "cleared");
}

TEST_CASE("a student declares their own item, once") {
  RegisterWorld world;
  CHECK(world.statusOf("U1", "survey") == "action_required");
  CHECK(told(world.commands.declare(staff("archive"), "survey")) == "forbidden: you may not do this");
  CHECK(told(world.commands.declare(student("U1"), "finance")) == "not now: there is nothing to declare now");
  CHECK(told(world.commands.declare(student("U1"), "nothing")) == "not found: there is no item nothing");
  CHECK(told(world.commands.declare(student("U7"), "survey")) == "not found: there is no student U7");
  CHECK(told(world.commands.declare(student("U1"), "survey")) == "done");
  CHECK(world.statusOf("U1", "survey") == "cleared");
  CHECK(told(world.commands.declare(student("U1"), "survey")) == "not now: there is nothing to declare now");
  CHECK(world.journal("declaration.made").size() == 1);
}
