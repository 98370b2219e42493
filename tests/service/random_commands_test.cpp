#include <map>
#include <random>

#include "engine/board/records.h"
#include "tests/catch.h"
#include "tests/service/world.h"

using namespace lixiao;
using namespace lixiao::service::test;
using service::Actor;
using service::Commands;

namespace {

constexpr auto kApply = Commands::Run::Apply;
constexpr int kCommands = 2000;
constexpr int kStudents = 40;

/// Does things that people and connectors do, sensible ones and not, and counts those that were accepted.
class RandomPeople {
 public:
  RandomPeople(World& world, std::vector<workflow::SourceFile> files, unsigned seed)
      : world_(world), files_(std::move(files)), loaded_(workflow::load(files_)), random_(seed) {}

  std::map<std::string, int> accepted;

  void act() {
    static const std::vector<std::pair<const char*, void (RandomPeople::*)()>> kActs = {
        {"roster", &RandomPeople::importRoster}, {"facts", &RandomPeople::importFacts},
        {"delivery", &RandomPeople::deliver},    {"delivery", &RandomPeople::deliver},
        {"list", &RandomPeople::submitList},     {"batch", &RandomPeople::registerBatch},
        {"batch", &RandomPeople::registerBatch}, {"one", &RandomPeople::registerOne},
        {"one", &RandomPeople::registerOne},     {"revoke", &RandomPeople::revoke},
        {"declare", &RandomPeople::declare},     {"collect", &RandomPeople::collect},
        {"collect", &RandomPeople::collect},
    };
    const auto& [name, act] = kActs[upTo(kActs.size())];
    doing_ = name;
    (this->*act)();
    if (chance(10)) world_.clock.advance(std::chrono::seconds(61) * static_cast<int>(1 + upTo(60)));
    if (chance(1)) activateAgain();
  }

 private:
  std::size_t upTo(std::size_t n) { return std::uniform_int_distribution<std::size_t>(0, n - 1)(random_); }
  bool chance(unsigned percent) { return upTo(100) < percent; }
  template <class T>
  const T& one(const std::vector<T>& among) {
    return among[upTo(among.size())];
  }
  const workflow::Workflow& workflow() { return *loaded_.workflow; }
  std::string number() { return "S" + std::to_string(upTo(kStudents)); }
  std::string college() { return chance(80) ? "医学院" : "护理学院"; }

  Actor somebody() {
    if (chance(5)) return one(std::vector<Actor>{admin(), auditor(), student(number())});
    const workflow::Department& department = one(workflow().departments);
    return staff(department.id, department.scope ? college() : "");
  }
  /// Most of the time whose it is, so that much is accepted.
  Actor officeOf(workflow::DepartmentIndex index) {
    if (chance(10)) return somebody();
    const workflow::Department& department = workflow().departments[index];
    return staff(department.id, department.scope ? college() : "");
  }
  void count(bool was_accepted) { accepted[doing_] += was_accepted ? 1 : 0; }
  void count(const service::Outcome<service::BatchReport>& outcome) { count(outcome && outcome->applied); }

  model::Value valueOf(const rules::Type& type) {
    if (chance(5)) return {};
    if (type.kind == rules::Kind::Boolean) return model::Value(chance(50));
    return model::Value(static_cast<std::int64_t>(chance(85) ? 0 : 1 + upTo(500)));
  }

  void importRoster() {
    std::vector<service::RosterRow> rows;
    for (std::size_t i = 0; i <= upTo(4); ++i) {
      service::RosterRow row{i + 1, number(), "张三", {}, {}};
      for (const workflow::Attribute& attribute : workflow().attributes) {
        if (attribute.type.words)
          row.attributes[attribute.name] =
              chance(60) ? attribute.type.words->front() : one(*attribute.type.words);
        else if (!attribute.optional)
          row.attributes[attribute.name] = college();
      }
      if (chance(5)) row.attributes["leave_reason"] = "毕业生";
      rows.push_back(std::move(row));
    }
    count(world_.commands.importRoster(chance(80) ? system() : staff("registrar"), rows, kApply));
  }

