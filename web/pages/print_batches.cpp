#include <algorithm>
#include <sstream>

#include "engine/tabular/csv_writer.h"
#include "engine/tabular/xlsx_writer.h"
#include "web/dates.h"
#include "web/json.h"
#include "web/pages/download.h"
#include "web/pages/options.h"
#include "web/pages/pages.h"
#include "web/pages/student_data.h"

namespace lixiao::web::pages {

namespace {

/// More rows are in the list to download.
constexpr std::size_t kMostRows = 500;

/// The form as it was filled in, and what came of it.
struct Shown {
  std::string cut_off, grouped_by, problem, field;
  std::optional<service::PrintPreview> preview;
  int status = 200;
};

std::string listUrl(const std::string& document) {
  return "/certificates/" + encode(document) + "/print-batches";
}

std::string printUrl(std::int64_t id) {
  return "/certificates/print-batches/" + std::to_string(id);
}

Data lineData(const Visit& visit, const service::PrintBatchLine& line, const service::EditionView& edition) {
  Data data;
  data.set("number", std::to_string(line.number));
  data.set("print_url", printUrl(line.id));
  data.set("xlsx_url", printUrl(line.id) + "/list.xlsx");
  data.set("csv_url", printUrl(line.id) + "/list.csv");
  data.set("title", visit.in(line.title));
  data.set("cut_off", day(visit.language, line.cut_off));
  data.set("grouped_by", textOrNothing(visit.in(line.grouped_by)));
  data.set("at", moment(visit.language, edition.time_zone, line.at));
  data.set("by", visit.who(line.by));
  data.set("students", visit.trn("{0} student", "{0} students", static_cast<std::size_t>(line.students)));
  return data;
}

Data rowData(const service::PrintLine& row) {
  Data data;
  data.set("position", std::to_string(row.position));
  data.set("student_no", row.student_no);
  data.set("student_url", studentUrl(row.student_no));
  data.set("name", row.name);
  data.set("destination", textOrNothing(row.destination));
  data.set("college", textOrNothing(row.college));
  data.set("class_code", textOrNothing(row.class_code));
  return data;
}

List rowsData(const std::vector<service::PrintLine>& rows) {
  List list(Data::type::list);
  for (const service::PrintLine& each : rows) list.push_back(rowData(each));
  return list;
}

void setPreview(const Visit& visit, Data& data, const Shown& shown) {
  data.set("preview", Data(shown.preview.has_value()));
  if (!shown.preview) return;
  List groups(Data::type::list);
  for (const service::PrintPreview::Group& each : shown.preview->groups) {
    Data group;
    group.set("destination", textOrNothing(each.destination));
    group.set("students", std::to_string(each.students));
    groups.push_back(group);
  }
  data.set("groups", groups);
  data.set("grouped", Data(!shown.grouped_by.empty() && !shown.preview->groups.empty()));
  data.set("expected", std::to_string(shown.preview->students));
  data.set("somebody", Data(shown.preview->students > 0));
  data.set("preview_words", visit.trn("{0} student", "{0} students", shown.preview->students));
}

http::Response show(const Visit& visit, const std::string& document, const Shown& shown) {
  const auto overview = visit.sources().printing.overview(visit.actor(), document);
  if (!overview) return visit.refusal(overview.refusal());
  const service::EditionView edition = visit.queries().edition();
  Data data;
  data.set("document", visit.in(overview->title));
  data.set("list_url", listUrl(document));
  data.set("make_url", listUrl(document) + "/make");
  List batches(Data::type::list);
  for (const service::PrintBatchLine& each : overview->batches)
    batches.push_back(lineData(visit, each, edition));
  data.set("batches", batches);
  data.set("has_batches", Data(!overview->batches.empty()));
  data.set("may_make", Data(visit.actor().role == service::Role::Staff));
  data.set("cut_off", shown.cut_off);
  data.set("grouped_by", shown.grouped_by);
  data.set("choices", options(visit, overview->choices, shown.grouped_by));
  data.set("problem", shown.field.empty() ? textOrNothing(shown.problem) : Data(false));
  data.set("cut_off_problem", shown.field == "cut_off" ? textOrNothing(shown.problem) : Data(false));
  data.set("grouped_by_problem", shown.field == "grouped_by" ? textOrNothing(shown.problem) : Data(false));
  data.set("confirmation",
           visit.query["done"] == "made" ? Data(visit.tr("The batch is made.")) : Data(false));
  setPreview(visit, data, shown);
  data.set("late", rowsData(overview->late));
  data.set("has_late", Data(overview->all_late > 0));
  data.set("late_words",
           visit.trn("{0} student is in no batch", "{0} students are in no batch", overview->all_late));
  return visit.page("print_batches", visit.tr("Print batches"), std::move(data), shown.status);
}

Shown refused(const Visit& visit, const service::Refusal& refusal, Shown shown) {
  shown.problem = visit.reasons(refusal);
  shown.field = refusal.field;
  shown.status = statusOf(refusal.kind);
  return shown;
}

std::optional<service::PrintOrder> orderOf(const std::string& document, const Fields& fields) {
  const auto cut_off = model::parseDate(fields["cut_off"]);
  if (!cut_off) return std::nullopt;
  return service::PrintOrder{document, *cut_off, fields["grouped_by"]};
}

Shown withoutDay(const Visit& visit, const Fields& fields) {
  return {fields["cut_off"], fields["grouped_by"], visit.tr("Write the day as 2015-06-13."),
          "cut_off",         std::nullopt,         422};
}

service::Outcome<service::PrintBatchView> viewOf(const Visit& visit) {
  return visit.sources().printing.find(visit.actor(), number(visit.path[0]).value_or(0));
}

std::vector<std::string> header(const Visit& visit) {
  return {visit.tr("Position"),    visit.tr("Student number"), visit.tr("Name"),
          visit.tr("Destination"), visit.tr("College"),        visit.tr("Class")};
}

std::string nameOf(const service::PrintBatchView& view, const char* ending) {
  return "print-batch-" + std::to_string(view.line.id) + ending;
}

Json toJson(const Visit& visit, const service::PrintBatchLine& line) {
  return {{"id", line.id},
          {"document", line.document},
          {"number", line.number},
          {"cut_off", model::formatDate(line.cut_off)},
          {"grouped_by", visit.in(line.grouped_by)},
          {"at", model::formatInstant(line.at)},
          {"by", line.by},
          {"students", line.students}};
}

Json toJson(const std::vector<service::PrintLine>& rows) {
  Json list = Json::array();
  for (const service::PrintLine& each : rows)
    list.push_back({{"position", each.position},
                    {"student_no", each.student_no},
                    {"name", each.name},
                    {"destination", each.destination},
                    {"college", each.college},
                    {"class_code", each.class_code}});
  return list;
}

}  // namespace

http::Response printBatches(const Visit& visit) {
  const std::string& document = visit.path[0];
  Shown shown;
  if (!visit.query.has("cut_off")) {
    const auto overview = visit.sources().printing.overview(visit.actor(), document);
    if (!overview) return visit.refusal(overview.refusal());
    shown.cut_off = model::formatDate(visit.queries().edition().today);
    shown.grouped_by = overview->usual;
    return show(visit, document, shown);
  }
  const auto order = orderOf(document, visit.query);
  if (!order) return show(visit, document, withoutDay(visit, visit.query));
  shown.cut_off = visit.query["cut_off"];
  shown.grouped_by = visit.query["grouped_by"];
  auto preview = visit.sources().printing.preview(visit.actor(), *order);
  if (!preview) return show(visit, document, refused(visit, preview.refusal(), shown));
  shown.preview = std::move(preview.value());
  return show(visit, document, shown);
}

http::Response makePrintBatch(const Action& action) {
  const std::string& document = action.path[0];
  const auto order = orderOf(document, action.form);
  const auto expected = number(action.form["expected"]);
  if (!order || !expected || *expected < 0) return action.error(400);
  const auto made =
      action.sources().printing.make(action.actor(), *order, static_cast<std::size_t>(*expected));
  if (made) return http::redirect(listUrl(document) + "?done=made");
  return show(
      action, document,
      refused(action, made.refusal(), {action.form["cut_off"], action.form["grouped_by"], {}, {}, {}, 200}));
}

http::Response printBatch(const Visit& visit) {
  const auto view = viewOf(visit);
  if (!view) return visit.refusal(view.refusal());
  Data data = lineData(visit, view->line, visit.queries().edition());
  data.set("list_url", listUrl(view->line.document));
  const std::size_t shown = std::min(view->rows.size(), kMostRows);
  data.set("rows", rowsData({view->rows.begin(), view->rows.begin() + static_cast<std::ptrdiff_t>(shown)}));
  const std::size_t more = view->rows.size() - shown;
  data.set("more", more == 0 ? Data(false) : Data(visit.trn("and {0} more row", "and {0} more rows", more)));
  return visit.page("print_batch", visit.tr("Print batches"), std::move(data));
}

http::Response printBatchCsv(const Visit& visit) {
  const auto view = viewOf(visit);
  if (!view) return visit.refusal(view.refusal());
  std::ostringstream out;
  tabular::CsvOptions options;
  options.byte_order_mark = true;
  options.crlf = true;
  tabular::CsvWriter csv(out, options);
  for (const std::string& each : header(visit)) csv.text(each);
  csv.endRow();
  for (const service::PrintLine& row : view->rows)
    csv.number(row.position)
        .text(row.student_no)
        .text(row.name)
        .text(row.destination)
        .text(row.college)
        .text(row.class_code)
        .endRow();
  csv.flush();
  return download(nameOf(view.value(), ".csv"), kCsvType, std::move(out).str());
}

http::Response printBatchXlsx(const Visit& visit) {
  const auto view = viewOf(visit);
  if (!view) return visit.refusal(view.refusal());
  tabular::XlsxWriter xlsx(view->line.at);
  xlsx.sheet(visit.in(view->line.title) + " " + std::to_string(view->line.number)).header(header(visit));
  for (const service::PrintLine& row : view->rows)
    xlsx.number(row.position)
        .text(row.student_no)
        .text(row.name)
        .text(row.destination)
        .text(row.college)
        .text(row.class_code)
        .endRow();
  return download(nameOf(view.value(), ".xlsx"), kXlsxType, xlsx.finish());
}

http::Response apiPrintBatches(const Visit& visit) {
  const auto overview = visit.sources().printing.overview(visit.actor(), visit.path[0]);
  if (!overview) return visit.refusal(overview.refusal());
  Json batches = Json::array();
  for (const service::PrintBatchLine& each : overview->batches) batches.push_back(toJson(visit, each));
  return json(200, {{"document", overview->document},
                    {"batches", batches},
                    {"late", toJson(overview->late)},
                    {"all_late", overview->all_late}});
}

http::Response apiPrintBatch(const Visit& visit) {
  const auto view = viewOf(visit);
  if (!view) return visit.refusal(view.refusal());
  Json batch = toJson(visit, view->line);
  batch["rows"] = toJson(view->rows);
  return json(200, batch);
}

}  // namespace lixiao::web::pages
