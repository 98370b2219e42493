#include "web/dates.h"
#include "web/pages/pages.h"
#include "web/pages/paste.h"
#include "web/pages/report.h"

namespace lixiao::web::pages {

namespace {

using service::Commands;

struct Shown {
  std::string rows, problem;
  bool nobody = false;
  const service::BatchReport* report = nullptr;
  int status = 200;
};

std::optional<service::ListView> ownList(const Visit& visit) {
  const auto lists = visit.queries().lists(visit.actor());
  if (!lists) return std::nullopt;
  for (const service::ListView& each : lists.value())
    if (each.mine && each.id == visit.path[0]) return each;
  return std::nullopt;
}

http::Response show(const Visit& visit, const service::ListView& list, const Shown& shown) {
  const service::EditionView edition = visit.queries().edition();
  Data data;
  data.set("list", visit.in(list.title));
  data.set("list_url", "/work/lists/" + encode(list.id));
  data.set("due", list.due ? Data(day(visit.language, *list.due)) : Data(false));
  data.set("late", Data(list.late && !list.submitted));
  data.set("submitted", Data(list.submitted));
  data.set("students", visit.trn("{0} student on it", "{0} students on it", list.students));
  data.set("submitted_by", list.submitted_by);
  data.set("submitted_at", list.submitted_at
                               ? Data(moment(visit.language, edition.time_zone, *list.submitted_at))
                               : Data(false));
  data.set("pasted", shown.rows);
  data.set("nobody", Data(shown.nobody));
  data.set("problem", textOrNothing(shown.problem));
  const bool applied = shown.report != nullptr && shown.report->applied;
  data.set("applied", Data(applied));
  data.set("preview", Data(shown.report != nullptr && !applied));
  data.set("report", shown.report != nullptr ? reportData(visit, *shown.report) : Data(false));
  data.set("all_good", Data(shown.report != nullptr && shown.report->refused == 0));
  return visit.page("list", visit.in(list.title), std::move(data), shown.status);
}

}  // namespace

http::Response listForm(const Visit& visit) {
  const auto list = ownList(visit);
  return list ? show(visit, *list, {}) : visit.error(404);
}

http::Response list(const Action& action) {
  auto mine = ownList(action);
  if (!mine) return action.error(404);
  const std::string& step = action.form["step"];
  const std::string& nobody = action.form["nobody"];
  if ((step != "preview" && step != "submit") || (!nobody.empty() && nobody != "yes"))
    return action.error(400);
  Shown shown{action.form["rows"], {}, nobody == "yes", nullptr, 200};
  std::vector<service::ListRow> rows;
  for (PastedLine& line : readPasted(shown.rows, 3)) {
    line.rest.resize(2);
    rows.push_back({line.row, std::move(line.number), std::move(line.rest[0]), std::move(line.rest[1])});
  }
  if (rows.empty() != shown.nobody) {
    shown.problem = rows.empty()
                        ? action.tr("The list is empty. If nobody is on it, say so below.")
                        : action.tr("You said that nobody is on the list, but there are numbers in it.");
    shown.status = 422;
    return show(action, *mine, shown);
  }
  const auto run = step == "preview" ? Commands::Run::Dry : Commands::Run::Apply;
  const auto report = action.commands().submitList(action.actor(), mine->id, rows, shown.nobody, run);
  if (!report) {
    shown.problem = action.reasons(report.refusal());
    shown.status = 422;
    return show(action, *mine, shown);
  }
  if (run == Commands::Run::Apply && !report->applied) {
    shown.problem =
        action.tr("Nothing was submitted: something changed since the preview. Please look again.");
    shown.status = 409;
  }
  if (report->applied) mine = ownList(action);
  shown.report = &report.value();
  return mine ? show(action, *mine, shown) : action.error(404);
}

}  // namespace lixiao::web::pages
