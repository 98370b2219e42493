#include "engine/service/planning.h"

#include <map>
#include <random>

#include "engine/board/records.h"
#include "engine/service/digest.h"
#include "engine/workflow/evaluator.h"
#include "tests/catch.h"
#include "tests/service/world.h"

using namespace lixiao;
using namespace lixiao::service::test;
using service::Planning;

namespace {

using Files = std::vector<workflow::SourceFile>;

Files withoutTests(Files files) {
  std::erase_if(files, [](const auto& file) { return file.path.ends_with(".test.yaml"); });
  return files;
}

/// Replaces the first `from` in the file whose path ends so.
void replace(Files& files, const std::string& path, const std::string& from, const std::string& to) {
  for (workflow::SourceFile& file : files) {
    if (!file.path.ends_with(path)) continue;
    const std::size_t at = file.text.find(from);
    REQUIRE(at != std::string::npos);
    file.text.replace(at, from.size(), to);
    return;
  }
  FAIL("no file " << path);
}

/// "undergraduate library waiting cleared" → how many.
using Moves = std::map<std::string, std::uint64_t>;

template <class Status>
std::string words(const std::optional<Status>& status) {
  return status ? std::string(model::word(*status)) : "none";
}

Moves movesOf(const service::Plan& plan) {
  Moves moves;
  const auto add = [&](const std::string& type, const auto& subjects) {
    for (const auto& subject : subjects)
      for (const auto& move : subject.moves)
        moves[type + " " + subject.id + " " + words(move.from) + " " + words(move.to)] += move.students.count;
  };
  for (const service::PlannedType& type : plan.types) {
    add(type.id, type.items);
    add(type.id, type.documents);
  }
  return moves;
}

/// Statuses of one student by subject; empty when there is no workflow for them.
std::map<std::string, std::string> statuses(workflow::Evaluator& evaluator, store::Reader& reader,
                                            const std::string& student_no, const model::Clock& clock) {
  std::map<std::string, std::string> result;
  const auto record = board::findRecord(reader, evaluator.workflow(), student_no);
  REQUIRE(record);
  const auto evaluation =
      evaluator.evaluate(*record, board::circumstances(reader, evaluator.workflow(), clock));
  for (const auto& item : evaluation.items) result[item.item->id] = model::word(model::statusOf(item.cause));
  for (const auto& document : evaluation.documents)
    result[document.document->id] = model::word(model::statusOf(document.cause));
  return result;
}

/// The same counts from the evaluator of single students, both editions asked for everybody.
Moves movesByHand(World& world, const Files& before, const Files& after,
                  const std::map<std::string, std::string>& types) {
  workflow::Evaluator old_evaluator(workflow::load(before).workflow);
  workflow::Evaluator new_evaluator(workflow::load(after).workflow);
  Moves moves;
  world.database.read([&](store::Reader& reader) {
    for (const auto& [student_no, type] : types) {
      const auto from = statuses(old_evaluator, reader, student_no, world.clock);
      const auto to = statuses(new_evaluator, reader, student_no, world.clock);
      std::map<std::string, std::pair<std::string, std::string>> both;
      for (const auto& [subject, status] : from) both[subject] = {status, "none"};
      for (const auto& [subject, status] : to)
        both[subject] = {both.count(subject) > 0 ? both[subject].first : "none", status};
      for (const auto& [subject, pair] : both)
        if (pair.first != pair.second) ++moves[type + " " + subject + " " + pair.first + " " + pair.second];
    }
  });
  return moves;
}

/// 300 students of all types with everything that can be known of them, known of most.
class Crowd {
 public:
  Crowd(World& world, unsigned seed) : world_(world), random_(seed) {
    const auto workflow = workflow::load(plan2015()).workflow;
    addStudents(*workflow);
    deliverFacts(*workflow);
    for (const workflow::ListSpec& list : workflow->lists)
      if (&list != &workflow->lists.back()) world.submit(list.id, some(20));
    registerResults(*workflow);
  }

  std::map<std::string, std::string> types;  ///< by number

 private:
  std::size_t upTo(std::size_t n) { return std::uniform_int_distribution<std::size_t>(0, n - 1)(random_); }

