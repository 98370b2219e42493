#include "engine/board/board.h"

#include <filesystem>
#include <fstream>
#include <random>
#include <sstream>

#include "engine/board/others.h"
#include "engine/board/records.h"
#include "engine/store/activation.h"
#include "engine/store/changes_of_many.h"
#include "engine/store/collection.h"
#include "engine/store/declaration.h"
#include "engine/store/fact.h"
#include "engine/store/journal.h"
#include "engine/store/registration.h"
#include "engine/store/shared_registration.h"
#include "engine/store/sharing.h"
#include "engine/store/student_list.h"
#include "engine/workflow/evaluator.h"
#include "engine/workflow/value.h"
#include "tests/catch.h"

using namespace lixiao;
namespace fs = std::filesystem;

namespace {

class ManualClock final : public model::Clock {
 public:
  model::Instant now() const override { return at; }
  model::Instant at = *model::parseInstant("2015-06-24T09:00:00+08:00");
};

using Files = std::vector<store::EditionFile>;

Files plan2015() {
  Files files;
  for (const auto& entry : fs::directory_iterator(LIXIAO_SOURCE_DIR "/workflows/2015")) {
    std::ifstream in(entry.path());
    std::ostringstream text;
    text << in.rdbuf();
    files.push_back({entry.path().filename().string(), text.str()});
  }
  return files;
}

/// Rooms registered once for all who live there, classes and colleges that wait for their last, amounts,
/// days.
Files sharingEdition() {
  const char* edition = R"(
edition: 2015
title: Sharing
timezone: Asia/Shanghai
attributes:
  student_type: { type: enum, values: [undergraduate, postgraduate] }
  leave_reason: { type: enum, values: [毕业, 结业, 退学] }
  college:      { type: text }
  class_code:   { type: text, optional: true }
  room:         { type: text, optional: true }
facts:
  library.loans: { type: count, max_age: 24h }
  fee:           { type: money, currency: CNY, max_age: 24h }
  residence:     { type: enum, values: [东校区, 西校区, 校外], several: true, declared_by: student, confirmed_by: housing }
  refund:        { type: boolean, declared_by: student }
lists:
  gym: { title: Gym, department: office }
departments:
  office:  { title: Office }
  housing: { title: Housing }
items:
  room:
    title: Room
    department: housing
    mode: registration
    register_by: room
    charges: CNY
    allow: [deferral, waiver, not_applicable, condition]
  books: { title: Books, department: office, mode: automatic, passes_when: library.loans == 0, everyone_in: class_code }
  fees:  { title: Fees, department: office, mode: automatic, passes_when: fee <= 0, waive_below: 5 }
  damage: { title: Damage, department: housing, mode: registration, charges: CNY, applies_when: leave_reason != "退学" }
  college:
    title: College
    department: office
    mode: automatic
    passes_when: cleared.books && cleared.gym
    everyone_in: college
  gym: { title: Gym, department: office, mode: exceptions, list: gym }
  settled:
    title: Settled
    department: office
    mode: automatic
    passes_when: charges_total <= 20 && cleared_on.fees <= date("2015-06-24")
    optional: true
  library:
    title: Library
    department: office
    parts:
      card:   { title: Card, mode: registration }
      thesis: { title: Thesis, mode: automatic, passes_when: cleared.college, applies_when: leave_reason == "毕业" }
  desk_a: { title: Desk A, department: office, mode: registration, one_of: desk }
  desk_b: { title: Desk B, department: office, mode: registration, one_of: desk }
  homes:  { title: Homes, department: office, mode: declaration, declares: [residence, refund] }
  home:
    title: Home
    department: housing
    mode: registration
    for_each: residence
)";
  const auto type = [](const std::string& id) {
    return "student_type: " + id + R"(
title: Student
items: [room, books, fees, damage, college, gym, settled, library, desk_a, desk_b, homes, home]
documents:
  diploma:
    title: Diploma
    department: office
    released_when: all_cleared || cleared.college
    batches:
      - { when: 'cleared_on.room <= date("2015-06-24")', label: first }
      - { label: later }
)";
  };
  return {{"edition.yaml", edition},
          {"undergraduate.yaml", type("undergraduate")},
          {"postgraduate.yaml", type("postgraduate")}};
}

