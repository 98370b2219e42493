#include "web/pages/roster_preview.h"

#include <sstream>

#include "engine/tabular/csv_writer.h"
#include "web/pages/row_groups.h"

namespace lixiao::web::pages {

using service::RowReport;
using service::Verdict;

Data rosterGroups(const Visit& visit, const service::BatchReport& report) {
  RowRefs suspicious;
  for (const RowReport& row : report.rows)
    if (service::isGood(row.verdict) && !row.suspicions.empty()) suspicious.push_back(&row);
  List groups(Data::type::list);
  addGroup(visit, groups, {"refused", visit.tr("Cannot be taken"), "", true, "bad"},
           refusedRows(report.rows));
  addGroup(visit, groups,
           {"suspicious", visit.tr("Suspicious, please compare with the papers"),
            visit.tr("These rows are taken as shown; they stand in their own group as well."), true, "note"},
           suspicious);
  addGroup(
      visit, groups,
      {"removed", visit.tr("Taken off the roster"),
       visit.tr("Nothing of theirs is lost: who is imported again comes back with everything."), true, "bad"},
      rowsWith(report.absent, Verdict::Removed));
  addGroup(visit, groups, {"absent", visit.tr("On the roster and not in this file"), "", true, "note"},
           rowsWith(report.absent, Verdict::Absent));
  addGroup(visit, groups, {"changed", visit.tr("Changed"), "", true, "note"},
           rowsWith(report.rows, Verdict::Changed));
  addGroup(visit, groups, {"added", visit.tr("New"), "", false, "good"},
           rowsWith(report.rows, Verdict::Added));
  Data data;
  data.set("groups", groups);
  const std::size_t same = rowsWith(report.rows, Verdict::Unchanged).size();
  data.set("unchanged", same == 0
                            ? Data(false)
                            : Data(visit.trn("{0} row is as it was", "{0} rows are as they were", same)));
  return data;
}

std::string rosterCsv(const Visit& visit, const service::BatchReport& report) {
  std::ostringstream out;
  {
    tabular::CsvWriter csv(out, {.byte_order_mark = true, .crlf = true});
    for (const std::string& title : {visit.tr("Row"), visit.tr("Student number"), visit.tr("Name"),
                                     visit.tr("Verdict"), visit.tr("Details")})
      csv.text(title);
    csv.endRow();
    for (const auto* rows : {&report.rows, &report.absent})
      for (const RowReport& row : *rows) {
        std::string details;
        const auto tell = [&](const std::string& text) { details += (details.empty() ? "" : "; ") + text; };
        for (const service::CellChange& each : row.changes)
          tell(visit.in(each.title) + ": " + each.before + " → " + each.after);
        for (const std::string& note : notesOf(visit, row)) tell(note);
        csv.plain(row.row == 0 ? "" : std::to_string(row.row)).text(row.student_no).text(row.name);
        csv.text(visit.in(service::title(row.verdict))).text(details).endRow();
      }
  }
  return out.str();
}

}  // namespace lixiao::web::pages
