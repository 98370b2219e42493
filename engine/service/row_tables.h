#pragma once

#include <map>
#include <string>
#include <vector>

#include "engine/service/commands.h"
#include "engine/tabular/columns.h"
#include "engine/workflow/workflow.h"

namespace lixiao::service {

/// The rows of a table that somebody handed in, for the command that takes them. Columns are found by their
/// names or by the words people use (学号, 姓名 …); cells are cleaned, which `problems` tells. When
/// `problems` has an error there are no rows.
template <typename Row>
struct RowTable {
  std::vector<Row> rows;
  tabular::Problems problems;
};

/// student_no, name, national_id, id_type? and the attributes of the edition, by name or title. What was
/// suspicious about a cell stands with its row and not among the problems.
RowTable<RosterRow> rosterRows(tabular::Table table, const workflow::Workflow& workflow);
/// student_no and a column for each fact; a fact without column is left alone.
RowTable<FactRow> factRows(tabular::Table table, const workflow::Workflow& workflow);
/// student_no, name?, remark?
RowTable<ListRow> listRows(tabular::Table table);
/// student_no, item, result?, remark?, until?, at?, condition?, amount?; `cleared` where no result is given.
RowTable<RegistrationRow> registrationRows(tabular::Table table);

/// For one item: student_no, result?, remark?, until?, amount?; `result` and `remark` for rows that say
/// nothing themselves. Results may be written as the office says them (通过, 未通过 …).
RowTable<RegistrationRow> itemRows(tabular::Table table, const std::string& item,
                                   model::RegistrationResult result, const std::string& remark);

}  // namespace lixiao::service
