#include "web/pages/batch_data.h"

#include <sstream>

#include "engine/tabular/csv_writer.h"
#include "engine/tabular/xlsx_writer.h"
#include "web/dates.h"
#include "web/pages/download.h"

namespace lixiao::web::pages {

namespace {

std::vector<std::string> header(const Visit& visit) {
  return {visit.tr("Row"),     visit.tr("Student number"), visit.tr("Name"),  visit.tr("Item"),
          visit.tr("Verdict"), visit.tr("Reason"),         visit.tr("Undone")};
}

std::string nameOf(const service::BatchView& view, const char* ending) {
  return "batch-" + std::to_string(view.line.id) + ending;
}

Json orNull(const std::optional<model::Instant>& at) {
  return at ? Json(model::formatInstant(*at)) : Json();
}

}  // namespace

std::string batchUrl(std::int64_t id) {
  return "/work/batches/" + std::to_string(id);
}

Data batchData(const Visit& visit, const service::BatchLine& line, const service::EditionView& edition) {
  Data data;
  data.set("id", std::to_string(line.id));
  data.set("report_url", batchUrl(line.id));
  data.set("xlsx_url", batchUrl(line.id) + "/report.xlsx");
  data.set("csv_url", batchUrl(line.id) + "/report.csv");
  data.set("undo_url", batchUrl(line.id) + "/undo");
  data.set("item", line.item.empty() ? visit.tr("several items") : visit.in(line.item_title));
  data.set("department", textOrNothing(visit.in(line.department)));
  data.set("by", visit.who(line.by));
  data.set("file_name", textOrNothing(line.file_name));
  data.set("at", moment(visit.language, edition.time_zone, line.at));
  data.set("applied",
           visit.trn("{0} row registered", "{0} rows registered", static_cast<std::size_t>(line.applied)));
  data.set("unchanged", line.unchanged == 0
                            ? Data(false)
                            : Data(visit.trn("{0} row changed nothing", "{0} rows changed nothing",
                                             static_cast<std::size_t>(line.unchanged))));
  data.set("refused", line.refused == 0 ? Data(false)
                                        : Data(visit.trn("{0} row left out", "{0} rows left out",
                                                         static_cast<std::size_t>(line.refused))));
  data.set("undone", Data(line.undone_at.has_value()));
  data.set("undone_at",
           line.undone_at ? Data(moment(visit.language, edition.time_zone, *line.undone_at)) : Data(false));
  data.set("undone_by", visit.who(line.undone_by));
  data.set("undo_reason", line.undo_reason);
  return data;
}

http::Response batchCsv(const Visit& visit, const service::BatchView& view) {
  std::ostringstream out;
  tabular::CsvOptions options;
  options.byte_order_mark = true;
  options.crlf = true;
  tabular::CsvWriter csv(out, options);
  for (const std::string& each : header(visit)) csv.text(each);
  csv.endRow();
  for (const service::BatchView::Row& row : view.rows) {
    csv.number(static_cast<std::int64_t>(row.report.row)).text(row.report.student_no).text(row.report.name);
    csv.text(visit.in(row.item_title)).text(visit.in(service::title(row.report.verdict)));
    csv.text(visit.tr(row.report.reason)).text(row.undone ? visit.tr("yes") : "");
    csv.endRow();
  }
  csv.flush();
  return download(nameOf(view, ".csv"), kCsvType, std::move(out).str());
}

http::Response batchXlsx(const Visit& visit, const service::BatchView& view) {
  tabular::XlsxWriter xlsx(view.line.at);
  xlsx.sheet(visit.tr("Batch") + " " + std::to_string(view.line.id)).header(header(visit));
  for (const service::BatchView::Row& row : view.rows) {
    xlsx.number(static_cast<std::int64_t>(row.report.row)).text(row.report.student_no).text(row.report.name);
    xlsx.text(visit.in(row.item_title)).text(visit.in(service::title(row.report.verdict)));
    xlsx.text(visit.tr(row.report.reason)).text(row.undone ? visit.tr("yes") : "");
    xlsx.endRow();
  }
  return download(nameOf(view, ".xlsx"), kXlsxType, xlsx.finish());
}

Json toJson(const Visit& visit, const service::BatchLine& line) {
  return {{"id", line.id},
          {"item", line.item},
          {"title", visit.in(line.item_title)},
          {"department", visit.in(line.department)},
          {"by", line.by},
          {"file_name", line.file_name},
          {"at", model::formatInstant(line.at)},
          {"applied", line.applied},
          {"unchanged", line.unchanged},
          {"refused", line.refused},
          {"undone_at", orNull(line.undone_at)},
          {"undone_by", line.undone_by},
          {"undo_reason", line.undo_reason}};
}

Json toJson(const Visit& visit, const service::BatchView& view) {
  Json batch = toJson(visit, view.line);
  batch["may_undo"] = view.may_undo;
  batch["rows"] = Json::array();
  for (const service::BatchView::Row& row : view.rows)
    batch["rows"].push_back({{"row", row.report.row},
                             {"student_no", row.report.student_no},
                             {"name", row.report.name},
                             {"item", row.item},
                             {"verdict", service::word(row.report.verdict)},
                             {"reason", visit.tr(row.report.reason)},
                             {"undone", row.undone}});
  return batch;
}

}  // namespace lixiao::web::pages
