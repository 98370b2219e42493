// Registrations as one: kept with their rows, undone as one.
#include "engine/service/batches.h"

#include <chrono>
#include <thread>

#include "tests/catch.h"
#include "tests/service/world.h"

using namespace lixiao;
using namespace lixiao::service::test;
using service::BatchJob;
using service::NewBatch;
using service::Verdict;

namespace {

const service::Actor kCollege = staff("college", "医学院");

struct BatchWorld : World {
  BatchWorld() {
    activate(smallEdition());
    addStudents({undergraduate("U1"), undergraduate("U2"), undergraduate("U3", "理学院")});
  }

  std::int64_t apply(const std::vector<service::RegistrationRow>& rows, bool only_good = false) {
    const auto applied = batches.apply(kCollege, {numbered(rows), "C:\\lists\\六月.csv"}, only_good);
    REQUIRE(told(applied) == "done");
    return applied->id;
  }

  static std::vector<service::RegistrationRow> numbered(std::vector<service::RegistrationRow> rows) {
    for (std::size_t i = 0; i < rows.size(); ++i) rows[i].row = i + 2;
    return rows;
  }
};

const std::string kItem = "college_procedures";

}  // namespace

TEST_CASE("a batch is kept with the verdict of each row, for its own people, admins and auditors") {
  BatchWorld world;
  const std::int64_t id = world.apply(
      {cleared("U1", kItem), cleared("U3", kItem), cleared("W9", kItem), cleared("U1", kItem)}, true);
  REQUIRE(id == 1);
  CHECK(world.statusOf("U1", kItem) == "cleared");

  const auto view = world.batches.find(kCollege, id);
  REQUIRE(told(view) == "done");
  CHECK(view->line.file_name == "六月.csv");
  CHECK(view->line.applied == 2);
  CHECK(view->line.refused == 2);
  CHECK(view->may_undo);
  REQUIRE(view->rows.size() == 4);
  CHECK(view->rows[0].report.verdict == Verdict::WillClear);
  CHECK(view->rows[1].report.verdict == Verdict::NotYours);
  CHECK(view->rows[2].report.verdict == Verdict::WaitsForRoster);
  CHECK(view->rows[3].report.verdict == Verdict::Repeated);
  CHECK(model::format(view->rows[3].report.reason, model::Language::English) == "row 2 is about the same");
  CHECK(view->rows[3].report.row == 5);

  CHECK(told(world.batches.find(staff("college", "理学院"), id)) == "not found: there is no batch 1");
  CHECK(told(world.batches.find(staff("library"), id)) == "not found: there is no batch 1");
  CHECK(told(world.batches.find(student("U1"), id)) == "not found: there is no batch 1");
  CHECK(world.batches.list(staff("library"))->empty());
  CHECK(world.batches.list(admin())->size() == 1);
  CHECK(told(world.batches.find(auditor(), id)) == "done");
  CHECK(world.journal("batch.applied").size() == 1);
}

TEST_CASE("refused rows stop a batch, and then there is none") {
  BatchWorld world;
  CHECK(world.apply({cleared("U1", kItem), cleared("U3", kItem)}) == 0);
  CHECK(world.statusOf("U1", kItem) == "waiting");
  CHECK(world.batches.list(kCollege)->empty());
  CHECK(world.journal("batch.applied").empty());
  CHECK(told(world.batches.apply(admin(), {{cleared("U1", kItem)}, {}}, false)) ==
        "forbidden: you may not do this");
}

TEST_CASE("undoing a batch brings back what stood before each row, in one step") {
  BatchWorld world;
  REQUIRE(told(world.commands.registerResult(kCollege, refused("U1", kItem, "钥匙"), 0)) == "done");
  const std::int64_t id = world.apply({cleared("U1", kItem), cleared("U2", kItem), cleared("W9", kItem)});
  REQUIRE(world.statusOf("U2", kItem) == "cleared");

  CHECK(told(world.batches.undo(kCollege, id, "  ", false)) == "invalid: a reason is needed");
  CHECK(told(world.batches.undo(staff("library"), id, "x", false)) == "not found: there is no batch 1");
  CHECK(told(world.batches.undo(admin(), id, "x", false)) == "forbidden: you may not do this");
  const auto undo = world.batches.undo(kCollege, id, "错了文件", false);
  REQUIRE(told(undo) == "done");
  CHECK(undo->done);
  CHECK(undo->undone == 3);
  CHECK(world.statusOf("U1", kItem) == "action_required");
  CHECK(world.statusOf("U2", kItem) == "waiting");
  const auto view = world.queries.student(kCollege, "U1");
  REQUIRE(told(view) == "done");
  CHECK(view->items[0].remark == "钥匙");
  CHECK(world.journal("batch.undone").size() == 1);
  CHECK(world.journal("registration.revoked").size() == 2);
  CHECK(world.batches.find(kCollege, id)->rows[0].undone);
  CHECK_FALSE(world.batches.find(kCollege, id)->may_undo);
  CHECK(told(world.batches.undo(kCollege, id, "again", false)) ==
        "conflict: undone by college-医学院 on 2015-06-24 12:00 already");

  const auto history = world.histories.of(kCollege, "U1", kItem);
  REQUIRE(told(history) == "done");
  REQUIRE(history->entries.size() == 3);
  CHECK(history->entries[0].what == service::HistoryEntry::What::Restored);
  CHECK(history->entries[0].reason == "错了文件");
  CHECK(history->entries[0].batch == id);
}

