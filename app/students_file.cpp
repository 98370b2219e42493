#include "app/students_file.h"

#include <algorithm>
#include <stdexcept>

#include "app/folder.h"
#include "engine/model/clock.h"
#include "engine/tabular/columns.h"
#include "engine/workflow/value.h"

namespace lixiao::app {
namespace {

using tabular::Column;
using tabular::HeaderMatch;
using tabular::Table;

constexpr std::size_t kMostProblems = 50;

/// Problems of all files, to be told together.
class Findings {
 public:
  void add(const std::filesystem::path& file, std::size_t row, const std::string& text) {
    ++count_;
    if (count_ > kMostProblems) return;
    text_ += (text_.empty() ? "" : "\n") + file.string() + (row > 0 ? ":" + std::to_string(row) : "") + ": " +
             text;
  }
  void throwIfAny() const {
    if (count_ == 0) return;
    const std::string more =
        count_ > kMostProblems ? "\n… and " + std::to_string(count_ - kMostProblems) + " more" : "";
    throw std::runtime_error("the files have problems, so nothing was evaluated\n" + text_ + more);
  }

 private:
  std::string text_;
  std::size_t count_ = 0;
};

void add(Findings& findings, const std::filesystem::path& file, const tabular::Problems& problems) {
  for (const tabular::Problem& problem : problems.all()) {
    if (problem.severity != tabular::Problem::Severity::Error) continue;
    const std::string column = problem.column_name.empty() ? "" : problem.column_name + ": ";
    findings.add(file, problem.row, column + model::format(problem.message, model::Language::English));
  }
}

Column required(std::string id) {
  return {std::move(id), {}, tabular::CellKind::Text, true};
}
Column optional(std::string id) {
  return {std::move(id), {}, tabular::CellKind::Text, false};
}

/// The table of a file with its columns matched; the rest of the file is only looked at when both are fine.
struct Read {
  Table table;
  HeaderMatch match;
  bool ok = false;
};

Read readColumns(const std::filesystem::path& file, const std::vector<Column>& columns, Findings& findings) {
  tabular::ReadOptions options;
  options.limits = tabular::Limits::trusted();
  tabular::ReadResult result = tabular::readTable(readFile(file), file.string(), options);
  add(findings, file, result.problems);
  Read read;
  if (!result.ok()) return read;
  read.match = tabular::matchHeader(result.table, columns);
  add(findings, file, read.match.problems);
  read.ok = read.match.ok();
  read.table = std::move(result.table);
  return read;
}

const std::string& cellOr(const tabular::Row& row, const std::optional<std::size_t>& column) {
  static const std::string kNone;
  return column ? row.cells[*column] : kNone;
}

std::string hint(const std::string& word, const std::vector<std::string>& candidates) {
  const std::string nearest = model::nearestWord(word, candidates);
  return nearest.empty() ? "" : "; did you mean \"" + nearest + "\"?";
}

std::optional<model::Instant> momentOf(const std::string& text, const workflow::TimeZone& zone,
                                       model::Instant otherwise) {
  if (text.empty()) return otherwise;
  if (const auto date = model::parseDate(text)) return zone.startOf(*date);
  return model::parseInstant(text);
}

using SharedRegistrations = std::map<std::pair<workflow::ItemIndex, std::string>, model::Registration>;

/// What was registered on the values that the student has.
void addShared(const workflow::Workflow& workflow, const SharedRegistrations& shared,
               workflow::StudentRecord& record) {
  const std::string* id = record.attributes[workflow.student_type].text();
  const workflow::StudentType* type = id == nullptr ? nullptr : workflow.type(*id);
  if (shared.empty() || type == nullptr) return;
  for (const workflow::Item& item : type->items) {
    if (!item.register_by || !record.attributes[*item.register_by].known()) continue;
    const auto found =
        shared.find({item.index, workflow::formatValue(workflow.attributes[*item.register_by].type,
                                                       record.attributes[*item.register_by])});
    if (found != shared.end()) record.registrations[item.index] = found->second;
  }
}

}  // namespace

/// Reads the files into the object, collecting what is wrong.
struct StudentsFile::Reader {
  StudentsFile& to;
  const workflow::Workflow& workflow;
  Findings findings;

  void students(const std::filesystem::path& file) {
    std::vector<Column> columns = {required("student_no"), optional("name")};
    for (const auto& attribute : workflow.attributes) columns.push_back(optional(attribute.name));
    for (const auto& fact : workflow.facts) columns.push_back(optional(fact.name));
    for (const auto& fact : workflow.facts) columns.push_back(optional(fact.name + ".since"));
    Read read = readColumns(file, columns, findings);
    if (!read.ok) return;
    to.table_ = std::move(read.table);
    placeColumns(read.match);
    for (std::size_t i = 0; i < to.table_.rows.size(); ++i) checkRow(file, i);
  }

