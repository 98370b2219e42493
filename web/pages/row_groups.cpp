#include "web/pages/row_groups.h"

#include <algorithm>

namespace lixiao::web::pages {

namespace {

using service::RowReport;
using service::Verdict;

constexpr std::size_t kMostRows = 200;
constexpr std::size_t kUnfolded = 50;  // more would hide the form below

std::string colon(const Visit& visit) {
  return visit.language == model::Language::Chinese ? "：" : ": ";
}

Data rowData(const Visit& visit, const RowReport& row) {
  Data data;
  data.set("row", row.row == 0 ? Data(false) : Data(std::to_string(row.row)));
  data.set("student_no", row.student_no);
  data.set("name", textOrNothing(row.name));
  data.set("verdict", visit.in(service::title(row.verdict)));
  List changes(Data::type::list);
  for (const service::CellChange& each : row.changes) {
    Data change;
    change.set("title", visit.in(each.title));
    change.set("before", each.before.empty() ? visit.tr("nothing") : each.before);
    change.set("after", each.after.empty() ? visit.tr("nothing") : each.after);
    changes.push_back(change);
  }
  data.set("changes", changes);
  List notes(Data::type::list);
  for (const std::string& each : notesOf(visit, row)) notes.push_back(Data(each));
  data.set("notes", notes);
  return data;
}

template <typename Is>
RowRefs chosen(const std::vector<RowReport>& rows, Is is) {
  RowRefs found;
  for (const RowReport& row : rows)
    if (is(row)) found.push_back(&row);
  return found;
}

}  // namespace

std::vector<std::string> notesOf(const Visit& visit, const RowReport& row) {
  std::vector<std::string> notes;
  const bool told_by_cells = !row.changes.empty();
  if (const std::string reason = visit.tr(row.reason); !reason.empty() && !told_by_cells)
    notes.push_back(reason);
  for (const service::Suspicion& each : row.suspicions) {
    const std::string& about = visit.in(each.about);
    notes.push_back((about.empty() ? "" : about + colon(visit)) + visit.tr(each.message));
  }
  return notes;
}

void addGroup(const Visit& visit, List& groups, const RowGroup& group, const RowRefs& rows) {
  if (rows.empty()) return;
  Data data;
  data.set("id", group.id);
  data.set("title", group.title);
  data.set("hint", textOrNothing(group.hint));
  data.set("kind", group.kind);
  data.set("open", Data(group.open && rows.size() <= kUnfolded));
  data.set("count", std::to_string(rows.size()));
  List list(Data::type::list);
  for (std::size_t i = 0; i < std::min(rows.size(), kMostRows); ++i) list.push_back(rowData(visit, *rows[i]));
  data.set("rows", list);
  const std::size_t more = rows.size() - std::min(rows.size(), kMostRows);
  data.set("more", more == 0 ? Data(false) : Data(visit.trn("and {0} more row", "and {0} more rows", more)));
  groups.push_back(data);
}

RowRefs rowsWith(const std::vector<RowReport>& rows, Verdict verdict) {
  return chosen(rows, [&](const RowReport& row) { return row.verdict == verdict; });
}

RowRefs refusedRows(const std::vector<RowReport>& rows) {
  return chosen(rows, [](const RowReport& row) { return !service::isGood(row.verdict); });
}

}  // namespace lixiao::web::pages