  void importFacts() {
    const workflow::FactSpec& fact = one(workflow().facts);
    std::vector<service::FactRow> rows;
    for (std::size_t i = 0; i <= upTo(5); ++i)
      rows.push_back({i + 1, number(), fact.name, workflow::formatValue(fact.type, valueOf(fact.type))});
    count(world_.commands.importFacts(chance(50) ? admin() : system(), rows, kApply));
  }

  void deliver() {
    const workflow::FactSpec& fact = one(workflow().facts);
    Commands::Delivery delivery{"source", {fact.name}, {}, {}, world_.clock.now()};
    if (chance(5)) delivery.as_of -= std::chrono::hours(30);
    for (int i = 0; i < kStudents; ++i) {
      if (chance(20)) continue;
      const std::string student_no = "S" + std::to_string(i);
      if (chance(3))
        delivery.unknown_students.push_back(student_no);
      else
        delivery.facts.push_back({student_no, fact.name, valueOf(fact.type)});
    }
    if (chance(3)) delivery.facts.push_back({"S1", fact.name, model::Value("words")});
    count(world_.commands.recordDelivery(delivery));
  }

  void submitList() {
    const workflow::ListSpec& list = one(workflow().lists);
    std::vector<service::ListRow> rows;
    for (std::size_t i = 0; i < upTo(4); ++i) rows.push_back({i + 1, number(), {}, "未还"});
    count(world_.commands.submitList(officeOf(list.department), list.id, rows, rows.empty(), kApply));
  }

  /// An item of some type, and somebody who may register it.
  std::pair<service::RegistrationRow, Actor> registration() {
    const workflow::StudentType& type = one(workflow().types);
    const workflow::Item& item = one(type.items);
    service::RegistrationRow row = cleared(number(), item.id, chance(60) ? "已核对" : "");
    if (chance(20)) row.result = model::RegistrationResult::Refused;
    return {row, officeOf(one(item.registrars).department)};
  }

  void registerBatch() {
    auto [row, actor] = registration();
    std::vector<service::RegistrationRow> rows;
    for (std::size_t i = 0; i <= upTo(8); ++i) {
      row.row = i + 1;
      row.student_no = number();
      rows.push_back(row);
    }
    count(world_.commands.registerResults(actor, rows, chance(70), kApply));
  }

  std::int64_t seen(const std::string& student_no, const std::string& item) {
    if (chance(5)) return 1;
    const auto view = world_.queries.student(system(), student_no);
    if (!view) return 0;
    for (const auto& items : {view->items, view->not_applicable})
      for (const service::ItemView& candidate : items)
        if (candidate.id == item) return candidate.revision;
    return 0;
  }

  void registerOne() {
    const auto [row, actor] = registration();
    count(bool(world_.commands.registerResult(actor, row, seen(row.student_no, row.item))));
  }

  void revoke() {
    const auto [row, actor] = registration();
    count(bool(world_.commands.revokeRegistration(actor, row.student_no, row.item, "登错",
                                                  seen(row.student_no, row.item))));
  }

  void declare() {
    const workflow::Item& item = one(one(workflow().types).items);
    count(bool(world_.commands.declare(student(number()), chance(60) ? "survey" : item.id)));
  }

  void collect() {
    const std::string student_no = number();
    const workflow::Document& document = one(one(workflow().types).documents);
    count(bool(world_.commands.collectDocument(officeOf(document.department), student_no, document.id,
                                               chance(20) ? "李四" : "", "")));
  }

  void activateAgain() {
    files_[0].text += "\n# again";
    REQUIRE(told(world_.commands.activate(admin(), files_)) == "done");
  }

  World& world_;
  std::vector<workflow::SourceFile> files_;
  workflow::Loaded loaded_;
  std::mt19937 random_;
  std::string doing_;
};

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