  void addStudents(const workflow::Workflow& workflow) {
    std::vector<service::RosterRow> rows;
    for (int i = 0; i < 300; ++i) {
      service::RosterRow row =
          undergraduate("P" + std::to_string(1000 + i), upTo(2) == 0 ? "医学院" : "药学院");
      for (const char* name : {"student_type", "leave_reason"}) {
        const auto& words = *workflow.attributes[*workflow.attribute(name)].type.words;
        row.attributes[name] = words[upTo(words.size())];
      }
      for (const char* name : {"class_code", "degree_level", "graduation_year"}) row.attributes[name] = "1";
      types[row.student_no] = row.attributes["student_type"];
      rows.push_back(std::move(row));
    }
    world_.addStudents(rows);
  }

  void deliverFacts(const workflow::Workflow& workflow) {
    for (const workflow::FactSpec& fact : workflow.facts) {
      service::Commands::Delivery delivery{"source", {fact.name}, {}, {}, world_.clock.now()};
      for (const auto& [student_no, type] : types) {
        if (upTo(20) == 0) continue;
        const bool is_boolean = fact.type.kind == rules::Kind::Boolean;
        delivery.facts.push_back({student_no, fact.name,
                                  is_boolean
                                      ? model::Value(upTo(2) == 0)
                                      : model::Value(static_cast<std::int64_t>(upTo(2) * upTo(3) * 250))});
      }
      REQUIRE(told(world_.commands.recordDelivery(delivery)) == "done");
    }
  }

  std::vector<std::string> some(std::size_t one_in) {
    std::vector<std::string> numbers;
    for (const auto& [student_no, type] : types)
      if (upTo(one_in) == 0) numbers.push_back(student_no);
    return numbers;
  }

  void registerResults(const workflow::Workflow& workflow) {
    for (const std::string& item : workflow.item_ids) {
      std::vector<service::RegistrationRow> rows;
      for (const std::string& student_no : some(3)) {
        rows.push_back(cleared(student_no, item, "已核对"));
        rows.back().row = rows.size();
      }
      REQUIRE(told(world_.commands.registerResults(system(), rows, true, service::Commands::Run::Apply)) ==
              "done");
    }
  }

  World& world_;
  std::mt19937 random_;
};

/// Changes an admin might make; each changes something.
const std::vector<std::array<const char*, 3>> kChanges = {
    {"edition.yaml", "finance.tuition_due <= 0 &&", "finance.tuition_due <= 300 &&"},
    {"edition.yaml", "library.loans == 0 && library.fines <= 0", "library.loans <= 250"},
    {"edition.yaml", "applies_when: party_member && leaves_for_good", "applies_when: leaves_for_good"},
    {"edition.yaml", "    mode: exceptions\n    message: { zh: 请归还所借仪器",
     "    mode: registration\n    message: { zh: 请归还所借仪器"},
    {"edition.yaml", "housing.dorm_due <= 0 && housing.checked_out", "housing.checked_out"},
    {"edition.yaml", "from: 2015-06-08, to: 2015-06-08", "from: 2015-06-25, to: 2015-06-25"},
    {"undergraduate.yaml", "  - loan_confirmation\n", ""},
    {"postgraduate.yaml", "  - league\n",
     "  - league\n  - survey: { title: 问卷, department: library, mode: registration, visit: true }\n"},
    {"undergraduate.yaml", "released_when: all_cleared", "released_when: cleared.finance && cleared.library"},
    {"long-programme.yaml", "  - sports\n", ""},
};

const service::PlannedType& typeOf(const service::Plan& plan, const std::string& id) {
  for (const service::PlannedType& type : plan.types)
    if (type.id == id) return type;
  throw std::logic_error("no type " + id);
}

}  // namespace

TEST_CASE("a plan counts what evaluating both editions student by student gives") {
  World world;
  const Files active = withoutTests(plan2015());
  world.activate(active);
  const Crowd crowd(world, 2015);
  const Planning planning(world.engine);
  std::mt19937 random(7);
  for (int round = 0; round < 12; ++round) {
    Files files = active;
    for (const auto& [path, from, to] : kChanges)
      if (random() % 3 == 0) replace(files, path, from, to);
    const auto result = planning.plan(admin(), files);
    REQUIRE(told(result) == "done");
    REQUIRE(result->plan);
    const Moves expected = movesByHand(world, active, files, crowd.types);
    CHECK(movesOf(*result->plan) == expected);
    CHECK(result->plan->changesAnything() == !expected.empty());
    CHECK(result->plan->students == crowd.types.size());
  }
}

