#include "engine/service/row_tables.h"

#include <limits>
#include <unordered_map>

namespace lixiao::service {
namespace {

using tabular::CellKind;
using tabular::Column;

Column studentNo() {
  return {"student_no", {"学号", "学生号"}, CellKind::Code, true};
}
Column name(bool required) {
  return {"name", {"姓名", "学生姓名"}, CellKind::Name, required};
}
Column remark() {
  return {"remark", {"备注", "说明"}, CellKind::Text, false};
}

/// A column of the edition, by its name or its titles.
Column titled(const std::string& id, const model::LocalizedText& title, CellKind kind, bool required) {
  Column column{id, {}, kind, required};
  for (const std::string& alias : {title.zh, title.en})
    if (!alias.empty() && alias != id) column.aliases.push_back(alias);
  return column;
}

CellKind kindOf(const rules::Type& type) {
  if (type.kind == rules::Kind::Date) return CellKind::Date;
  return CellKind::Text;
}

/// The columns of a table in the order asked for, cleaned.
class Cells {
 public:
  Cells(tabular::Table table, const std::vector<Column>& wanted, tabular::Problems& problems)
      : table_(std::move(table)) {
    tabular::HeaderMatch match = tabular::matchHeader(table_, wanted);
    for (const tabular::Problem& problem : match.problems.all()) problems.add(problem);
    if (!match.ok()) {
      table_.rows.clear();
      return;
    }
    tabular::cleanColumns(table_, wanted, match, problems);
    places_ = std::move(match.places);
  }

  const std::vector<tabular::Row>& rows() const { return table_.rows; }
  bool has(std::size_t column) const { return places_[column].has_value(); }
  std::string cell(const tabular::Row& row, std::size_t column) const {
    return has(column) ? row.cells[*places_[column]] : std::string();
  }

