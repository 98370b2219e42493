#include <thread>

#include <nlohmann/json.hpp>

#include "engine/store/collection.h"
#include "tests/catch.h"
#include "tests/service/world.h"

using namespace lixiao;
using namespace lixiao::service::test;
using service::Commands;

namespace {

const service::Actor kCollege = staff("college", "医学院");
const service::Actor kRegistrar = staff("registrar");

/// U1 and U2, clear but for what a test opens again.
struct CollectWorld : World {
  CollectWorld() {
    activate(smallEdition());
    addStudents({undergraduate("U1"), undergraduate("U2")});
    payEverything({"U1", "U2"});
    submit("equipment", {});
    Commands::Delivery party{"party", {"party_member"}, {}, {}, clock.now()};
    for (const char* student_no : {"U1", "U2"}) {
      REQUIRE(told(commands.registerResult(kCollege, cleared(student_no, "college_procedures"), 0)) ==
              "done");
      party.facts.push_back({student_no, "party_member", model::Value(false)});
    }
    REQUIRE(told(commands.recordDelivery(party)) == "done");
  }
  std::string collect(const service::Actor& actor, const std::string& document = "diploma",
                      const std::string& proxy = {}) {
    return told(certificates.handOver(
        actor, {"U1", document, proxy, proxy.empty() ? "" : "passport", !proxy.empty(), {}}));
  }
};

}  // namespace

TEST_CASE("a document is handed over when everything is clear, and the decision is kept with it") {
  CollectWorld world;
  CHECK(world.documentOf("U1", "diploma") == "released");
  CHECK(world.collect(kRegistrar) == "done");
  CHECK(world.documentOf("U1", "diploma") == "collected");
  const auto kept = world.database.read(
      [](store::Reader& reader) { return store::findCollection(reader, "diploma", "U1"); });
  REQUIRE(kept);
  CHECK(kept->workflow_digest == world.queries.edition().digest);
  const auto evaluation = nlohmann::json::parse(kept->evaluation);
  CHECK(evaluation["documents"]["diploma"] == "released");
  CHECK(evaluation["facts"]["finance.tuition_due"]["value"] == "0.00");
  CHECK(evaluation["facts"]["finance.tuition_due"]["as_of"] == model::formatInstant(world.clock.now()));
  CHECK(evaluation["items"][0]["status"] == "cleared");
  const auto entries = world.journal("document.collected");
  REQUIRE(entries.size() == 1);
  CHECK(entries[0].entry.actor == "registrar");
  CHECK(entries[0].entry.student_no == "U1");
  CHECK(entries[0].entry.item == "diploma");
}

TEST_CASE("while something is open the document stays, and each item in the way is told") {
  CollectWorld world;
  Commands::Delivery debts{"finance", {"finance.tuition_due"}, {}, {}, world.clock.now()};
  debts.facts.push_back({"U1", "finance.tuition_due", model::Value(std::int64_t{30000})});
  REQUIRE(told(world.commands.recordDelivery(debts)) == "done");
  world.submit("equipment", {"U1"});
  CHECK(world.collect(kRegistrar) ==
        "not now: Finance: to be settled with Finance | Equipment: on the list of Equipment");
  CHECK(world.documentOf("U1", "diploma") == "withheld");
  CHECK(world.journal("document.collected").empty());
}

TEST_CASE("data that is too old holds the document back though the board showed it released") {
  CollectWorld world;
  world.board.rebuild();
  world.clock.advance(std::chrono::hours(25));
  CHECK(world.collect(kRegistrar).starts_with("not now: Finance: waits for data"));
}

TEST_CASE("only the office of the document hands it over, to students of theirs") {
  CollectWorld world;
  CHECK(world.collect(staff("graduate_school")) == "forbidden: Registrar hands this out");
  CHECK(world.collect(admin()) == "forbidden: you may not do this");
  CHECK(world.collect(system()) == "forbidden: you may not do this");
  CHECK(world.collect(student("U1")) == "forbidden: you may not do this");
  CHECK(world.collect(staff("college", "护理学院"), "certificate") ==
        "forbidden: this student is not among yours");
  CHECK(world.collect(kRegistrar, "degree") == "not found: there is no document degree");
  CHECK(told(world.commands.collectDocument(kRegistrar, "U7", "diploma", "", "")) ==
        "not found: there is no student U7");
  CHECK(world.collect(kRegistrar, "diploma", "李\n四") ==
        "invalid: it holds characters that cannot be shown");
}

TEST_CASE("a document that comes after another waits for it") {
  CollectWorld world;
  CHECK(world.collect(kCollege, "certificate") == "not now: Diploma must be collected first");
  REQUIRE(world.collect(kRegistrar) == "done");
  CHECK(world.collect(kCollege, "certificate") == "done");
}

