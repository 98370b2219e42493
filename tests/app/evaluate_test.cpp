// `lixiao evaluate` on files and the board of a service that was told the same by import and delivery: row
// for row the same statuses.
#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <map>
#include <vector>

#include "app/folder.h"
#include "app/house.h"
#include "app/sample/sample.h"
#include "engine/service/row_tables.h"
#include "engine/tabular/table.h"
#include "tests/catch.h"

using namespace lixiao;
namespace fs = std::filesystem;

namespace {

class FixedClock final : public model::Clock {
 public:
  model::Instant now() const override { return *model::parseInstant("2015-06-24T12:00:00+08:00"); }
};

std::size_t students() {
  const char* wanted = std::getenv("LIXIAO_TEST_STUDENTS");
  return wanted == nullptr ? 3000 : std::stoul(wanted);
}

tabular::Table tableOf(const fs::path& file) {
  tabular::ReadOptions options;
  options.limits = tabular::Limits::trusted();
  tabular::ReadResult result = tabular::readTable(app::readFile(file), file.string(), options);
  REQUIRE(result.ok());
  return std::move(result.table);
}

template <typename T>
void requireApplied(const service::Outcome<T>& outcome) {
  if (!outcome) FAIL(model::format(outcome.refusal().reasons.front(), model::Language::English));
  CHECK(outcome.value().applied);
}

/// Columns of a source system's file as a delivery; students whom it does not have are unknown to it.
service::Commands::Delivery deliveryOf(const fs::path& file, const std::string& source,
                                       const workflow::Workflow& workflow,
                                       const std::map<std::string, std::string>& fact_by_column) {
  const tabular::Table table = tableOf(file);
  service::Commands::Delivery delivery{source, {}, {}, {}, FixedClock().now()};
  for (const auto& [column, fact] : fact_by_column) {
    delivery.fact_names.push_back(fact);
    const auto at = std::find(table.header.begin(), table.header.end(), column) - table.header.begin();
    const rules::Type& type = workflow.facts[*workflow.fact(fact)].type;
    for (const tabular::Row& row : table.rows)
      delivery.facts.push_back(
          {row.cells[0], fact, *workflow::parseValue(type, row.cells[static_cast<std::size_t>(at)])});
  }
  return delivery;
}

/// Tells the service what the sample's files say.
void tell(app::House& house, const fs::path& sample) {
  const auto actor = service::Actor::system("test");
  const auto apply = service::Commands::Run::Apply;
  REQUIRE(house.commands.activate(actor, app::readYear(LIXIAO_SOURCE_DIR "/workflows/2015").files));
  house.board.rebuild();
  const auto workflow =
      house.board.read([](const board::Contents& contents) { return contents.edition()->workflow; });
  requireApplied(house.commands.importRoster(
      actor, service::rosterRows(tableOf(sample / "roster.csv"), *workflow).rows, apply));
  requireApplied(house.commands.importFacts(
      actor, service::factRows(tableOf(sample / "facts.csv"), *workflow).rows, apply));
  for (const auto& list : fs::directory_iterator(sample / "lists"))
    requireApplied(house.commands.submitList(actor, list.path().stem().string(),
                                             service::listRows(tableOf(list.path())).rows, false, apply));
  requireApplied(house.commands.registerResults(
      actor, service::registrationRows(tableOf(sample / "registrations.csv")).rows, false, apply));
  requireApplied(house.commands.recordDelivery(
      deliveryOf(sample / "finance.csv", "finance", *workflow,
                 {{"tuition_due", "finance.tuition_due"}, {"dorm_due", "finance.dorm_due"}})));
  requireApplied(
      house.commands.recordDelivery(deliveryOf(sample / "library.csv", "library", *workflow,
                                               {{"loans", "library.loans"}, {"fines", "library.fines"}})));
  requireApplied(house.commands.recordDelivery(
      deliveryOf(sample / "housing.csv", "housing", *workflow,
                 {{"dorm_due", "housing.dorm_due"}, {"checked_out", "housing.checked_out"}})));
}

using Statuses = std::map<std::string, std::string>;  // "number item" → status

Statuses statusesOf(const board::Board& board) {
  return board.read([](const board::Contents& contents) {
    Statuses all;
    for (const auto& partition : contents.partitions())
      for (std::size_t row = 0; row < partition->rows(); ++row) {
        const workflow::StudentType& type = partition->type();
        for (std::size_t i = 0; i < type.items.size(); ++i)
          all[partition->studentNo(row) + " " + type.items[i].id] =
              word(model::statusOf(partition->cause(i, row)));
        for (std::size_t i = 0; i < type.documents.size(); ++i)
          all[partition->studentNo(row) + " document:" + type.documents[i].id] =
              word(model::statusOf(partition->documentCause(i, row)));
      }
    return all;
  });
}

/// What the program prints for the sample's files.
Statuses evaluated(const fs::path& sample, const fs::path& output) {
  std::string command = LIXIAO_BINARY_DIR "/lixiao evaluate " LIXIAO_SOURCE_DIR
                                          "/workflows/2015 --today 2015-06-24 --students " +
                        (sample / "students.csv").string() + " --registrations " +
                        (sample / "registrations.csv").string();
  for (const auto& list : fs::directory_iterator(sample / "lists"))
    command += " --list " + list.path().stem().string() + "=" + list.path().string();
  REQUIRE(std::system((command + " > " + output.string()).c_str()) == 0);
  Statuses all;
  for (const tabular::Row& row : tableOf(output).rows) all[row.cells[0] + " " + row.cells[1]] = row.cells[2];
  return all;
}

}  // namespace

