#include "engine/service/trial.h"

#include <filesystem>
#include <fstream>
#include <thread>

#include <nlohmann/json.hpp>

#include "engine/store/copy.h"
#include "engine/store/journal_kind.h"
#include "engine/store/journal_verify.h"
#include "engine/store/phase.h"
#include "engine/store/web_session.h"
#include "tests/catch.h"
#include "tests/service/world.h"

using namespace lixiao;
using namespace lixiao::service;
using namespace lixiao::service::test;

namespace {

constexpr const char* kPhrase = "a long enough phrase";

/// A trial in full swing: students 101 and 102, a debt-free one, a registration, an admin and a student
/// signed in.
struct TrialWorld : World {
  TrialWorld() {
    store::beginPhase(database, store::Phase::Trial);
    activate(smallEdition());
    addStudents({undergraduate("101"), undergraduate("102")});
    payEverything({"101"});
    const auto registered = commands.registerResults(
        staff("college", "医学院"), {cleared("101", "college_procedures")}, false, Commands::Run::Apply);
    REQUIRE(told(registered) == "done");
    REQUIRE(told(accounts.create(test::admin(), {"boss", "Boss", Role::Admin, {}, {}, {}, kPhrase})) ==
            "done");
    REQUIRE(told(accounts.create(test::admin(), {"s101", "S", Role::Student, {}, {}, "101", kPhrase})) ==
            "done");
    token = accounts.signIn("boss", kPhrase).value();
    board.rebuild();
  }
  std::int64_t entries() {
    return database.read([](store::Reader& reader) { return reader.journalSeq(); });
  }
  std::vector<std::filesystem::path> files(const std::string& ending) {
    std::vector<std::filesystem::path> found;
    for (const auto& entry : std::filesystem::directory_iterator(folder.path()))
      if (entry.path().extension() == ending && entry.path().filename() != "lixiao.db")
        found.push_back(entry.path());
    return found;
  }
  std::string token;
};

std::size_t lines(const std::filesystem::path& file) {
  std::ifstream in(file);
  std::size_t count = 0;
  for (std::string line; std::getline(in, line); ++count)
    CHECK(nlohmann::json::parse(line).at("seq") == count + 1);
  return count;
}

}  // namespace

TEST_CASE("Going live keeps the trial's record aside and leaves staff accounts and the edition", "[trial]") {
  TrialWorld world;
  CHECK(world.trial.running());
  const std::int64_t entries = world.entries();
  const auto head = world.database.read([](store::Reader& reader) { return store::journalHead(reader); });
  const auto digest = world.queries.edition().digest;

  const auto run = world.trial.goLive(admin(), "2015");
  REQUIRE(told(run) == "done");
  CHECK(run->swept);
  CHECK_FALSE(world.trial.running());

  // The record.
  CHECK(run->record.filename() == "trial-2015-20150624T040000Z.db");
  const store::CopyFacts facts = store::checkCopy(run->record);
  CHECK(facts.head == head);
  CHECK(facts.sha256 == run->sha256);
  CHECK(lines(run->journal) == static_cast<std::size_t>(entries));
  namespace fs = std::filesystem;
  CHECK(fs::status(run->record).permissions() == fs::perms::owner_read);
  CHECK(fs::status(run->journal).permissions() == fs::perms::owner_read);
  CHECK(world.files(".part").empty());

  // The run.
  const auto report = world.database.read([](store::Reader& reader) { return store::verifyJournal(reader); });
  CHECK_FALSE(report.fault);
  CHECK(report.entries == 2);
  const auto started = world.journal(std::string(store::kind::kRunStarted)).at(0);
  CHECK(started.seq == 1);
  const auto payload = nlohmann::json::parse(started.entry.payload);
  CHECK(payload.at("record") == run->record.filename().string());
  CHECK(payload.at("sha256") == run->sha256);
  CHECK(payload.at("trial_head") == head.hash);
  CHECK(payload.at("trial_entries") == entries);
  CHECK(world.journal(std::string(store::kind::kEditionActivated)).at(0).seq == 2);
  CHECK(world.queries.edition().digest == digest);

  const auto people = world.accounts.list();
  REQUIRE(people.size() == 1);
  CHECK(people.front().login == "boss");
  CHECK_FALSE(world.accounts.session(world.token));
  CHECK(world.accounts.signIn("boss", kPhrase));
  CHECK_FALSE(world.accounts.signIn("s101", kPhrase));
}

TEST_CASE("The board follows into the run, as a following one and as a new one", "[trial]") {
  TrialWorld world;
  CHECK(world.board.read([](const board::Contents& contents) { return contents.students(); }) == 2);
  bool noticed = false;
  world.board.onFreshStart([&] { noticed = true; });
  REQUIRE(told(world.trial.goLive(admin(), "2015")) == "done");
  world.board.follow();
  CHECK(noticed);
  CHECK(world.board.read([](const board::Contents& contents) { return contents.students(); }) == 0);
  CHECK(world.board.position() == store::JournalPosition{2, 2});
  world.addStudents({undergraduate("301")});
  world.board.follow();
  CHECK(world.board.read([](const board::Contents& contents) { return contents.students(); }) == 1);
  CHECK(world.statusOf("301", "college_procedures") == "waiting");
}

