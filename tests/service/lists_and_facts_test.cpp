#include <nlohmann/json.hpp>

#include "engine/store/fact.h"
#include "tests/catch.h"
#include "tests/service/world.h"

using namespace lixiao;
using namespace lixiao::service::test;
using service::Commands;
using service::ListRow;

namespace {

constexpr auto kApply = Commands::Run::Apply;

struct DataWorld : World {
  DataWorld() {
    activate(smallEdition());
    addStudents({undergraduate("U1"), undergraduate("U2"), postgraduate("P1")});
  }
  std::string submitted(const std::vector<ListRow>& rows, bool nobody = false,
                        const service::Actor& actor = staff("equipment")) {
    return verdicts(commands.submitList(actor, "equipment", rows, nobody, kApply));
  }
  Commands::Delivery dues(std::int64_t amount, const std::vector<std::string>& student_nos) {
    Commands::Delivery delivery{"finance", {"finance.tuition_due"}, {}, {}, clock.now()};
    for (const std::string& student_no : student_nos)
      delivery.facts.push_back({student_no, "finance.tuition_due", model::Value(amount)});
    return delivery;
  }
  std::map<std::string, model::Fact> facts(const std::string& student_no) {
    return database.read([&](store::Reader& reader) { return store::factsOf(reader, student_no); });
  }
};

}  // namespace

TEST_CASE("a submitted list clears everybody who is not on it, and replaces the one before") {
  DataWorld world;
  CHECK(world.statusOf("U1", "equipment") == "waiting");
  CHECK(world.submitted({{1, "U1", "张 三", "显微镜"}}) == "added");
  CHECK(world.statusOf("U1", "equipment") == "action_required");
  CHECK(world.statusOf("U2", "equipment") == "cleared");
  CHECK(world.submitted({{1, "U1", "", "天平"}, {2, "U2", "", ""}}) == "changed added");
  CHECK(world.submitted({}, true) == "");
  CHECK(world.statusOf("U1", "equipment") == "cleared");
  const auto entries = world.journal("list.submitted");
  REQUIRE(entries.size() == 3);
  CHECK(nlohmann::json::parse(entries[0].entry.payload)["removed"] == nlohmann::json({"U1", "U2"}));
}

TEST_CASE("a list with a row that does not fit the roster is refused whole") {
  DataWorld world;
  CHECK(world.submitted({{1, "U1", "", ""}, {2, "U7", "", ""}, {3, "U1", "", ""}, {4, "U2", "王五", ""}}) ==
        "added unknown_student repeated invalid");
  CHECK(world.statusOf("U2", "equipment") == "waiting");
  CHECK(world.submitted({}) == "invalid: the list is empty: say expressly that nobody is on it");
  CHECK(world.submitted({{1, "U1", "", ""}}, true) ==
        "invalid: the list has rows and says that nobody is on it");
  CHECK(world.submitted({}, true, staff("library")) == "forbidden: Equipment delivers this list");
  CHECK(world.submitted({}, true, admin()) == "forbidden: Equipment delivers this list");
  CHECK(verdicts(world.commands.submitList(staff("equipment"), "sports", {}, true, kApply)) ==
        "not found: there is no list sports");
  CHECK(world.journal("list.submitted").empty());
}

TEST_CASE("a delivery is recorded whole, and each change is in the journal with its old value") {
  DataWorld world;
  const auto first = world.commands.recordDelivery(world.dues(0, {"U1", "U2"}));
  REQUIRE(told(first) == "done");
  CHECK(first->good == 2);
  CHECK(world.statusOf("U1", "finance") == "cleared");
  world.clock.advance(std::chrono::hours(1));
  REQUIRE(told(world.commands.recordDelivery(world.dues(0, {"U1"}))) == "done");
  CHECK(world.journal("fact.changed").size() == 2);
  CHECK(world.facts("U1")["finance.tuition_due"].as_of == world.clock.now());
  REQUIRE(told(world.commands.recordDelivery(world.dues(12345, {"U1"}))) == "done");
  CHECK(world.statusOf("U1", "finance") == "action_required");
  const auto entries = world.journal("fact.changed");
  REQUIRE(entries.size() == 3);
  CHECK(nlohmann::json::parse(entries[0].entry.payload) ==
        nlohmann::json({{"old", "0.00"}, {"new", "123.45"}, {"since", "2015-06-24T05:00:00Z"}}));
  CHECK(entries[0].entry.actor == "finance");
  CHECK(world.journal("facts.confirmed").size() == 3);
}