 private:
  tabular::Table table_;
  std::vector<std::optional<std::size_t>> places_;
};

/// What is suspicious about a cell goes to its row, which the person will look at; the rest concerns the
/// file.
void giveToRows(const tabular::Problems& all, RowTable<RosterRow>& table) {
  std::unordered_map<std::size_t, std::size_t> place;
  for (std::size_t i = 0; i < table.rows.size(); ++i) place.emplace(table.rows[i].row, i);
  for (const tabular::Problem& problem : all.all()) {
    const auto found = place.find(problem.row);
    if (problem.severity == tabular::Problem::Severity::Error || found == place.end())
      table.problems.add(problem);
    else
      table.rows[found->second].suspicions.push_back(
          {model::LocalizedText(problem.column_name), problem.message});
  }
}

/// A result by its word or as offices say it.
std::optional<model::RegistrationResult> resultOf(const std::string& written) {
  using model::RegistrationResult;
  static const std::map<std::string, RegistrationResult> kWords = {
      {"通过", RegistrationResult::Cleared},           {"已通过", RegistrationResult::Cleared},
      {"未通过", RegistrationResult::Refused},         {"不通过", RegistrationResult::Refused},
      {"暂缓", RegistrationResult::Deferred},          {"免除", RegistrationResult::Waived},
      {"无需办理", RegistrationResult::NotApplicable}, {"不适用", RegistrationResult::NotApplicable}};
  const auto found = kWords.find(written);
  return found != kWords.end() ? std::optional(found->second) : model::parseRegistrationResult(written);
}

}  // namespace

RowTable<RosterRow> rosterRows(tabular::Table table, const workflow::Workflow& workflow) {
  std::vector<Column> wanted = {
      studentNo(),
      name(true),
      {"national_id", {"身份证号", "证件号码", "身份证件号", "证件号"}, CellKind::Code, false},
      {"id_type", {"证件类型", "身份证件类型"}, CellKind::Text, false}};
  const std::size_t first = wanted.size();
  for (const workflow::Attribute& attribute : workflow.attributes)
    wanted.push_back(titled(attribute.name, attribute.title, kindOf(attribute.type), !attribute.optional));
  tabular::Problems all(std::numeric_limits<std::size_t>::max());
  const Cells cells(std::move(table), wanted, all);
  RowTable<RosterRow> result;
  result.rows.reserve(cells.rows().size());
  for (const tabular::Row& row : cells.rows()) {
    RosterRow student{row.number, cells.cell(row, 0), cells.cell(row, 1), cells.cell(row, 2), {}};
    student.id_type = cells.cell(row, 3);
    for (std::size_t i = 0; i < workflow.attributes.size(); ++i)
      if (cells.has(first + i)) student.attributes[workflow.attributes[i].name] = cells.cell(row, first + i);
    result.rows.push_back(std::move(student));
  }
  giveToRows(all, result);
  return result;
}

RowTable<FactRow> factRows(tabular::Table table, const workflow::Workflow& workflow) {
  std::vector<Column> wanted = {studentNo(), name(false)};
  for (const workflow::FactSpec& fact : workflow.facts)
    wanted.push_back(titled(fact.name, fact.title, kindOf(fact.type), false));
  RowTable<FactRow> result;
  const Cells cells(std::move(table), wanted, result.problems);
  for (const tabular::Row& row : cells.rows())
    for (std::size_t i = 0; i < workflow.facts.size(); ++i)
      if (cells.has(2 + i))
        result.rows.push_back(
            {row.number, cells.cell(row, 0), workflow.facts[i].name, cells.cell(row, 2 + i)});
  return result;
}

RowTable<ListRow> listRows(tabular::Table table) {
  RowTable<ListRow> result;
  const Cells cells(std::move(table), {studentNo(), name(false), remark()}, result.problems);
  for (const tabular::Row& row : cells.rows())
    result.rows.push_back({row.number, cells.cell(row, 0), cells.cell(row, 1), cells.cell(row, 2)});
  return result;
}

RowTable<RegistrationRow> registrationRows(tabular::Table table) {
  const std::vector<Column> wanted = {studentNo(),
                                      name(false),
                                      {"item", {"事项"}, CellKind::Text, true},
                                      {"result", {"结果"}, CellKind::Text, false},
                                      remark(),
                                      {"until", {"有效期至"}, CellKind::Date, false},
                                      {"at", {"登记时间"}, CellKind::Text, false},
                                      {"condition", {"条件"}, CellKind::Text, false},
                                      {"amount", {"金额"}, CellKind::Text, false}};
  RowTable<RegistrationRow> result;
  const Cells cells(std::move(table), wanted, result.problems);
  for (const tabular::Row& row : cells.rows()) {
    const std::string written = cells.cell(row, 3);
    const auto parsed =
        written.empty() ? model::RegistrationResult::Cleared : model::parseRegistrationResult(written);
    if (!parsed)
      result.problems.error(row.number, 0, "result",
                            {"\"{0}\" is not a result", {model::LocalizedText(written)}});
    else
      result.rows.push_back({row.number, cells.cell(row, 0), cells.cell(row, 2), *parsed, cells.cell(row, 4),
                             cells.cell(row, 5), cells.cell(row, 7), cells.cell(row, 8), cells.cell(row, 6)});
  }
  if (result.problems.hasErrors()) result.rows.clear();
  return result;
}

RowTable<RegistrationRow> itemRows(tabular::Table table, const std::string& item,
                                   model::RegistrationResult result, const std::string& given) {
  const std::vector<Column> wanted = {studentNo(),
                                      name(false),
                                      {"result", {"结果"}, CellKind::Text, false},
                                      remark(),
                                      {"until", {"截止", "有效期至"}, CellKind::Date, false},
                                      {"amount", {"金额"}, CellKind::Text, false}};
  RowTable<RegistrationRow> read;
  const Cells cells(std::move(table), wanted, read.problems);
  for (const tabular::Row& row : cells.rows()) {
    const std::string written = cells.cell(row, 2);
    const auto parsed = written.empty() ? std::optional(result) : resultOf(written);
    if (!parsed) {
      read.problems.error(row.number, 0, "result",
                          {"\"{0}\" is not a result", {model::LocalizedText(written)}});
      continue;
    }
    const std::string own = cells.cell(row, 3);
    read.rows.push_back({row.number,
                         cells.cell(row, 0),
                         item,
                         *parsed,
                         own.empty() ? given : own,
                         cells.cell(row, 4),
                         {},
                         cells.cell(row, 5),
                         {}});
  }
  if (read.problems.hasErrors()) read.rows.clear();
  return read;
}

}  // namespace lixiao::service