TEST_CASE("each change of the table moves somebody", "[plan]") {
  World world;
  const Files active = withoutTests(plan2015());
  world.activate(active);
  const Crowd crowd(world, 2015);
  const Planning planning(world.engine);
  for (const auto& [path, from, to] : kChanges) {
    Files files = active;
    replace(files, path, from, to);
    const auto result = planning.plan(admin(), files);
    INFO(from);
    REQUIRE(result->plan);
    CHECK(result->plan->changesAnything());
  }
}

TEST_CASE("a plan names the first students by number and changes nothing") {
  World world;
  world.activate(smallEdition());
  std::vector<service::RosterRow> rows;
  std::vector<std::string> numbers;
  for (int i = 0; i < 15; ++i) {
    rows.push_back(undergraduate("U" + std::to_string(115 - i)));
    numbers.push_back(rows.back().student_no);
  }
  world.addStudents(rows);
  world.payEverything(numbers);
  Files files = smallEdition();
  replace(files, "edition.yaml", "passes_when: library.loans == 0", "passes_when: library.loans > 0");
  const auto entries = world.database.read([](store::Reader& reader) { return reader.journalSeq(); });
  const auto result = Planning(world.engine).plan(admin(), files);
  REQUIRE(result->plan);
  const service::Plan& plan = *result->plan;
  CHECK(plan.edition == "2015");
  CHECK(plan.digest == service::editionDigest(files));
  CHECK(plan.active_digest == service::editionDigest(smallEdition()));
  CHECK_FALSE(plan.sameFiles());
  const service::PlannedType& type = typeOf(plan, "undergraduate");
  CHECK(type.students == 15);
  const auto& library = type.items[2];
  CHECK(library.id == "library");
  REQUIRE(library.moves.size() == 1);
  CHECK(library.moves[0].from == model::ItemStatus::Cleared);
  CHECK(library.moves[0].to == model::ItemStatus::ActionRequired);
  CHECK(library.moves[0].students.count == 15);
  REQUIRE(library.moves[0].students.examples.size() == service::kMostExamples);
  CHECK(library.moves[0].students.examples[0].student_no == "U101");
  CHECK(library.moves[0].students.examples[9].student_no == "U110");
  CHECK(library.moves[0].students.examples[0].name == "张三");
  CHECK(world.queries.edition().digest == plan.active_digest);
  CHECK(world.database.read([](store::Reader& reader) { return reader.journalSeq(); }) == entries);
}

TEST_CASE("the active files change nothing, wherever they lie") {
  World world;
  world.activate(smallEdition());
  world.addStudents({undergraduate("U1"), postgraduate("G1")});
  Files files = smallEdition();
  for (auto& file : files) file.path = "elsewhere/2015/" + file.path;
  const auto result = Planning(world.engine).plan(admin(), files);
  REQUIRE(result->plan);
  CHECK(result->plan->sameFiles());
  CHECK_FALSE(result->plan->changesAnything());
  CHECK(result->plan->students == 2);
}