/// A database in a folder of its own, with an edition at work.
class House {
 public:
  explicit House(Files files = plan2015()) {
    const store::Activation activation{0, "2015", "digest", std::move(files), clock.now(), "test"};
    database.write([&](store::Transaction& transaction) {
      store::addActivation(transaction, activation);
      journal(transaction, store::kind::kEditionActivated, {}, {});
    });
    database.read([&](store::Reader& reader) { workflow = editions.active(reader)->workflow; });
  }
  ~House() { fs::remove_all(folder); }

  void journal(store::Transaction& transaction, std::string_view kind, std::optional<std::string> student,
               std::optional<std::string> item, const std::string& payload = "{}") {
    store::appendJournal(transaction, store::JournalEntry{clock.now(), "test", std::string(kind),
                                                          std::move(student), std::move(item), payload});
  }

  static fs::path makeFolder() {
    std::string name = (fs::temp_directory_path() / "lixiao-board-XXXXXX").string();
    if (mkdtemp(name.data()) == nullptr) throw std::runtime_error("no temporary folder");
    return name;
  }

  const fs::path folder = makeFolder();
  ManualClock clock;
  store::Database database{folder / "lixiao.db"};
  board::Editions editions;
  board::Board board{database, clock, editions};
  std::shared_ptr<const workflow::Workflow> workflow;
};

/// Random changes as the service makes them: tables and journal in one transaction.
class Changes {
 public:
  Changes(House& house, unsigned seed) : house_(house), random_(seed) {}

  void one() {
    house_.database.write([&](store::Transaction& t) {
      switch (pick(10)) {
        case 0:
        case 1:
          return student(t);
        case 2:
        case 3:
          return fact(t);
        case 4:
          return registration(t);
        case 5:
          return list(t);
        case 6:
          return collection(t);
        case 7:
        case 8:
          return declaration(t);
        default:
          return revoke(t);
      }
    });
  }

 private:
  std::size_t pick(std::size_t n) { return std::uniform_int_distribution<std::size_t>(0, n - 1)(random_); }
  std::string number() { return "S" + std::to_string(1000 + pick(60)); }

  void student(store::Transaction& t) {
    const auto& types = house_.workflow->types;
    store::Student student;
    student.student_no = number();
    student.name = "李想";
    student.provider = "registrar";
    student.attributes = {{"student_type", types[pick(types.size())].id},
                          {"leave_reason", std::vector<std::string>{"毕业", "结业", "退学"}[pick(3)]},
                          {"college", std::vector<std::string>{"基础医学院", "护理学院"}[pick(2)]},
                          {"class_code", "F110" + std::to_string(pick(6))},
                          {"room", "R" + std::to_string(pick(5))}};
    if (pick(8) == 0) student.attributes.erase("class_code");
    if (pick(8) == 0) student.attributes.erase("room");
    if (pick(10) == 0) {
      for (const store::Student& gone : store::removeStudents(t, {student.student_no}))
        house_.journal(t, store::kind::kStudentRemoved, gone.student_no, {});
      return;
    }
    store::upsertStudents(t, {student});
    house_.journal(t, store::kind::kStudentChanged, student.student_no, {});
  }