TEST_CASE("rows that were changed since stop the undoing with their names, unless only the rest is meant") {
  BatchWorld world;
  const std::int64_t id = world.apply({cleared("U1", kItem), cleared("U2", kItem)});
  REQUIRE(told(world.commands.registerResult(kCollege, refused("U1", kItem, "钥匙"),
                                             world.revisionOf("U1", kItem))) == "done");
  const auto stopped = world.batches.undo(kCollege, id, "x", false);
  REQUIRE(told(stopped) == "done");
  CHECK_FALSE(stopped->done);
  REQUIRE(stopped->kept.size() == 1);
  CHECK(stopped->kept[0].student_no == "U1");
  CHECK(stopped->kept[0].name == "张三");
  CHECK(model::format(stopped->kept[0].reason, model::Language::English).substr(0, 9) == "meanwhile");
  CHECK(world.statusOf("U2", kItem) == "cleared");

  const auto rest = world.batches.undo(kCollege, id, "x", true);
  REQUIRE(told(rest) == "done");
  CHECK(rest->done);
  CHECK(rest->undone == 1);
  CHECK(world.statusOf("U1", kItem) == "action_required");
  CHECK(world.statusOf("U2", kItem) == "waiting");
}

TEST_CASE("whoever collected a document since stays as they are when the rest is undone") {
  BatchWorld world;
  world.payEverything({"U1", "U2"});
  world.submit("equipment", {});
  service::Commands::Delivery party{"party", {"party_member"}, {}, {}, world.clock.now()};
  for (const char* student_no : {"U1", "U2"})
    party.facts.push_back({student_no, "party_member", model::Value(false)});
  REQUIRE(told(world.commands.recordDelivery(party)) == "done");
  const std::int64_t id = world.apply({cleared("U1", kItem), cleared("U2", kItem)});
  REQUIRE(told(world.certificates.handOver(staff("registrar"), {"U1", "diploma", {}, {}, false, {}})) ==
          "done");
  const auto stopped = world.batches.undo(kCollege, id, "x", false);
  REQUIRE(told(stopped) == "done");
  REQUIRE(stopped->kept.size() == 1);
  CHECK(stopped->kept[0].verdict == Verdict::DocumentCollected);
  CHECK(world.batches.undo(kCollege, id, "x", true)->done);
  CHECK(world.statusOf("U1", kItem) == "cleared");
  CHECK(world.statusOf("U2", kItem) == "waiting");
}

TEST_CASE("a job applies a batch while nobody waits, and only its owner finds it") {
  BatchWorld world;
  const std::int64_t number = world.batch_jobs.start(
      kCollege, {world.numbered({cleared("U1", kItem), cleared("U2", kItem)}), {}}, kItem, false);
  CHECK_FALSE(world.batch_jobs.find(number, "somebody"));
  const auto until = std::chrono::steady_clock::now() + std::chrono::seconds(30);
  auto job = world.batch_jobs.find(number, kCollege.login);
  while (job && !job->over() && std::chrono::steady_clock::now() < until) {
    std::this_thread::yield();
    job = world.batch_jobs.find(number, kCollege.login);
  }
  REQUIRE(job);
  CHECK(job->state == BatchJob::State::Applied);
  CHECK(job->batch == 1);
  CHECK(world.statusOf("U2", kItem) == "cleared");
}

TEST_CASE("undoing one's own last registration brings back what stood before, nobody else's") {
  BatchWorld world;
  REQUIRE(told(world.commands.registerResult(kCollege, refused("U1", kItem, "钥匙"), 0)) == "done");
  REQUIRE(told(world.commands.registerResult(kCollege, cleared("U1", kItem),
                                             world.revisionOf("U1", kItem))) == "done");
  service::Actor other = kCollege;
  other.login = "other";
  const std::int64_t seen = world.revisionOf("U1", kItem);
  CHECK(told(world.commands.undoRegistration(other, "U1", kItem, seen)) ==
        "forbidden: only your own registration can be undone; take it back with a reason");
  CHECK(told(world.commands.undoRegistration(kCollege, "U1", kItem, seen)) == "done");
  CHECK(world.statusOf("U1", kItem) == "action_required");
  CHECK(told(world.commands.undoRegistration(kCollege, "U1", kItem, seen)).substr(0, 18) ==
        "conflict: meanwhil");
}
