#include "web/pages/report.h"

#include <algorithm>

namespace lixiao::web::pages {

namespace {

constexpr std::size_t kMostRows = 1000;

Data rowData(const Visit& visit, const service::RowReport& row, bool applied) {
  const bool written =
      applied && (row.verdict == service::Verdict::WillClear || row.verdict == service::Verdict::WillChange);
  const bool good = service::isGood(row.verdict);
  const bool told =
      row.verdict == service::Verdict::AlreadyClear || row.verdict == service::Verdict::WaitsForRoster;
  Data data;
  data.set("row", std::to_string(row.row));
  data.set("student_no", row.student_no);
  data.set("name", textOrNothing(row.name));
  data.set("verdict", written ? visit.tr("has been registered") : visit.in(service::title(row.verdict)));
  data.set("kind", told ? "note" : good ? "good" : "bad");
  data.set("reason", textOrNothing(visit.tr(row.reason)));
  return data;
}

}  // namespace

Data reportData(const Visit& visit, const service::BatchReport& report, bool applied) {
  std::vector<const service::RowReport*> order;
  for (const service::RowReport& each : report.rows) order.push_back(&each);
  std::stable_partition(order.begin(), order.end(),
                        [](const service::RowReport* each) { return !service::isGood(each->verdict); });
  Data data;
  List rows(Data::type::list);
  for (std::size_t at = 0; at < std::min(order.size(), kMostRows); ++at)
    rows.push_back(rowData(visit, *order[at], applied));
  data.set("rows", rows);
  data.set("has_rows", Data(!report.rows.empty()));
  data.set("good", visit.trn("{0} row is fine", "{0} rows are fine", report.good));
  data.set("refused", visit.trn("{0} row cannot be taken", "{0} rows cannot be taken", report.refused));
  data.set("has_good", Data(!applied && report.good > 0));
  data.set("has_refused", Data(!applied && report.refused > 0));
  const std::size_t more = order.size() > kMostRows ? order.size() - kMostRows : 0;
  data.set("more", more == 0 ? Data(false) : Data(visit.trn("and {0} more row", "and {0} more rows", more)));
  return data;
}

}  // namespace lixiao::web::pages
