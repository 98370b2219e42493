#include <map>

#include "engine/board/records.h"
#include "tests/catch.h"
#include "tests/service/random_people.h"
#include "tests/service/world.h"

using namespace lixiao;
using namespace lixiao::service::test;

namespace {

constexpr int kCommands = 2000;

/// Every cell of a board, as text.
std::map<std::string, std::string> cells(const board::Board& board) {
  return board.read([](const board::Contents& contents) {
    std::map<std::string, std::string> all;
    for (const auto& partition : contents.partitions())
      for (std::size_t row = 0; row < partition->rows(); ++row) {
        if (!partition->live(row)) continue;
        std::string text = partition->type().id + " " + partition->name(row);
        for (std::size_t i = 0; i < partition->type().items.size(); ++i)
          text += " " + std::to_string(static_cast<int>(partition->cause(i, row)));
        for (std::size_t i = 0; i < partition->type().documents.size(); ++i)
          text += " d" + std::to_string(static_cast<int>(partition->documentCause(i, row)));
        all[partition->studentNo(row)] = text + " remaining " + std::to_string(partition->remaining(row));
      }
    return all;
  });
}

/// The same from the tables, each student decided afresh by the evaluator of one.
std::map<std::string, std::string> decided(World& world) {
  return world.database.read([&](store::Reader& reader) {
    const auto edition = world.editions.active(reader);
    const workflow::Workflow& workflow = *edition->workflow;
    workflow::Evaluator evaluator(edition->workflow);
    const auto circumstances = board::circumstances(reader, workflow, world.clock);
    std::map<std::string, std::string> all;
    for (int i = 0; i < kStudents; ++i) {
      const auto record = board::findRecord(reader, workflow, "S" + std::to_string(i));
      if (!record) continue;
      const workflow::Evaluation evaluation = evaluator.evaluate(*record, circumstances);
      std::string text = evaluation.type->id + " " + record->name;
      for (const auto& item : evaluation.items) text += " " + std::to_string(static_cast<int>(item.cause));
      for (const auto& document : evaluation.documents)
        text += " d" + std::to_string(static_cast<int>(document.cause));
      all[record->student_no] = text + " remaining " + std::to_string(evaluation.remaining);
    }
    return all;
  });
}

/// After every few of 2,000 commands the board that followed is the board rebuilt is what is decided afresh.
void holdTogether(World& world, const std::vector<workflow::SourceFile>& files, unsigned seed,
                  const std::vector<std::string>& expected) {
  world.activate(files);
  world.board.start();
  RandomPeople people(world, files, seed);
  for (int i = 1; i <= kCommands; ++i) {
    people.act();
    if (i % 20 != 0) continue;
    world.board.follow();
    const auto followed = cells(world.board);
    REQUIRE(followed == decided(world));
    if (i % 200 != 0) continue;
    board::Board rebuilt(world.database, world.clock, world.editions);
    rebuilt.rebuild();
    REQUIRE(followed == cells(rebuilt));
  }
  CHECK(cells(world.board).size() == kStudents);
  for (const std::string& command : expected) {
    INFO(command);
    CHECK(people.accepted[command] > 5);
  }
}

}  // namespace

TEST_CASE("after random commands the board equals what is decided afresh, in the small edition") {
  World world;
  holdTogether(world, smallEdition(), 20150624,
               {"roster", "facts", "delivery", "list", "batch", "one", "revoke", "declare", "collect"});
}

TEST_CASE("after random commands the board equals what is decided afresh, in the 2015 plan") {
  World world;
  holdTogether(world, plan2015(), 42, {"roster", "facts", "delivery", "list", "batch", "one", "revoke"});
}