TEST_CASE("students whom a source does not know lose what it delivered") {
  DataWorld world;
  REQUIRE(told(world.commands.recordDelivery(world.dues(0, {"U1", "U2"}))) == "done");
  world.clock.advance(std::chrono::minutes(1));
  Commands::Delivery delivery = world.dues(0, {"U1"});
  delivery.unknown_students = {"U2"};
  REQUIRE(told(world.commands.recordDelivery(delivery)) == "done");
  CHECK(world.statusOf("U2", "finance") == "waiting");
  CHECK(nlohmann::json::parse(world.journal("facts.confirmed")[0].entry.payload)["unknown"] == 1);
}

TEST_CASE("a delivery that is wrong anywhere changes nothing") {
  DataWorld world;
  Commands::Delivery delivery = world.dues(0, {"U1"});
  SECTION("a fact that the edition does not have") {
    delivery.fact_names.push_back("finance.deposit");
    CHECK(told(world.commands.recordDelivery(delivery)) ==
          "invalid: finance.deposit is not among the facts of the edition");
  }
  SECTION("a value of another kind") {
    delivery.facts.push_back({"U2", "finance.tuition_due", model::Value("nothing")});
    CHECK(told(world.commands.recordDelivery(delivery)) ==
          "invalid: finance delivered a value of another kind for finance.tuition_due");
  }
  SECTION("a fact that was not announced") {
    delivery.facts.push_back({"U2", "library.loans", model::Value(std::int64_t{0})});
    CHECK(told(world.commands.recordDelivery(delivery)) ==
          "invalid: finance delivered library.loans without announcing it");
  }
  SECTION("a number that is none") {
    delivery.facts.push_back({"U 2", "finance.tuition_due", model::Value(std::int64_t{0})});
    CHECK(told(world.commands.recordDelivery(delivery)).starts_with("invalid: a student number"));
  }
  CHECK(world.facts("U1").empty());
  CHECK(world.journal("fact.changed").empty());
}

TEST_CASE("a delivery from the future is no fresher than now") {
  DataWorld world;
  Commands::Delivery delivery = world.dues(0, {"U1"});
  delivery.as_of += std::chrono::hours(1000);
  REQUIRE(told(world.commands.recordDelivery(delivery)) == "done");
  CHECK(world.facts("U1")["finance.tuition_due"].as_of == world.clock.now());
}

TEST_CASE("facts are imported all or none, with a verdict for each row") {
  DataWorld world;
  const auto import = [&](const service::Actor& actor, const std::vector<service::FactRow>& rows) {
    return verdicts(world.commands.importFacts(actor, rows, kApply));
  };
  CHECK(import(admin(), {{1, "U1", "party_member", "true"}, {2, "U2", "party_member", "yes"}}) ==
        "added invalid");
  CHECK(world.facts("U1").empty());
  CHECK(import(admin(), {{1, "U1", "party_member", "true"}, {2, "U5", "party_member", "false"}}) ==
        "added waits_for_roster");
  CHECK(world.statusOf("U1", "party") == "waiting");
  CHECK(import(admin(), {{1, "U1", "party_member", "true"},
                         {2, "U1", "party_member", "true"},
                         {3, "U1", "party", "true"},
                         {4, "U2", "party_member", ""}}) == "unchanged repeated invalid added");
  CHECK(import(admin(), {{1, "U1", "party_member", "false"}}) == "changed");
  CHECK(world.statusOf("U1", "party") == "not_applicable");
  CHECK(import(staff("party"), {{1, "U1", "party_member", "true"}}).starts_with("forbidden"));
  CHECK(import(staff("registrar"), {{1, "P1", "party_member", "true"}}) == "not_yours");
  CHECK(import(staff("registrar"), {{1, "U2", "party_member", "true"}}) == "added");
}

TEST_CASE("what a connector delivers is not imported by people") {
  DataWorld world;
  REQUIRE(told(world.commands.recordDelivery(world.dues(100, {"U1"}))) == "done");
  const std::vector<service::FactRow> rows = {{1, "U1", "finance.tuition_due", "0.00"}};
  CHECK(verdicts(world.commands.importFacts(staff("registrar"), rows, kApply)) == "not_yours");
  CHECK(verdicts(world.commands.importFacts(admin(), rows, kApply)) == "not_yours");
  CHECK(world.statusOf("U1", "finance") == "action_required");
  CHECK(verdicts(world.commands.importFacts(system(), rows, kApply)) == "changed");
}
