#include <algorithm>

#include "engine/service/batch_jobs.h"
#include "web/pages/batch_data.h"
#include "web/pages/batch_rows.h"
#include "web/pages/pages.h"
#include "web/pages/problems.h"
#include "web/pages/report.h"
#include "web/pages/student_data.h"
#include "web/shelf.h"

namespace lixiao::web::pages {

namespace {

using service::Commands;

/// More rows than this are applied while a page of their own shows how far it is.
constexpr std::size_t kRowsAtOnce = 1000;

/// The form as the person left it, above it what came of it.
struct Shown {
  std::string rows, remark;
  std::string result = "cleared";
  std::string problem, ticket, file_name;
  const tabular::Problems* problems = nullptr;
  const service::BatchReport* report = nullptr;
  int status = 200;
};

std::optional<service::Work::Entry> ownItem(const Visit& visit, const std::string& id) {
  for (service::Work::Entry& each : visit.queries().work(visit.actor()).items)
    if (each.id == id) return std::move(each);
  return std::nullopt;
}

http::Response show(const Visit& visit, const service::Work::Entry& item, const Shown& shown) {
  Data data;
  data.set("item", visit.in(item.title));
  data.set("batch_url", "/work/items/" + encode(item.id) + "/batch");
  data.set("apply_url", "/work/items/" + encode(item.id) + "/batch/apply");
  data.set("pasted", shown.rows);
  data.set("remark", shown.remark);
  data.set("clear_chosen", Data(shown.result != "refused"));
  data.set("refuse_chosen", Data(shown.result == "refused"));
  data.set("problem", textOrNothing(shown.problem));
  data.set("file_name", textOrNothing(shown.file_name));
  data.set("ticket", shown.ticket);
  const bool findings = shown.problems != nullptr && !shown.problems->all().empty();
  data.set("findings", findings ? problemsData(visit, *shown.problems) : Data(false));
  const service::BatchReport* report = shown.report;
  data.set("preview", Data(report != nullptr));
  data.set("report", report != nullptr ? reportData(visit, *report) : Data(false));
  const bool usable = report != nullptr && report->good > 0 && !shown.ticket.empty();
  data.set("all_good", Data(usable && report->refused == 0));
  data.set("some_good", Data(usable && report->refused > 0));
  return visit.page("batch", visit.tr("Register many"), std::move(data), shown.status);
}

http::Response refused(const Action& action, const service::Work::Entry& item, Shown shown,
                       std::string problem) {
  shown.problem = std::move(problem);
  shown.status = 422;
  return show(action, item, shown);
}

/// What would become of the rows, with a ticket to do it.
http::Response preview(const Action& action, const service::Work::Entry& item, HeldBatch held, Shown shown) {
  const auto report =
      action.commands().registerResults(action.actor(), held.batch.rows, false, Commands::Run::Dry);
  if (!report) return refused(action, item, std::move(shown), action.reasons(report.refusal()));
  shown.report = &report.value();
  shown.file_name = held.batch.file_name;
  if (report->good > 0) shown.ticket = action.batches().put(std::move(held));
  return show(action, item, shown);
}

std::string jobUrl(std::int64_t number) {
  return "/work/batch-jobs/" + std::to_string(number);
}

/// How far a job is; the page asks again by itself until it is over.
http::Response showJob(const Visit& visit, const service::BatchJob& job) {
  using State = service::BatchJob::State;
  Data data;
  data.set("batch_url", "/work/items/" + encode(job.item) + "/batch");
  data.set("file_name", textOrNothing(job.file_name));
  data.set("over", Data(job.over()));
  data.set("rows", std::to_string(job.rows));
  data.set("looked", std::to_string(job.looked));
  data.set("rows_words", visit.tr(model::Message{"{0} of {1} rows",
                                                 {model::LocalizedText(std::to_string(job.looked)),
                                                  model::LocalizedText(std::to_string(job.rows))}}));
  data.set("waiting", Data(job.state == State::Waiting));
  data.set("stopped", Data(job.state == State::Stopped));
  data.set("failed", Data(job.state == State::Failed));
  data.set("problem", job.refusal ? textOrNothing(visit.reasons(*job.refusal)) : Data(false));
  data.set("report", job.state == State::Stopped ? reportData(visit, job.report) : Data(false));
  http::Response response = visit.page("batch_job", visit.tr("Register many"), std::move(data));
  if (!job.over()) response.header("Refresh", "2");
  return response;
}

}  // namespace

http::Response batchForm(const Visit& visit) {
  const auto item = ownItem(visit, visit.path[0]);
  return item ? show(visit, *item, {}) : visit.error(404);
}

http::Response batch(const Action& action) {
  const auto item = ownItem(action, action.path[0]);
  if (!item) return action.error(404);
  const auto result = model::parseRegistrationResult(action.form["result"]);
  if (result != model::RegistrationResult::Cleared && result != model::RegistrationResult::Refused)
    return action.error(400);
  Shown shown;
  shown.rows = action.form["rows"];
  shown.remark = action.form["remark"];
  shown.result = action.form["result"];
  ReadBatch read = readBatch(action, item->id, *result, shown.remark);
  shown.problems = &read.problems;
  if (read.problems.hasErrors())
    return refused(action, *item, shown, action.tr("The file cannot be taken as it is."));
  if (read.batch.rows.empty())
    return refused(action, *item, shown, action.tr("Paste at least one student number, or choose a file."));
  if (read.batch.rows.size() > kMostBatchRows)
    return refused(action, *item, shown,
                   action.tr(model::Message{"At most {0} rows at once.",
                                            {model::LocalizedText(std::to_string(kMostBatchRows))}}));
  return preview(action, *item, {action.actor().login, item->id, std::move(read.batch)}, shown);
}

http::Response batchApply(const Action& action) {
  const auto item = ownItem(action, action.path[0]);
  if (!item) return action.error(404);
  const std::string& step = action.form["step"];
  if (step != "all" && step != "good") return action.error(400);
  auto held = action.batches().take(action.form["ticket"], action.actor().login);
  if (!held || held->item != item->id) {
    Shown shown;
    shown.problem =
        action.tr("The preview is too old or was confirmed already: look into the batches, or start anew.");
    shown.status = 409;
    return show(action, *item, shown);
  }
  const bool only_good = step == "good";
  if (held->batch.rows.size() > kRowsAtOnce)
    return http::redirect(jobUrl(action.sources().batch_jobs.start(
        action.actor(), std::move(held->batch), item->id, only_good, action.session->epoch)));
  const auto applied = action.sources().batches.apply(action.actor(), held->batch, only_good);
  if (!applied) return refused(action, *item, {}, action.reasons(applied.refusal()));
  if (applied->id != 0) return http::redirect(batchUrl(applied->id) + "?done=applied");
  Shown shown;
  shown.problem =
      action.tr("Nothing was registered: something changed since the preview. Please look again.");
  shown.status = 409;
  return preview(action, *item, std::move(*held), shown);
}

http::Response batchJob(const Visit& visit) {
  const auto number = pages::number(visit.path[0]);
  const auto job = number ? visit.sources().batch_jobs.find(*number, visit.actor().login) : std::nullopt;
  if (!job)
    return visit.error(
        404, visit.tr("This work is not known any more; what was registered stands in the batches."));
  if (job->state == service::BatchJob::State::Applied)
    return http::redirect(batchUrl(job->batch) + "?done=applied");
  return showJob(visit, *job);
}

}  // namespace lixiao::web::pages
