#include "tests/service/world.h"

#include <stdlib.h>

#include <fstream>
#include <sstream>
#include <stdexcept>

#include "engine/store/journal_search.h"
#include "engine/tabular/identity.h"
#include "tests/catch.h"

namespace lixiao::service::test {

Folder::Folder() {
  std::string name = (std::filesystem::temp_directory_path() / "lixiao-service-XXXXXX").string();
  if (!mkdtemp(name.data())) throw std::runtime_error("no temporary folder");
  path_ = name;
}

Folder::~Folder() {
  std::error_code ignored;
  std::filesystem::remove_all(path_, ignored);
}

World::World(const char* now)
    : clock(*model::parseInstant(now)),
      database(folder.path() / "lixiao.db"),
      sealer(folder.path() / "secret.key"),
      board(database, clock, editions),
      engine{database, editions, board, sealer, clock},
      commands(engine),
      queries(engine),
      planning(engine),
      rosters(engine),
      lists(engine),
      unmatched(engine),
      guides(engine),
      messages(engine),
      statistics(engine),
      history(engine),
      batches(engine),
      batch_jobs(batches),
      certificates(engine),
      printing(engine),
      histories(engine),
      appointments(engine),
      accounts(engine),
      people(engine),
      slips(engine),
      trial(engine),
      source_acts(engine),
      outgoing(engine) {}

void World::activate(const std::vector<workflow::SourceFile>& files) {
  REQUIRE(told(commands.activate(admin(), files)) == "done");
}

void World::addStudents(const std::vector<RosterRow>& rows) {
  const auto outcome = commands.importRoster(system(), rows, Commands::Run::Apply);
  REQUIRE(told(outcome) == "done");
  REQUIRE(outcome->applied);
}

void World::payEverything(const std::vector<std::string>& student_nos) {
  Commands::Delivery money{"finance", {"finance.tuition_due"}, {}, {}, clock.now()};
  Commands::Delivery books{"library", {"library.loans"}, {}, {}, clock.now()};
  for (const std::string& student_no : student_nos) {
    money.facts.push_back({student_no, "finance.tuition_due", model::Value(std::int64_t{0})});
    books.facts.push_back({student_no, "library.loans", model::Value(std::int64_t{0})});
  }
  REQUIRE(told(commands.recordDelivery(money)) == "done");
  REQUIRE(told(commands.recordDelivery(books)) == "done");
}

void World::registers(const std::string& department, const RegistrationRow& row) {
  const auto done = commands.registerResults(staff(department, department == "college" ? "医学院" : ""),
                                             {row}, false, Commands::Run::Apply);
  REQUIRE(told(done) == "done");
  REQUIRE(done->applied);
}

void World::deliverNoPartyMember(const std::string& student_no) {
  const Commands::Delivery party{
      "party", {"party_member"}, {{student_no, "party_member", model::Value(false)}}, {}, clock.now()};
  REQUIRE(told(commands.recordDelivery(party)) == "done");
}

void World::submit(const std::string& list, const std::vector<std::string>& student_nos) {
  std::vector<ListRow> rows;
  for (const std::string& student_no : student_nos) rows.push_back({rows.size() + 1, student_no, {}, {}});
  const auto outcome = commands.submitList(system(), list, rows, rows.empty(), Commands::Run::Apply);
  REQUIRE(told(outcome) == "done");
  REQUIRE(outcome->applied);
}

std::vector<store::JournalRecord> World::journal(const std::string& kind) {
  store::JournalFilter filter;
  filter.kind = kind;
  return database.read([&](store::Reader& reader) { return store::searchJournal(reader, filter, 1000); });
}

std::string World::statusOf(const std::string& student_no, const std::string& item) {
  const auto view = queries.student(admin(), student_no);
  REQUIRE(told(view) == "done");
  for (const auto& items : {view->items, view->not_applicable})
    for (const ItemView& candidate : items)
      if (candidate.id == item) return std::string(model::word(candidate.status));
  return "none";
}

std::string World::documentOf(const std::string& student_no, const std::string& document) {
  const auto view = queries.student(admin(), student_no);
  REQUIRE(told(view) == "done");
  for (const DocumentView& candidate : view->documents)
    if (candidate.id == document) return std::string(model::word(candidate.status));
  return "none";
}

std::int64_t World::revisionOf(const std::string& student_no, const std::string& item) {
  const auto view = queries.student(admin(), student_no);
  REQUIRE(told(view) == "done");
  for (const ItemView& candidate : view->items)
    if (candidate.id == item) return candidate.revision;
  return -1;
}

std::vector<workflow::SourceFile> smallEdition() {
  const char* edition = R"(
edition: 2015
title: { zh: 小版本, en: Small edition }
timezone: Asia/Shanghai
calendar:
  go_live: { from: 2015-06-08, to: 2015-06-08 }
attributes:
  student_type: { type: enum, values: [undergraduate, postgraduate] }
  leave_reason: { type: enum, values: [毕业, 结业] }
  college:      { type: text, title: { zh: 院系, en: College } }
  birth_date:   { type: date, optional: true, title: 出生日期 }
facts:
  finance.tuition_due: { type: money, currency: CNY, max_age: 24h, title: { zh: 学费, en: Tuition } }
  library.loans:       { type: count, max_age: 24h }
  party_member:        { type: boolean }
lists:
  equipment: { title: { zh: 未还名单, en: Not returned }, department: equipment, due: 2015-06-18 }
departments:
  registrar:       { title: { zh: 教务处, en: Registrar } }
  graduate_school: { title: { zh: 研究生院, en: Graduate School } }
  finance:         { title: { zh: 财务处, en: Finance } }
  library:         { title: { zh: 图书馆, en: Library } }
  equipment:       { title: { zh: 设备处, en: Equipment } }
  archive:         { title: { zh: 档案馆, en: Archive } }
  party:           { title: { zh: 组织部, en: Party } }
  college:         { title: { zh: 院系, en: College }, scope: college }
providers:
  registrar:       { title: { zh: 教务处, en: Registrar }, provides: student_type == "undergraduate" }
  graduate_school: { title: { zh: 研究生院, en: Graduate School }, provides: student_type == "postgraduate" }
items:
  college_procedures: { title: { zh: 院系手续, en: College }, department: college, mode: registration, opens: go_live.from }
  finance:   { title: { zh: 财务, en: Finance }, department: finance, mode: automatic, passes_when: finance.tuition_due <= 0 }
  library:   { title: { zh: 图书, en: Library }, department: library, mode: automatic, passes_when: library.loans == 0 }
  equipment: { title: { zh: 设备, en: Equipment }, department: equipment, mode: exceptions }
  archive:
    title: { zh: 归档, en: Archive }
    department: archive
    mode: registration
    visit: true
    after: [college_procedures]
  party:     { title: { zh: 组织关系, en: Party }, department: party, mode: registration, applies_when: party_member }
  survey:    { title: { zh: 问卷, en: Survey }, department: archive, mode: declaration, optional: true }
)";
  const auto type = [](const std::string& id, const std::string& office, const std::string& items) {
    return "student_type: " + id + "\ntitle: " + id + "\nitems: [" + items + "]\n" +
           "documents:\n"
           "  diploma:\n"
           "    title: { zh: 毕业证书, en: Diploma }\n"
           "    department: " +
           office +
           "\n"
           "    applies_when: leave_reason == \"毕业\"\n"
           "    released_when: all_cleared\n"
           "  certificate:\n"
           "    title: { zh: 证明, en: Certificate }\n"
           "    department: college\n"
           "    released_when: cleared.finance\n"
           "    after: [diploma]\n";
  };
  return {{"edition.yaml", edition},
          {"undergraduate.yaml", type("undergraduate", "registrar",
                                      "college_procedures, finance, library, equipment, party, survey")},
          {"postgraduate.yaml", type("postgraduate", "graduate_school",
                                     "college_procedures, finance, library, equipment, archive, survey")}};
}

