// What was registered or listed for numbers that nobody on the roster has.
#include <nlohmann/json.hpp>

#include "tests/catch.h"
#include "tests/service/world.h"

using namespace lixiao;
using namespace lixiao::service::test;
using service::Commands;
using service::RegistrationRow;

namespace {

constexpr auto kApply = Commands::Run::Apply;
const service::Actor kOurs = staff("college", "医学院");
const service::Actor kTheirs = staff("college", "护理学院");

struct EarlyWorld : World {
  EarlyWorld() {
    activate(smallEdition());
    addStudents({undergraduate("U1")});
  }
  void enter(const service::Actor& actor, const std::vector<RegistrationRow>& rows) {
    const auto outcome = commands.registerResults(actor, rows, false, kApply);
    REQUIRE(told(outcome) == "done");
    REQUIRE(outcome->applied);
  }
  std::vector<service::UnmatchedLine> lines(const service::Actor& actor) {
    const auto view = unmatched.view(actor);
    REQUIRE(told(view) == "done");
    return view->registrations;
  }
  std::string numbers(const service::Actor& actor) {
    std::string all;
    for (const service::UnmatchedLine& line : lines(actor)) all += line.student_no + " ";
    return all;
  }
  service::Unmatched::Pick pick(const service::Actor& actor, std::size_t at = 0) {
    const auto line = lines(actor).at(at);
    return {line.student_no, line.item, line.revision};
  }
};

}  // namespace

TEST_CASE("what waits for the roster is listed to those who entered it, the oldest first") {
  EarlyWorld world;
  world.enter(kOurs, {cleared("X2", "college_procedures", "钥匙已还")});
  world.clock.advance(std::chrono::minutes(1));
  world.enter(kOurs, {cleared("X1", "college_procedures")});
  world.enter(kTheirs, {cleared("X3", "college_procedures")});
  world.enter(staff("archive"), {cleared("X1", "archive")});
  CHECK(world.numbers(kOurs) == "X2 X1 ");
  CHECK(world.numbers(kTheirs) == "X3 ");
  CHECK(world.numbers(staff("archive")) == "X1 ");
  CHECK(world.numbers(staff("library")).empty());
  CHECK(world.lines(admin()).size() == 4);
  CHECK_FALSE(world.lines(admin())[0].mine);
  CHECK(told(world.unmatched.view(student("U1"))) == "forbidden: you may not do this");
  const auto line = world.lines(kOurs)[0];
  CHECK(line.mine);
  CHECK(line.remark == "钥匙已还");
  CHECK(line.result.zh == "已通过");
  CHECK(world.unmatched.count(kOurs) == 2);

  world.addStudents({undergraduate("X2")});
  CHECK(world.numbers(kOurs) == "X1 ");
  CHECK(world.statusOf("X2", "college_procedures") == "cleared");
}

TEST_CASE("who is taken off the roster leaves registrations and list rows that match nobody") {
  EarlyWorld world;
  world.addStudents({undergraduate("U2"), undergraduate("U3")});
  world.enter(kOurs, {cleared("U2", "college_procedures")});
  world.submit("equipment", {"U2", "U3"});
  service::RosterTerms whole;
  whole.whole = true;
  REQUIRE(world.commands.importRoster(system(), {undergraduate("U1"), undergraduate("U3")}, kApply, whole)
              ->applied);
  REQUIRE(world.lines(kOurs).size() == 1);
  CHECK(world.lines(kOurs)[0].taken_off);
  const auto view = world.unmatched.view(staff("equipment"));
  REQUIRE(view->list_rows.size() == 1);
  CHECK(view->list_rows[0].student_no == "U2");
  CHECK(world.unmatched.count(staff("equipment")) == 1);
  CHECK(world.unmatched.count(staff("sports")) == 0);
  const auto detail = world.lists.detail(staff("equipment"), "equipment");
  REQUIRE(detail->members.size() == 2);
  CHECK_FALSE(detail->members[0].on_roster);
  CHECK(detail->members[1].on_roster);
}