  void placeColumns(const HeaderMatch& match) {
    to.number_column_ = *match.places[0];
    if (match.places[1]) to.name_column_.push_back(*match.places[1]);
    for (workflow::AttributeIndex i = 0; i < workflow.attributes.size(); ++i)
      if (const auto place = match.places[2 + i]) to.attribute_columns_.emplace_back(*place, i);
    const std::size_t first_fact = 2 + workflow.attributes.size();
    for (workflow::FactIndex i = 0; i < workflow.facts.size(); ++i) {
      if (const auto place = match.places[first_fact + i]) to.fact_columns_.emplace_back(*place, i);
      if (const auto place = match.places[first_fact + workflow.facts.size() + i])
        to.since_columns_.emplace_back(*place, i);
    }
  }

  void checkRow(const std::filesystem::path& file, std::size_t index) {
    const tabular::Row& row = to.table_.rows[index];
    const std::string& student_no = row.cells[to.number_column_];
    if (student_no.empty()) return findings.add(file, row.number, "the student number is missing");
    if (!to.positions_.emplace(student_no, index).second)
      return findings.add(file, row.number, "student " + student_no + " stands in the file twice");
    for (const auto& [column, attribute] : to.attribute_columns_)
      if (!workflow::parseValue(workflow.attributes[attribute].type, row.cells[column]))
        notAValue(file, row, column, workflow.attributes[attribute].name,
                  workflow.attributes[attribute].type);
    for (const auto& [column, fact] : to.fact_columns_)
      if (!workflow::parseFact(workflow.facts[fact], row.cells[column]))
        notAValue(file, row, column, workflow.facts[fact].name, workflow.facts[fact].type);
    for (const auto& [column, fact] : to.since_columns_)
      if (!workflow::parseValue(rules::Type::date(), row.cells[column]))
        notAValue(file, row, column, workflow.facts[fact].name + ".since", rules::Type::date());
  }

  void notAValue(const std::filesystem::path& file, const tabular::Row& row, std::size_t column,
                 const std::string& name, const rules::Type& type) {
    const std::string& text = row.cells[column];
    const std::string near = type.words ? hint(text, *type.words) : "";
    findings.add(file, row.number,
                 name + ": \"" + text + "\" is not a value of type " + rules::describe(type) + near);
  }

  void registrations(const std::filesystem::path& file) {
    const std::vector<Column> columns = {required("student_no"), required("item"),  required("result"),
                                         optional("remark"),     optional("until"), optional("at"),
                                         optional("condition"),  optional("amount")};
    const Read read = readColumns(file, columns, findings);
    if (!read.ok) return;
    for (const tabular::Row& row : read.table.rows)
      registration(file, row, [&](std::size_t wanted) -> const std::string& {
        return cellOr(row, read.match.places[wanted]);
      });
  }

  template <class Cell>
  void registration(const std::filesystem::path& file, const tabular::Row& row, const Cell& cell) {
    const std::size_t student = to.find(cell(0));
    const auto item = workflow.item(cell(1));
    const auto result = model::parseRegistrationResult(cell(2));
    const auto until = workflow::parseValue(rules::Type::date(), cell(4));
    const auto at = momentOf(cell(5), workflow.time_zone, to.circumstances_.now);
    const auto amount = workflow::parseValue(rules::Type::number(rules::Unit::Money), cell(7));
    const auto wrong = [&](const std::string& text) { findings.add(file, row.number, text); };
    if (student == to.size()) wrong("student " + cell(0) + " is not in the file of students");
    if (!item) wrong("there is no item \"" + cell(1) + "\"" + hint(cell(1), workflow.item_ids));
    if (!result) wrong("\"" + cell(2) + "\" is not a result" + hint(cell(2), resultWords()));
    if (!until) wrong("until: \"" + cell(4) + "\" is not a date");
    if (!at) wrong("at: \"" + cell(5) + "\" is neither a date nor a time");
    if (!amount || (amount->known() && *amount->number() < 0))
      wrong("amount: \"" + cell(7) + "\" is not an amount like 12.50");
    if (student == to.size() || !item || !result || !until || !at || !amount) return;
    model::Registration made{*result, cell(3), std::nullopt, *at, "", cell(6)};
    if (until->known()) made.until = *until->date();
    if (amount->known()) made.amount = *amount->number();
    take(student, *item, made, wrong);
  }

  /// A registration that the item of the student's type allows.
  template <class Wrong>
  void take(std::size_t student, workflow::ItemIndex index, const model::Registration& made,
            const Wrong& wrong) {
    const tabular::Row& row = to.table_.rows[student];
    const workflow::Item* item = itemOf(to.typeOf(row), index);
    if (item == nullptr) return;  // the student's type does not have it
    const std::string not_allowed = notAllowed(*item, made);
    if (!not_allowed.empty()) return wrong(not_allowed);
    if (!item->register_by) {
      to.registrations_[student][index] = made;
      return;
    }
    const workflow::StudentRecord record = to.record(student);
    const model::Value& value = record.attributes[*item->register_by];
    const rules::Type& type = workflow.attributes[*item->register_by].type;
    if (value.known()) to.shared_[{index, workflow::formatValue(type, value)}] = made;
  }

