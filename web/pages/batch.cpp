#include <algorithm>

#include "web/pages/pages.h"
#include "web/pages/paste.h"
#include "web/pages/report.h"

namespace lixiao::web::pages {

namespace {

using service::Commands;

/// The form as the person left it, above it what came of it.
struct Shown {
  std::string rows, remark;
  std::string result = "cleared";
  std::string problem;
  const service::BatchReport* report = nullptr;
  int status = 200;
};

std::optional<service::Work::Entry> ownItem(const Visit& visit) {
  for (service::Work::Entry& each : visit.queries().work(visit.actor()).items)
    if (each.id == visit.path[0]) return std::move(each);
  return std::nullopt;
}

http::Response show(const Visit& visit, const service::Work::Entry& item, const Shown& shown) {
  Data data;
  data.set("item", visit.in(item.title));
  data.set("batch_url", "/work/items/" + encode(item.id) + "/batch");
  data.set("pasted", shown.rows);
  data.set("remark", shown.remark);
  data.set("result", shown.result);
  data.set("clear_chosen", Data(shown.result != "refused"));
  data.set("refuse_chosen", Data(shown.result == "refused"));
  data.set("problem", textOrNothing(shown.problem));
  const bool applied = shown.report != nullptr && shown.report->applied;
  data.set("applied", Data(applied));
  data.set("preview", Data(shown.report != nullptr && !applied));
  data.set("report", shown.report != nullptr ? reportData(visit, *shown.report) : Data(false));
  data.set("all_good", Data(shown.report != nullptr && shown.report->refused == 0 && shown.report->good > 0));
  data.set("some_good", Data(shown.report != nullptr && shown.report->refused > 0 && shown.report->good > 0));
  return visit.page("batch", visit.tr("Register many"), std::move(data), shown.status);
}

std::vector<service::RegistrationRow> rowsOf(const Action& action, const std::string& item,
                                             model::RegistrationResult result) {
  std::vector<service::RegistrationRow> rows;
  for (PastedLine& line : readPasted(action.form["rows"], 2)) {
    const std::string remark =
        line.rest.empty() || line.rest[0].empty() ? action.form["remark"] : line.rest[0];
    rows.push_back({line.row, std::move(line.number), item, result, remark});
  }
  return rows;
}

}  // namespace

http::Response batchForm(const Visit& visit) {
  const auto item = ownItem(visit);
  return item ? show(visit, *item, {}) : visit.error(404);
}

http::Response batch(const Action& action) {
  const auto item = ownItem(action);
  if (!item) return action.error(404);
  const std::string& step = action.form["step"];
  const auto result = model::parseRegistrationResult(action.form["result"]);
  const bool known =
      result == model::RegistrationResult::Cleared || result == model::RegistrationResult::Refused;
  if (!known || (step != "preview" && step != "all" && step != "good")) return action.error(400);

  Shown shown{action.form["rows"], action.form["remark"], action.form["result"], {}, nullptr, 200};
  const std::vector<service::RegistrationRow> rows = rowsOf(action, item->id, *result);
  if (rows.empty()) {
    shown.problem = action.tr("Paste at least one student number.");
    shown.status = 422;
    return show(action, *item, shown);
  }
  const auto run = step == "preview" ? Commands::Run::Dry : Commands::Run::Apply;
  const auto report = action.commands().registerResults(action.actor(), rows, step == "good", run);
  if (!report) {
    shown.problem = action.reasons(report.refusal());
    shown.status = 422;
    return show(action, *item, shown);
  }
  if (run == Commands::Run::Apply && !report->applied) {
    shown.problem =
        action.tr("Nothing was registered: something changed since the preview. Please look again.");
    shown.status = 409;
  }
  shown.report = &report.value();
  return show(action, *item, shown);
}

}  // namespace lixiao::web::pages