TEST_CASE("evaluate says of every student what the board says", "[evaluate]") {
  std::string name = (fs::temp_directory_path() / "lixiao-evaluate-XXXXXX").string();
  REQUIRE(mkdtemp(name.data()) != nullptr);
  const fs::path folder = name;
  {
    app::writeSample(folder, {students(), 2015, 2015});
    const FixedClock clock;
    app::House house(folder / "var", clock);
    tell(house, folder);
    house.board.rebuild();
    const Statuses board = statusesOf(house.board);
    const Statuses files = evaluated(folder, folder / "statuses.csv");
    REQUIRE(board.size() == files.size());
    CHECK(board.size() > students() * 10);
    std::size_t different = 0;
    for (const auto& [cell, status] : files) {
      const auto found = board.find(cell);
      if (found != board.end() && found->second == status) continue;
      if (++different < 10)
        UNSCOPED_INFO(cell << ": evaluate " << status << ", board "
                           << (found == board.end() ? "-" : found->second));
    }
    CHECK(different == 0);
  }
  fs::remove_all(folder);
}

namespace {

/// A year and its students in files of their own.
class Folder {
 public:
  Folder() {
    std::string name = (fs::temp_directory_path() / "lixiao-evaluate-XXXXXX").string();
    REQUIRE(mkdtemp(name.data()) != nullptr);
    path_ = name;
    fs::create_directory(path_ / "year");
  }
  ~Folder() { fs::remove_all(path_); }

  void write(const std::string& name, const std::string& text) const { std::ofstream(path_ / name) << text; }
  /// Lines of what `evaluate` prints, or of what it complains about.
  std::vector<std::string> evaluate(const std::string& more = {}) const {
    const std::string command = LIXIAO_BINARY_DIR "/lixiao evaluate " + (path_ / "year").string() +
                                " --today 2015-06-24 --students " + (path_ / "students.csv").string() +
                                " --registrations " + (path_ / "registrations.csv").string() + more + " > " +
                                (path_ / "out").string() + " 2>&1";
    REQUIRE(std::system(command.c_str()) != -1);
    std::vector<std::string> lines;
    std::ifstream in(path_ / "out");
    for (std::string line; std::getline(in, line);) lines.push_back(line);
    return lines;
  }