std::vector<workflow::SourceFile> plan2015() {
  std::vector<workflow::SourceFile> files;
  for (const auto& entry : std::filesystem::directory_iterator(LIXIAO_SOURCE_DIR "/workflows/2015")) {
    if (entry.path().extension() != ".yaml") continue;
    std::ifstream file(entry.path(), std::ios::binary);
    std::ostringstream text;
    text << file.rdbuf();
    files.push_back({"workflows/2015/" + entry.path().filename().string(), text.str()});
  }
  return files;
}

Actor admin() {
  return {"root", "管理员", Role::Admin, {}, {}, {}};
}
Actor auditor() {
  return {"auditor", "审计", Role::Auditor, {}, {}, {}};
}
Actor system() {
  return Actor::system("command line");
}
Actor staff(const std::string& department, const std::string& scope) {
  return {department + (scope.empty() ? "" : "-" + scope), department, Role::Staff, department, scope, {}};
}
Actor student(const std::string& student_no) {
  return {student_no, student_no, Role::Student, {}, {}, student_no};
}

RosterRow undergraduate(const std::string& student_no, const std::string& college) {
  return {1,
          student_no,
          "张三",
          {},
          {{"student_type", "undergraduate"}, {"leave_reason", "毕业"}, {"college", college}}};
}
RosterRow postgraduate(const std::string& student_no) {
  RosterRow row = undergraduate(student_no);
  row.attributes["student_type"] = "postgraduate";
  return row;
}
RegistrationRow cleared(const std::string& student_no, const std::string& item, const std::string& remark) {
  return {1, student_no, item, model::RegistrationResult::Cleared, remark};
}
RegistrationRow refused(const std::string& student_no, const std::string& item, const std::string& remark) {
  return {1, student_no, item, model::RegistrationResult::Refused, remark};
}

std::string nationalId(int n) {
  std::string serial = std::to_string(n);
  serial.insert(0, 3 - serial.size(), '0');
  const std::string first = "31010119930101" + serial;
  return first + *tabular::checkDigitOf(first);
}

std::string verdicts(const Outcome<BatchReport>& outcome) {
  if (!outcome) return told(outcome.refusal());
  std::string words;
  for (const RowReport& row : outcome->rows)
    words += (words.empty() ? "" : " ") + std::string(word(row.verdict));
  return words;
}

std::string told(const Refusal& refusal) {
  static const char* const kKinds[] = {"forbidden", "not found", "conflict", "invalid", "not now"};
  std::string text = kKinds[static_cast<std::size_t>(refusal.kind)];
  for (std::size_t i = 0; i < refusal.reasons.size(); ++i) {
    text += i == 0 ? ": " : " | ";
    if (i < refusal.about.size()) text += refusal.about[i].in(model::Language::English) + ": ";
    text += model::format(refusal.reasons[i], model::Language::English);
  }
  return text;
}

}  // namespace lixiao::service::test
