#include "web/pages/batch_data.h"
#include "web/pages/pages.h"
#include "web/pages/report.h"
#include "web/pages/student_data.h"

namespace lixiao::web::pages {

namespace {

/// The undo that was not done: what was typed, and what is in the way.
struct Shown {
  std::string reason, problem, field;
  const service::BatchUndo* undo = nullptr;
  int status = 200;
};

service::BatchReport reportOf(const std::vector<service::RowReport>& rows, bool all_bad) {
  service::BatchReport report;
  report.rows = rows;
  for (const service::RowReport& each : rows)
    ++(!all_bad && service::isGood(each.verdict) ? report.good : report.refused);
  return report;
}

http::Response show(const Visit& visit, const service::BatchView& view, const Shown& shown) {
  const service::EditionView edition = visit.queries().edition();
  Data data = batchData(visit, view.line, edition);
  std::vector<service::RowReport> rows;
  rows.reserve(view.rows.size());
  for (const service::BatchView::Row& each : view.rows) rows.push_back(each.report);
  data.set("report", reportData(visit, reportOf(rows, false), true));
  data.set("may_undo", Data(view.may_undo));
  data.set("reason", shown.reason);
  data.set("problem", shown.field.empty() ? textOrNothing(shown.problem) : Data(false));
  data.set("reason_problem", shown.field == "reason" ? textOrNothing(shown.problem) : Data(false));
  const bool kept = shown.undo != nullptr && !shown.undo->kept.empty();
  data.set("kept", kept ? reportData(visit, reportOf(shown.undo->kept, true)) : Data(false));
  data.set("some_left", Data(kept && shown.undo->undone > 0));
  const std::string& done = visit.query["done"];
  data.set("confirmation", done == "applied"  ? Data(visit.tr("Registered."))
                           : done == "undone" ? Data(visit.tr("Undone: it stands as it stood before."))
                                              : Data(false));
  return visit.page("batch_report", visit.tr("Batch") + " " + std::to_string(view.line.id), std::move(data),
                    shown.status);
}

service::Outcome<service::BatchView> viewOf(const Visit& visit) {
  const auto id = number(visit.path[0]);
  return visit.sources().batches.find(visit.actor(), id.value_or(0));
}

}  // namespace

http::Response batches(const Visit& visit) {
  const auto before =
      visit.query["before"].empty() ? std::optional<std::int64_t>(0) : number(visit.query["before"]);
  if (!before) return visit.error(400);
  const auto lines = visit.sources().batches.list(visit.actor(), *before);
  if (!lines) return visit.refusal(lines.refusal());
  const service::EditionView edition = visit.queries().edition();
  List list(Data::type::list);
  for (const service::BatchLine& each : lines.value()) list.push_back(batchData(visit, each, edition));
  Data data;
  data.set("batches", list);
  data.set("has_batches", Data(!lines->empty()));
  constexpr std::size_t kFull = 100;
  data.set("older_url", lines->size() < kFull
                            ? Data(false)
                            : Data("/work/batches?before=" + std::to_string(lines->back().id)));
  return visit.page("batches", visit.tr("Batches"), std::move(data));
}

http::Response batchReport(const Visit& visit) {
  const auto view = viewOf(visit);
  return view ? show(visit, view.value(), {}) : visit.refusal(view.refusal());
}

http::Response batchReportCsv(const Visit& visit) {
  const auto view = viewOf(visit);
  return view ? batchCsv(visit, view.value()) : visit.refusal(view.refusal());
}

http::Response batchReportXlsx(const Visit& visit) {
  const auto view = viewOf(visit);
  return view ? batchXlsx(visit, view.value()) : visit.refusal(view.refusal());
}

http::Response batchUndo(const Action& action) {
  const auto view = viewOf(action);
  if (!view) return action.refusal(view.refusal());
  const std::string& reason = action.form["reason"];
  const auto undo =
      action.sources().batches.undo(action.actor(), view->line.id, reason, action.form["only_rest"] == "yes");
  if (!undo)
    return show(action, view.value(),
                {reason, action.reasons(undo.refusal()), undo.refusal().field, nullptr,
                 statusOf(undo.refusal().kind)});
  if (undo->done) return http::redirect(batchUrl(view->line.id) + "?done=undone");
  return show(action, view.value(), {reason, {}, {}, &undo.value(), 409});
}

http::Response apiBatches(const Visit& visit) {
  const auto before =
      visit.query["before"].empty() ? std::optional<std::int64_t>(0) : number(visit.query["before"]);
  if (!before) return visit.error(400);
  const auto lines = visit.sources().batches.list(visit.actor(), *before);
  if (!lines) return visit.refusal(lines.refusal());
  Json all = Json::array();
  for (const service::BatchLine& each : lines.value()) all.push_back(toJson(visit, each));
  return json(200, all);
}

http::Response apiBatch(const Visit& visit) {
  const auto view = viewOf(visit);
  return view ? json(200, toJson(visit, view.value())) : visit.refusal(view.refusal());
}

}  // namespace lixiao::web::pages