TEST_CASE("a plan tells of students whose type gets or loses its workflow") {
  World world;
  const Planning planning(world.engine);
  const auto first = planning.plan(admin(), smallEdition());
  REQUIRE(first->plan);
  CHECK(first->plan->active_digest.empty());
  CHECK_FALSE(first->plan->changesAnything());
  world.activate(smallEdition());
  world.addStudents({undergraduate("U1"), postgraduate("G1"), postgraduate("G2")});
  Files files = smallEdition();
  std::erase_if(files, [](const auto& file) { return file.path == "postgraduate.yaml"; });
  replace(files, "edition.yaml", "values: [undergraduate, postgraduate]", "values: [undergraduate]");
  replace(files, "edition.yaml",
          "  graduate_school: { title: { zh: 研究生院, en: Graduate School }, provides: student_type == "
          "\"postgraduate\" }\n",
          "");
  const auto lost = planning.plan(admin(), files);
  REQUIRE(lost->plan);
  const service::PlannedType& gone = typeOf(*lost->plan, "postgraduate");
  CHECK(gone.without_after.count == 2);
  CHECK(gone.without_after.examples[1].student_no == "G2");
  CHECK(gone.students == 0);
  CHECK(lost->plan->changesAnything());
  CHECK(lost->plan->students == 3);
  CHECK(movesOf(*lost->plan)["postgraduate finance waiting none"] == 2);
  world.activate(files);
  const auto gained = planning.plan(admin(), smallEdition());
  REQUIRE(gained->plan);
  CHECK(typeOf(*gained->plan, "postgraduate").without_before.count == 2);
  CHECK(movesOf(*gained->plan)["postgraduate finance none waiting"] == 2);
}

TEST_CASE("files that do not check, or whose tests fail, come back with their findings") {
  World world;
  world.activate(smallEdition());
  Files files = smallEdition();
  replace(files, "edition.yaml", "finance.tuition_due <= 0", "finance.tuition_deu <= 0");
  const auto faulty = Planning(world.engine).plan(admin(), files);
  REQUIRE(told(faulty) == "done");
  CHECK_FALSE(faulty->plan);
  CHECK(model::hasErrors(faulty->check.findings()));

  files = smallEdition();
  files.push_back({"small.test.yaml", R"(
tests:
  - name: 欠费的不能通过
    student: { student_type: undergraduate, leave_reason: 毕业, college: 医学院, finance.tuition_due: 300.00 }
    today: 2015-06-24
    expect: { finance: cleared }
)"});
  const auto failing = Planning(world.engine).plan(admin(), files);
  CHECK_FALSE(failing->plan);
  CHECK(failing->check.tests == 1);
  REQUIRE(failing->check.findings().size() == 1);
  CHECK(model::format(failing->check.findings()[0]) ==
        "small.test.yaml:6:15: error[failing-test]: test 欠费的不能通过: finance is action_required and not "
        "cleared\n"
        "  6 |     expect: { finance: cleared }\n"
        "    |               ^^^^^^^\n");
  CHECK(failing->check.failed[0].why.find("finance.tuition_due <= 0") != std::string::npos);
}

TEST_CASE("planning is for admins; auditors may look back") {
  World world;
  world.activate(smallEdition());
  const Planning planning(world.engine);
  for (const service::Actor& actor : {staff("registrar"), auditor(), student("U1")})
    CHECK(told(planning.plan(actor, smallEdition())) == "forbidden: you may not do this");
  CHECK(told(planning.plan(admin(), {})) == "invalid: there are no files");
  CHECK(told(planning.versions(staff("registrar"))) == "forbidden: you may not do this");
  CHECK(told(planning.version(student("U1"), 0)) == "forbidden: you may not do this");
  CHECK(planning.versions(auditor())->size() == 1);
}

TEST_CASE("earlier versions stay, with who, when and their files") {
  World world;
  const Planning planning(world.engine);
  CHECK(planning.versions(admin())->empty());
  CHECK(told(planning.version(admin(), 0)) == "not now: no edition is active yet");
  Files files = smallEdition();
  for (auto& file : files) file.path = "/srv/workflows/2015/" + file.path;
  world.activate(files);
  world.clock.advance(std::chrono::hours(1));
  Files changed = smallEdition();
  replace(changed, "edition.yaml", "en: Small edition", "en: Second edition");
  world.activate(changed);
  const auto versions = planning.versions(admin());
  REQUIRE(versions->size() == 2);
  CHECK(versions.value()[0].active);
  CHECK_FALSE(versions.value()[1].active);
  CHECK(versions.value()[1].digest == service::editionDigest(smallEdition()));
  CHECK(versions.value()[1].by == "root");
  const auto first = planning.version(admin(), versions.value()[1].id);
  REQUIRE(told(first) == "done");
  CHECK(first->files == service::insideFolder(smallEdition()));
  CHECK(planning.version(admin(), 0)->files == service::insideFolder(changed));
  CHECK(told(planning.version(admin(), 99)) == "not found: there is no version 99");
}
