#pragma once

#include <string>
#include <vector>

#include "engine/service/commands.h"
#include "web/visit.h"

namespace lixiao::web::pages {

/// Rows of a preview that have something in common; the template `row_groups` shows them.
struct RowGroup {
  const char* id;
  std::string title, hint;
  bool open = false;  ///< unfolded while it is short
  const char* kind;   ///< of the rows, for their colour: good, note, bad
};
using RowRefs = std::vector<const service::RowReport*>;

/// Adds the first rows of the group; nothing when it has none.
void addGroup(const Visit& visit, List& groups, const RowGroup& group, const RowRefs& rows);
/// The rows of one verdict.
RowRefs rowsWith(const std::vector<service::RowReport>& rows, service::Verdict verdict);
/// The rows that cannot be taken.
RowRefs refusedRows(const std::vector<service::RowReport>& rows);

/// What is to be told of a row beside what changes.
std::vector<std::string> notesOf(const Visit& visit, const service::RowReport& row);

}  // namespace lixiao::web::pages