  model::Value value(const workflow::FactSpec& spec) {
    const rules::Type& type = spec.type;
    if (pick(6) == 0) return {};
    if (type.kind == rules::Kind::Boolean) return model::Value(pick(2) == 0);
    if (type.words) {
      std::vector<std::string> words;
      for (const std::string& word : *type.words)
        if (pick(2) == 0 && (spec.several || words.empty())) words.push_back(word);
      return words.empty() ? model::Value() : *workflow::valueOfWords(spec, words);
    }
    if (pick(4) == 0) return model::Value(static_cast<std::int64_t>(pick(700)));
    return model::Value(static_cast<std::int64_t>(pick(3) == 0 ? pick(100'000) : 0));
  }

  void fact(store::Transaction& t) {
    const auto& spec = house_.workflow->facts[pick(house_.workflow->facts.size())];
    std::vector<store::FactRow> rows;
    for (std::size_t i = 0; i < 1 + pick(5); ++i)
      rows.push_back({number(), spec.name, {value(spec), house_.clock.now(), "test"}});
    if (pick(4) == 0)  // many, of whom most are on no roster
      for (int i = 1000; i < 1400; ++i)
        rows.push_back({"S" + std::to_string(i), spec.name, {value(spec), house_.clock.now(), "test"}});
    const store::FactRows sorted(rows);
    std::vector<store::WordedChange> words;
    for (const store::FactRows::OfFact& of_fact : sorted.byFact())
      for (const store::FactChange& change : store::upsertFact(t, of_fact).changed)
        words.push_back({change.student_no, std::nullopt, std::nullopt, change.since});
    std::vector<store::JournalEntry> entries;
    store::addChanges(entries, house_.clock.now(), "test", spec.name, words);
    store::appendJournal(t, entries);
    house_.journal(t, store::kind::kFactsConfirmed, {}, {}, R"({"facts":[")" + spec.name + R"("]})");
  }

  void registration(store::Transaction& t) {
    const std::string& item = house_.workflow->item_ids[pick(house_.workflow->item_ids.size())];
    model::Registration made{
        static_cast<model::RegistrationResult>(pick(6)), "remark", {}, house_.clock.now(), "test"};
    if (made.result == model::RegistrationResult::Deferred || pick(4) == 0)
      made.until = *model::parseDate(pick(2) == 0 ? "2015-06-23" : "2015-06-25");
    if (pick(3) == 0) made.amount = static_cast<std::int64_t>(pick(3000));
    const std::string student = number();
    if (isShared(item)) {
      const std::string value = "R" + std::to_string(pick(5));
      REQUIRE(store::putSharedRegistration(t, item, value, made, store::Expected::anything()).done);
      return house_.journal(t, store::kind::kRegistrationMade, student, item, shared(value));
    }
    REQUIRE(store::putRegistration(t, {student, item, made, store::Expected::anything()}).done);
    house_.journal(t, store::kind::kRegistrationMade, student, item);
  }

  void revoke(store::Transaction& t) {
    const std::string& item = house_.workflow->item_ids[pick(house_.workflow->item_ids.size())];
    const std::string student = number();
    if (isShared(item)) {
      const std::string value = "R" + std::to_string(pick(5));
      REQUIRE(store::removeSharedRegistration(t, item, value, store::Expected::anything()).done);
      return house_.journal(t, store::kind::kRegistrationRevoked, student, item, shared(value));
    }
    REQUIRE(store::removeRegistration(t, student, item, store::Expected::anything()).done);
    house_.journal(t, store::kind::kRegistrationRevoked, student, item);
  }

  bool isShared(const std::string& item) const {
    for (const workflow::StudentType& type : house_.workflow->types)
      for (const workflow::Item& each : type.items)
        if (each.id == item && each.register_by) return true;
    return false;
  }
  static std::string shared(const std::string& value) {
    return R"({"shared":{"attribute":"room","value":")" + value + R"("}})";
  }

  void declaration(store::Transaction& t) {
    for (const workflow::FactSpec& spec : house_.workflow->facts) {
      if (!spec.confirmed_by) continue;
      const std::string student = number();
      if (pick(3) == 0)
        store::removeDeclaration(t, student, spec.name);
      else
        store::putDeclaration(t, {student, spec.name, value(spec), house_.clock.now(), 0});
      house_.journal(t, store::kind::kDeclarationMade, student, "homes");
    }
  }

  void list(store::Transaction& t) {
    const std::string& list = house_.workflow->lists[pick(house_.workflow->lists.size())].id;
    std::map<std::string, store::ListMember> members;
    for (std::size_t i = pick(12); i > 0; --i) {
      const std::string student = number();
      members[student] = {student, "", "remark"};
    }
    std::vector<store::ListMember> rows;
    for (auto& [student, member] : members) rows.push_back(member);
    store::submitList(t, list, rows, house_.clock.now(), "test");
    house_.journal(t, store::kind::kListSubmitted, {}, list);
  }

  void collection(store::Transaction& t) {
    const std::string& document = house_.workflow->document_ids[pick(house_.workflow->document_ids.size())];
    const std::string student = number();
    const store::Collection row{document, student, house_.clock.now(), "test", store::Recipient::Self, "",
                                "{}",     "digest"};
    if (store::recordCollection(t, row)) return;
    house_.journal(t, store::kind::kDocumentCollected, student, document);
  }

  House& house_;
  std::mt19937 random_;
};

using Statuses = std::map<std::string, std::vector<int>>;

/// Every cell of the board: causes of items and documents, and how many remain.
Statuses cells(const board::Board& board) {
  return board.read([](const board::Contents& contents) {
    Statuses all;
    for (const auto& partition : contents.partitions())
      for (std::size_t row = 0; row < partition->rows(); ++row) {
        if (!partition->live(row)) continue;
        std::vector<int>& cells = all[partition->studentNo(row)];
        for (std::size_t i = 0; i < partition->type().items.size(); ++i)
          cells.push_back(static_cast<int>(partition->cause(i, row)));
        for (std::size_t i = 0; i < partition->type().documents.size(); ++i)
          cells.push_back(100 + static_cast<int>(partition->documentCause(i, row)));
        cells.push_back(partition->remaining(row));
      }
    return all;
  });
}

/// The same, decided one by one from the tables.
Statuses decided(House& house) {
  workflow::Evaluator evaluator(house.workflow);
  return house.database.read([&](store::Reader& reader) {
    Statuses all;
    const auto circumstances = board::circumstances(reader, *house.workflow, house.clock);
    board::Others others(reader, evaluator, circumstances);
    store::forEachStudent(reader, [&](std::vector<store::Student>& block) {
      for (const store::Student& student : block) {
        if (student.removed) continue;
        workflow::StudentRecord record = board::record(reader, *house.workflow, student);
        others.fill(record);
        const auto evaluation = evaluator.evaluate(record, circumstances);
        std::vector<int>& cells = all[student.student_no];
        for (const auto& item : evaluation.items) cells.push_back(static_cast<int>(item.cause));
        for (const auto& document : evaluation.documents)
          cells.push_back(100 + static_cast<int>(document.cause));
        cells.push_back(static_cast<int>(evaluation.remaining));
      }
    });
    return all;
  });
}

}  // namespace

TEST_CASE("The board that follows equals the board rebuilt and the students decided one by one", "[board]") {
  const unsigned seed = GENERATE(1U, 2U, 3U);
  House house(GENERATE(plan2015, sharingEdition)());
  house.board.rebuild();
  Changes changes(house, seed);
  for (int step = 0; step < 40; ++step) {
    for (int i = 0; i < 10; ++i) changes.one();
    house.clock.at += std::chrono::minutes(50);  // facts turn stale after 24 hours, days go by
    house.board.follow();
    const Statuses followed = cells(house.board);
    INFO("seed " << seed << ", step " << step);
    REQUIRE(followed == decided(house));
    board::Board fresh(house.database, house.clock, house.editions);
    fresh.rebuild();
    REQUIRE(followed == cells(fresh));
  }
  CHECK(cells(house.board).size() > 30);
}

TEST_CASE("A board without an edition holds nobody and is ready", "[board]") {
  const fs::path folder = House::makeFolder();
  {
    ManualClock clock;
    store::Database database(folder / "lixiao.db");
    board::Editions editions;
    board::Board board(database, clock, editions);
    CHECK_FALSE(board.ready());
    board.rebuild();
    CHECK(board.ready());
    CHECK(board.read([](const board::Contents& contents) {
      return contents.edition() == nullptr && contents.students() == 0;
    }));
  }
  fs::remove_all(folder);
}

TEST_CASE("A started board shows a commit soon, on its own thread", "[board]") {
  House house;
  house.board.start();
  store::JournalPosition position;
  house.database.write([&](store::Transaction& t) {
    store::Student student;
    student.student_no = "S1";
    student.name = "王一";
    student.attributes = {{"student_type", "postgraduate"}, {"leave_reason", "毕业"}};
    store::upsertStudents(t, {student});
    house.journal(t, store::kind::kStudentAdded, "S1", {});
    position = t.journalPosition();
  });
  CHECK(house.board.waitFor(position, std::chrono::seconds(20)));
  CHECK(cells(house.board).count("S1") == 1);
}