TEST_CASE("a second collection tells who handed it over, when and to whom") {
  CollectWorld world;
  REQUIRE(world.collect(kRegistrar, "diploma", "李四") == "done");
  CHECK(world.collect(kRegistrar) == "conflict: handed over by registrar on 2015-06-24 12:00 to 李四");
  const auto view = world.queries.student(kRegistrar, "U1");
  REQUIRE(told(view) == "done");
  CHECK(view->documents[0].recipient == "李四");
  CHECK(view->documents[0].collected_by == "registrar");
}

TEST_CASE("of two people who hand the same document over at once one wins") {
  for (int round = 0; round < 5; ++round) {
    CollectWorld world;
    std::array<std::string, 2> answers;
    {
      std::array<std::jthread, 2> people;
      for (std::size_t i = 0; i < people.size(); ++i)
        people[i] = std::jthread([&, i] { answers[i] = world.collect(kRegistrar); });
    }
    std::sort(answers.begin(), answers.end());
    CHECK(answers[0] == "conflict: handed over by registrar on 2015-06-24 12:00");
    CHECK(answers[1] == "done");
    CHECK(world.journal("document.collected").size() == 1);
  }
}

TEST_CASE("a proxy needs a name, a kind of identification and a letter that was seen") {
  CollectWorld world;
  const auto handOver = [&](const char* id, bool letter) {
    return told(world.certificates.handOver(kRegistrar, {"U1", "diploma", "李四", id, letter, {}}));
  };
  CHECK(handOver("", true) == "invalid: say which identification the other person showed");
  CHECK(handOver("31010119930101123X", true) == "invalid: say which identification the other person showed");
  CHECK(handOver("passport", false) ==
        "invalid: a letter of authorisation must be seen: tick that you saw it");
  CHECK(told(world.commands.collectDocument(kRegistrar, "U1", "diploma", "李四", "")) != "done");
  CHECK(world.documentOf("U1", "diploma") == "released");
  CHECK(handOver("passport", true) == "done");
  const auto kept = world.database.read(
      [](store::Reader& reader) { return store::findCollection(reader, "diploma", "U1"); });
  REQUIRE(kept);
  CHECK(kept->proxy_name == "李四");
  CHECK(kept->proxy_id == "passport");
  CHECK(handOver("passport", true) == "conflict: handed over by registrar on 2015-06-24 12:00 to 李四");
}

TEST_CASE("a document that came back opens what it rests on, and is handed out anew") {
  CollectWorld world;
  world.board.rebuild();
  const auto takeBack = [&](const service::Actor& actor, const std::string& reason) {
    return told(world.certificates.takeBack(actor, "U1", "diploma", reason));
  };
  CHECK(takeBack(kRegistrar, "x") == "conflict: it is not handed out, so nothing can be taken back");
  REQUIRE(world.collect(kRegistrar) == "done");
  CHECK(takeBack(kRegistrar, " ") == "invalid: a reason is needed");
  CHECK(takeBack(kCollege, "x") == "forbidden: Registrar hands this out");
  CHECK(takeBack(kRegistrar, "名字印错") == "done");
  CHECK(world.documentOf("U1", "diploma") == "released");
  CHECK(told(world.commands.revokeRegistration(kCollege, "U1", "college_procedures", "钥匙",
                                               world.revisionOf("U1", "college_procedures"))) == "done");
  CHECK(world.collect(kRegistrar).substr(0, 8) == "not now:");
  REQUIRE(told(world.commands.registerResult(kCollege, cleared("U1", "college_procedures"), 0)) == "done");
  CHECK(world.collect(kRegistrar) == "done");
  CHECK(world.journal("document.collected").size() == 2);
  const auto returned = world.journal("document.returned");
  REQUIRE(returned.size() == 1);
  CHECK(nlohmann::json::parse(returned[0].entry.payload)["reason"] == "名字印错");

  const auto history = world.histories.of(kRegistrar, "U1", "diploma");
  REQUIRE(told(history) == "done");
  REQUIRE(history->entries.size() == 3);
  CHECK(history->entries[1].what == service::HistoryEntry::What::TakenBack);
  CHECK(history->entries[1].reason == "名字印错");
}

TEST_CASE("what a collected document rests on can be neither refused nor taken back") {
  CollectWorld world;
  REQUIRE(world.collect(kRegistrar) == "done");
  const std::int64_t seen = world.revisionOf("U1", "college_procedures");
  CHECK(told(world.commands.registerResult(kCollege, refused("U1", "college_procedures", "x"), seen)) ==
        "conflict: Diploma was collected already; Registrar has to take it back first");
  CHECK(told(world.commands.revokeRegistration(kCollege, "U1", "college_procedures", "x", seen)) ==
        "conflict: Diploma was collected already; Registrar has to take it back first");
  REQUIRE(told(world.commands.declare(student("U1"), "survey")) == "done");
  CHECK(told(world.commands.revokeRegistration(staff("archive"), "U1", "survey", "x",
                                               world.revisionOf("U1", "survey"))) == "done");
}