TEST_CASE("wrong ones are taken back, all ticked or none, with a reason") {
  EarlyWorld world;
  world.enter(kOurs, {cleared("X1", "college_procedures"), cleared("X2", "college_procedures")});
  const auto first = world.pick(kOurs, 0), second = world.pick(kOurs, 1);
  CHECK(told(world.unmatched.withdraw(kOurs, {}, "错")) == "invalid: nothing is ticked");
  CHECK(told(world.unmatched.withdraw(kOurs, {first}, " \n")) == "invalid: a reason is needed");
  CHECK(told(world.unmatched.withdraw(kOurs, {first}, std::string(501, 'x'))) ==
        "invalid: at most 500 characters");
  for (const service::Actor& actor : {kTheirs, staff("library"), admin(), student("U1")})
    CHECK(told(world.unmatched.withdraw(actor, {first}, "错")) == "forbidden: you may not do this");

  auto stale = second;
  ++stale.seen;
  CHECK(told(world.unmatched.withdraw(kOurs, {first, stale}, "错")).starts_with("conflict: X2: meanwhile"));
  CHECK(world.lines(kOurs).size() == 2);
  CHECK(told(world.unmatched.withdraw(kOurs, {first, second}, "学号录错")) == "done");
  CHECK(world.lines(kOurs).empty());
  const auto entries = world.journal("registration.revoked");
  REQUIRE(entries.size() == 2);
  CHECK(nlohmann::json::parse(entries[0].entry.payload)["reason"] == "学号录错");
  CHECK(told(world.unmatched.withdraw(kOurs, {first}, "错")) ==
        "conflict: X1: meanwhile the registration was taken back");
  CHECK(told(world.unmatched.withdraw(kOurs, {{"X1", "nonsense", 0}}, "错")) ==
        "not found: there is no item nonsense");
}

TEST_CASE("a registration goes to the right number as if it were entered now") {
  EarlyWorld world;
  world.enter(kOurs, {refused("X1", "college_procedures", "缺表")});
  const auto pick = world.pick(kOurs);
  CHECK(told(world.unmatched.move(kOurs, pick, "")) == "invalid: the student number is missing");
  CHECK(told(world.unmatched.move(kOurs, pick, "X1")) == "invalid: it is the same number");
  CHECK(told(world.unmatched.move(kTheirs, pick, "U1")) == "forbidden: you may not do this");
  world.addStudents({undergraduate("N1", "护理学院")});
  CHECK(told(world.unmatched.move(kOurs, pick, "N1")) == "invalid: N1: this student is not among yours");
  CHECK(world.numbers(kOurs) == "X1 ");

  CHECK(told(world.unmatched.move(kOurs, pick, "U1")) == "done");
  CHECK(world.statusOf("U1", "college_procedures") == "action_required");
  CHECK(world.lines(kOurs).empty());
  CHECK(nlohmann::json::parse(world.journal("registration.revoked")[0].entry.payload)["moved_to"] == "U1");
  CHECK(world.journal("registration.made").size() == 2);
  CHECK(told(world.unmatched.move(kOurs, pick, "U1")).starts_with("conflict"));
}

TEST_CASE("a number that came onto the roster meanwhile is not taken back from here") {
  EarlyWorld world;
  world.enter(kOurs, {cleared("X1", "college_procedures")});
  const auto pick = world.pick(kOurs);
  world.addStudents({undergraduate("X1")});
  CHECK(told(world.unmatched.withdraw(kOurs, {pick}, "错")) == "conflict: X1 is on the roster by now");
  CHECK(told(world.unmatched.move(kOurs, pick, "U1")) == "conflict: X1 is on the roster by now");
  CHECK(world.statusOf("X1", "college_procedures") == "cleared");
}

TEST_CASE("a list that somebody submitted meanwhile is not replaced unseen") {
  EarlyWorld world;
  world.addStudents({undergraduate("U2")});
  const auto office = staff("equipment");
  const auto submit = [&](const std::vector<service::ListRow>& rows, std::int64_t seen) {
    return world.commands.submitList(office, "equipment", rows, rows.empty(), kApply, seen);
  };
  CHECK(world.lists.detail(office, "equipment")->revision == 0);
  REQUIRE(submit({{1, "U1", "", "球"}}, 0)->applied);
  CHECK(told(submit({}, 0)).starts_with("conflict: meanwhile equipment submitted the list"));
  const auto detail = world.lists.detail(office, "equipment");
  REQUIRE(detail->members.size() == 1);
  CHECK(detail->members[0].remark == "球");
  const auto report = submit({{1, "U2", "", ""}}, detail->revision);
  REQUIRE(report->applied);
  REQUIRE(report->absent.size() == 1);
  CHECK(report->absent[0].student_no == "U1");
  CHECK(report->absent[0].verdict == service::Verdict::Removed);
  CHECK(world.lists.detail(auditor(), "equipment")->history.size() == 2);
  CHECK(told(world.lists.detail(staff("library"), "equipment")) == "forbidden: Equipment delivers this list");
  CHECK(told(world.lists.detail(office, "nonsense")) == "not found: there is no list nonsense");
}
