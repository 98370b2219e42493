#include "engine/service/slips.h"

#include <set>

#include <nlohmann/json.hpp>

#include "engine/service/slip_code.h"
#include "engine/store/journal_kind.h"
#include "tests/catch.h"
#include "tests/service/world.h"

using namespace lixiao;
using namespace lixiao::service::test;
using service::Commands;

namespace {

const service::Actor kCollege = staff("college", "医学院");
const service::Actor kRegistrar = staff("registrar");
const service::Actor kOwner = student("U1");

/// U1 and U2, clear.
struct SlipWorld : World {
  SlipWorld() {
    activate(smallEdition());
    addStudents({undergraduate("U1"), undergraduate("U2")});
    submit("equipment", {});
    for (const char* student_no : {"U1", "U2"})
      REQUIRE(told(commands.registerResult(kCollege, cleared(student_no, "college_procedures"), 0)) ==
              "done");
    deliver();
  }
  /// Fresh data that nobody owes anything.
  void deliver() {
    payEverything({"U1", "U2"});
    Commands::Delivery party{"party", {"party_member"}, {}, {}, clock.now()};
    for (const char* student_no : {"U1", "U2"})
      party.facts.push_back({student_no, "party_member", model::Value(false)});
    REQUIRE(told(commands.recordDelivery(party)) == "done");
  }
  std::string issue() {
    const auto slip = slips.issue(kOwner, "U1");
    REQUIRE(told(slip) == "done");
    return slip->code;
  }
  void revokeCollege() {
    clock.advance(std::chrono::hours(1));
    REQUIRE(told(commands.revokeRegistration(kCollege, "U1", "college_procedures", "a mistake",
                                             revisionOf("U1", "college_procedures"))) == "done");
  }
};

}  // namespace

TEST_CASE("a slip is issued when everything is clear, the same one while nothing changes") {
  SlipWorld world;
  CHECK(told(world.slips.issued(kOwner, "U1")) == "not found: no slip has been issued yet");
  const std::string code = world.issue();
  CHECK(code.size() == 26);
  CHECK(world.issue() == code);
  CHECK(world.slips.issue(kRegistrar, "U1")->code == code);
  world.clock.advance(std::chrono::hours(2));
  world.deliver();  // newer data that say the same
  CHECK(world.issue() == code);
  const auto issued = world.slips.issued(kCollege, "U1");
  REQUIRE(told(issued) == "done");
  CHECK(issued->code == code);
  CHECK(issued->student.name == "张三");
  CHECK(issued->belongs.at(0).value == "医学院");
  CHECK(issued->student.items.size() == 4);  // the survey is a choice, party does not apply

  const auto entries = world.journal(std::string(store::kind::kSlipIssued));
  REQUIRE(entries.size() == 1);
  CHECK(entries[0].entry.student_no == "U1");
  CHECK(entries[0].entry.actor == kOwner.login);
  CHECK(entries[0].entry.payload.find(code) == std::string::npos);
}

TEST_CASE("while something is open there is no slip, and every open item is named") {
  SlipWorld world;
  world.submit("equipment", {"U1"});
  world.revokeCollege();
  const auto refused = world.slips.issue(kOwner, "U1");
  CHECK(told(refused).find("not now: ") == 0);
  CHECK(told(refused).find("College: ") != std::string::npos);
  CHECK(told(refused).find("Equipment: ") != std::string::npos);
  CHECK(told(refused).find("Finance") == std::string::npos);
  CHECK(told(world.slips.issued(kOwner, "U1")).find("not now: ") == 0);
  CHECK(world.journal(std::string(store::kind::kSlipIssued)).empty());
}

TEST_CASE("a slip is valid while its student is clear, and says since when it is not") {
  SlipWorld world;
  const std::string code = world.issue();
  const auto valid = world.slips.check(code);
  CHECK(valid.valid);
  CHECK_FALSE(valid.since);
  CHECK(valid.as_of == world.clock.now());
  CHECK_FALSE(world.slips.check(service::randomCode()).valid);
  CHECK_FALSE(world.slips.check("").valid);

  world.revokeCollege();
  const model::Instant revoked = world.clock.now();
  world.clock.advance(std::chrono::hours(3));
  world.deliver();
  const auto no_more = world.slips.check(code);
  CHECK_FALSE(no_more.valid);
  REQUIRE(no_more.since);
  CHECK(*no_more.since == revoked);

  // Cleared again: the same paper counts until a new one, which says another day, is issued.
  REQUIRE(told(world.commands.registerResult(kCollege, cleared("U1", "college_procedures"), 0)) == "done");
  CHECK(world.slips.check(code).valid);
  world.clock.advance(std::chrono::minutes(1));
  const std::string second = world.issue();
  CHECK(second != code);
  CHECK(world.slips.check(second).valid);
  const auto replaced = world.slips.check(code);
  CHECK_FALSE(replaced.valid);
  CHECK(replaced.since == world.clock.now());
}

TEST_CASE("stale data make a slip invalid, unless a document was handed out upon the clear decision") {
  SlipWorld world;
  const std::string kept = world.issue();
  const std::string other = world.slips.issue(student("U2"), "U2")->code;
  world.clock.advance(std::chrono::minutes(1));
  REQUIRE(told(world.commands.collectDocument(kRegistrar, "U1", "diploma", "", "")) == "done");
  world.clock.advance(std::chrono::hours(48));
  CHECK(world.statusOf("U1", "finance") == "waiting");
  CHECK(world.slips.check(kept).valid);
  CHECK_FALSE(world.slips.check(other).valid);
}

TEST_CASE("only the student and who may see them get a slip; auditors only look") {
  SlipWorld world;
  CHECK(told(world.slips.issue(student("U2"), "U1")) == "not found: there is no student U1");
  CHECK(told(world.slips.issue(staff("college", "药学院"), "U1")) == "not found: there is no student U1");
  CHECK(told(world.slips.issue(auditor(), "U1")) == "forbidden: you may not do this");
  CHECK(told(world.slips.issue(admin(), "U9")) == "not found: there is no student U9");
  const std::string code = world.issue();
  CHECK(world.slips.issued(auditor(), "U1")->code == code);
}

TEST_CASE("codes are random, and read as people type them") {
  std::set<std::string> codes;
  for (int i = 0; i < 1000; ++i) {
    const std::string code = service::randomCode();
    CHECK(code.size() == 26);
    CHECK(service::readCode(service::groupedCode(code)) == code);
    codes.insert(code);
  }
  CHECK(codes.size() == 1000);
  CHECK(service::groupedCode("0123456789ABCDEFGHJKMNPQRS") == "01234-56789-ABCDE-FGHJK-MNPQRS");
  CHECK(service::readCode(" oi234-56789-abcde-fghjk-mnpqr s ") ==
        "01234"
        "56789ABCDEFGHJKMNPQRS");
  for (const char* wrong :
       {"", "01234", "0123456789ABCDEFGHJKMNPQRSS", "0123456789ABCDEFGHJKMNPQRU", "学号", "%00"})
    CHECK(service::readCode(wrong).empty());
}