 private:
  fs::path path_;
};

void writeWideYear(const Folder& folder) {
  folder.write("year/edition.yaml", R"(
edition: 2015
title: Wide
timezone: Asia/Shanghai
attributes:
  student_type: { type: enum, values: [undergraduate] }
  class_code:   { type: text }
  room:         { type: text, optional: true }
facts:
  loans: { type: count }
departments:
  office: { title: Office }
items:
  room: { title: Room, department: office, mode: registration, register_by: room, charges: CNY, allow: [deferral, condition] }
  books: { title: Books, department: office, mode: automatic, passes_when: loans == 0, everyone_in: class_code }
  library:
    title: Library
    department: office
    optional: true
    parts:
      card: { title: Card, mode: registration }
)");
  folder.write("year/undergraduate.yaml", R"(
student_type: undergraduate
title: Undergraduate
items: [room, books, library]
documents:
  diploma:
    title: Diploma
    department: office
    released_when: all_cleared
    batches:
      - { when: 'cleared_on.books <= date("2015-06-20")', label: first }
      - { label: second }
)");
  folder.write("students.csv",
               "student_no,student_type,class_code,room,loans,loans.since\n"
               "U1,undergraduate,F1,R1,0,2015-06-19\n"
               "U2,undergraduate,F1,R1,0,2015-06-22\n"
               "U3,undergraduate,F2,,0,2015-06-19\n"
               "U4,undergraduate,F2,R2,1,\n");
}

bool has(const std::vector<std::string>& lines, const std::string& begin) {
  return std::any_of(lines.begin(), lines.end(),
                     [&](const std::string& line) { return line.find(begin) != std::string::npos; });
}

}  // namespace

TEST_CASE("evaluate shares registrations and waits for others, within the file", "[evaluate]") {
  const Folder folder;
  writeWideYear(folder);
  folder.write("registrations.csv",
               "student_no,item,result,remark,until,at,condition,amount\n"
               "U1,room,cleared,,,2015-06-20,a key,12.50\n"
               "U4,room,deferred,,2015-06-30,,,\n");
  const auto lines = folder.evaluate();
  for (const char* line :
       {"U1,room,cleared", "U2,room,cleared", "U3,room,waiting", "U4,room,deferred", "U1,books,cleared",
        "U2,books,cleared", "U3,books,waiting", "U4,books,action_required", "U1,library,waiting",
        "U1,document:diploma,released", "U2,document:diploma,released", "U3,document:diploma,withheld"}) {
    INFO(line);
    CHECK(has(lines, line));
  }
  CHECK(has(lines, ", batch first"));
  CHECK(has(lines, ", batch second"));
  CHECK_FALSE(has(lines, ",library.card,"));
}

TEST_CASE("evaluate refuses registrations that their items do not allow", "[evaluate]") {
  const Folder folder;
  writeWideYear(folder);
  folder.write("registrations.csv",
               "student_no,item,result,remark,until,at,condition,amount\n"
               "U1,room,waived,,,,,\n"
               "U1,room,deferred,,,,,\n"
               "U1,room,deferred,,2015-06-30,,a key,\n"
               "U1,room,cleared,,,,,-3\n"
               "U1,books,cleared,,,,,3\n"
               "U1,books,cleared,,,,a key,\n");
  const auto lines = folder.evaluate();
  for (const char* problem : {"registrations.csv:2: the item room does not allow \"waived\"",
                              "registrations.csv:3: a deferral needs its last day",
                              "registrations.csv:4: only what is cleared can carry a condition",
                              "registrations.csv:5: amount: \"-3\" is not an amount like 12.50",
                              "registrations.csv:6: the item books takes no amount",
                              "registrations.csv:7: the item books allows no condition"}) {
    INFO(problem);
    CHECK(has(lines, problem));
  }
}