  static const workflow::Item* itemOf(const workflow::StudentType* type, workflow::ItemIndex index) {
    if (type == nullptr) return nullptr;
    const auto found = std::find_if(type->items.begin(), type->items.end(),
                                    [&](const workflow::Item& each) { return each.index == index; });
    return found == type->items.end() ? nullptr : &*found;
  }

  static std::string notAllowed(const workflow::Item& item, const model::Registration& made) {
    using model::RegistrationResult;
    const bool refused = (made.result == RegistrationResult::Deferred && !item.allowed.deferral) ||
                         (made.result == RegistrationResult::Waived && !item.allowed.waiver) ||
                         (made.result == RegistrationResult::NotApplicable && !item.allowed.not_applicable);
    if (refused)
      return "the item " + item.id + " does not allow \"" + std::string(model::word(made.result)) + "\"";
    if (made.result == RegistrationResult::Deferred && !made.until) return "a deferral needs its last day";
    if (!made.condition.empty() && !item.allowed.condition)
      return "the item " + item.id + " allows no condition";
    if (!made.condition.empty() && made.result != RegistrationResult::Cleared)
      return "only what is cleared can carry a condition";
    if (made.amount && item.charges.empty()) return "the item " + item.id + " takes no amount";
    return {};
  }

  void list(const std::string& id, const std::filesystem::path& file) {
    const auto index = workflow.list(id);
    if (!index) {
      std::vector<std::string> ids;
      for (const auto& list : workflow.lists) ids.push_back(list.id);
      return findings.add("--list", 0, "there is no list \"" + id + "\"" + hint(id, ids));
    }
    const std::vector<Column> columns = {required("student_no"), optional("name"), optional("remark")};
    const Read read = readColumns(file, columns, findings);
    if (!read.ok) return;
    to.circumstances_.submitted[*index] = true;
    for (const tabular::Row& row : read.table.rows) {
      const std::string& student_no = cellOr(row, read.match.places[0]);
      const std::size_t student = to.find(student_no);
      if (student == to.size())
        findings.add(file, row.number, "student " + student_no + " is not in the file of students");
      else if (!to.listed_[student].emplace(*index, cellOr(row, read.match.places[2])).second)
        findings.add(file, row.number, "student " + student_no + " stands in the list twice");
    }
  }

  static const std::vector<std::string>& resultWords() {
    static const std::vector<std::string> kWords = {"cleared",  "refused", "not_applicable",
                                                    "deferred", "waived",  "declared"};
    return kWords;
  }
};

StudentsFile::StudentsFile(std::shared_ptr<const workflow::Workflow> workflow, const StudentFiles& files)
    : workflow_(std::move(workflow)) {
  circumstances_.now = model::SystemClock().now();
  circumstances_.today = workflow_->time_zone.dateAt(circumstances_.now);
  circumstances_.submitted.resize(workflow_->lists.size());
  if (!files.today.empty()) {
    const auto today = model::parseDate(files.today);
    if (!today) throw std::runtime_error("--today: \"" + files.today + "\" is not a date like 2015-06-24");
    circumstances_.today = *today;
    circumstances_.now = workflow_->time_zone.startOf(*today) + std::chrono::hours(12);
  }
  Reader reader{*this, *workflow_, {}};
  reader.students(files.students);
  registrations_.resize(size());
  listed_.resize(size());
  if (!files.registrations.empty()) reader.registrations(files.registrations);
  for (const auto& [id, file] : files.lists) reader.list(id, file);
  reader.findings.throwIfAny();
  others_ = OthersInFile::of(workflow_, *this);
}

const workflow::StudentType* StudentsFile::typeOf(const tabular::Row& row) const {
  for (const auto& [column, attribute] : attribute_columns_)
    if (attribute == workflow_->student_type) return workflow_->type(row.cells[column]);
  return nullptr;
}

workflow::StudentRecord StudentsFile::record(std::size_t index) const {
  const tabular::Row& row = table_.rows[index];
  workflow::StudentRecord record;
  record.student_no = row.cells[number_column_];
  if (!name_column_.empty()) record.name = row.cells[name_column_.front()];
  record.attributes.resize(workflow_->attributes.size());
  record.facts.resize(workflow_->facts.size());
  for (const auto& [column, attribute] : attribute_columns_)
    record.attributes[attribute] =
        *workflow::parseValue(workflow_->attributes[attribute].type, row.cells[column]);
  for (const auto& [column, fact] : fact_columns_)
    record.facts[fact] = {*workflow::parseFact(workflow_->facts[fact], row.cells[column]), circumstances_.now,
                          ""};
  for (const auto& [column, fact] : since_columns_)
    if (const auto since = model::parseDate(row.cells[column]))
      record.facts[fact].since = workflow_->time_zone.startOf(*since);
  record.registrations = registrations_[index];
  addShared(*workflow_, shared_, record);
  record.listed = listed_[index];
  others_.fill(*workflow_, record);
  return record;
}

std::size_t StudentsFile::find(const std::string& student_no) const {
  const auto found = positions_.find(student_no);
  return found == positions_.end() ? size() : found->second;
}

}  // namespace lixiao::app