TEST_CASE("An edition of the run is never taken for one of the trial with the same number", "[trial]") {
  TrialWorld world;
  auto other = smallEdition();
  for (auto& file : other)
    if (const auto at = file.text.find("2015"); at != std::string::npos) file.text += "\n# changed\n";
  const std::string first = world.queries.edition().digest;
  {
    // Another process activates a second version and goes live; its activation has number 1 again.
    board::Editions editions;
    store::Database database(world.database.path());
    board::Board board(database, world.clock, editions);
    const Engine engine{database, editions, board, world.sealer, world.clock};
    Commands commands(engine);
    REQUIRE(told(commands.activate(admin(), other)) == "done");
    REQUIRE(told(Trial(engine).goLive(admin(), "2015")) == "done");
  }
  CHECK(world.queries.edition().digest != first);
  world.board.follow();
  CHECK(world.board.read([](const board::Contents& contents) { return contents.edition()->digest; }) !=
        first);
}

TEST_CASE("Going live is refused without the right, the name or a trial, and changes nothing", "[trial]") {
  TrialWorld world;
  const std::int64_t entries = world.entries();
  for (const Actor& actor : {auditor(), staff("registrar"), student("101")}) {
    CHECK(told(world.trial.goLive(actor, "2015")).find("forbidden") == 0);
    CHECK(told(world.trial.contents(actor)).find("forbidden") == 0);
  }
  for (const char* name : {"", "2016", "2015 ", "２０１５"})
    CHECK(told(world.trial.goLive(admin(), name)).find("invalid") == 0);
  CHECK(world.entries() == entries);
  CHECK(world.files(".db").empty());

  REQUIRE(told(world.trial.goLive(admin(), "2015")) == "done");
  CHECK(told(world.trial.goLive(admin(), "2015")).find("not now") == 0);
  CHECK(told(world.trial.contents(admin())).find("not now") == 0);
  CHECK(world.entries() == 2);
  CHECK(world.files(".db").size() == 1);
}

TEST_CASE("A record that cannot be written leaves the trial as it was", "[trial]") {
  TrialWorld world;
  const std::int64_t entries = world.entries();
  const auto part = world.folder.path() / "trial-2015-20150624T040000Z.db.part";
  std::filesystem::create_directories(part / "in the way");
  CHECK_THROWS(world.trial.goLive(admin(), "2015"));
  CHECK(world.trial.running());
  CHECK(world.entries() == entries);
}

TEST_CASE("What an attempt that was killed left behind is not overwritten", "[trial]") {
  TrialWorld world;
  const auto left = world.folder.path() / "trial-2015-20150624T040000Z.db";
  std::ofstream(left) << "of before";
  const auto run = world.trial.goLive(admin(), "2015");
  REQUIRE(told(run) == "done");
  CHECK(run->record.filename() == "trial-2015-20150624T040000Z_2.db");
  CHECK(std::filesystem::file_size(left) == 9);
}

TEST_CASE("What would be cleared is counted by what it is", "[trial]") {
  TrialWorld world;
  const auto contents = world.trial.contents(admin());
  REQUIRE(told(contents) == "done");
  CHECK(contents->edition == "2015");
  const auto count = [&](const std::string& table) {
    for (const auto& part : contents->parts)
      if (part.table == table) return part.rows;
    return std::int64_t{0};
  };
  CHECK(count("student") == 2);
  CHECK(count("registration") == 1);
  CHECK(count("account") == 1);
  CHECK(count("web_session") == 1);
  CHECK(count("journal") == world.entries());
}

TEST_CASE("Who registers while the run starts is heard in the trial or not at all", "[trial]") {
  TrialWorld world;
  std::atomic<bool> stop{false};
  std::atomic<int> refusals{0};
  std::thread desk([&] {
    const store::OnlyInEpoch same(1);
    for (int i = 0; !stop; ++i) try {
        const auto done = world.commands.registerResults(
            staff("archive"), {cleared("9" + std::to_string(i), "archive")}, true, Commands::Run::Apply);
        CHECK(told(done) == "done");
      } catch (const store::StoreError& fault) {
        CHECK(fault.kind() == store::StoreError::Kind::StartedAnew);
        ++refusals;
      }
  });
  const auto run = world.trial.goLive(admin(), "2015");
  while (refusals == 0) std::this_thread::yield();
  stop = true;
  desk.join();
  REQUIRE(told(run) == "done");
  CHECK(world.entries() == 2);
  CHECK(store::checkCopy(run->record).head.seq == run->trial_entries);
}
