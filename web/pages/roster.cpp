#include "engine/service/row_tables.h"
#include "engine/tabular/table.h"
#include "web/pages/pages.h"
#include "web/pages/report.h"
#include "web/shelf.h"

namespace lixiao::web::pages {

namespace {

using service::Commands;

struct Shown {
  std::string problem, file_name, ticket;
  const tabular::Problems* problems = nullptr;
  const service::BatchReport* report = nullptr;
  int status = 200;
};

/// What was found in the file: errors, or things to look at before confirming.
Data problemsData(const Visit& visit, const tabular::Problems& problems) {
  List list(Data::type::list);
  for (const tabular::Problem& each : problems.all()) {
    Data problem;
    problem.set("place", textOrNothing(visit.tr(tabular::placeOf(each))));
    problem.set("text", visit.tr(each.message));
    problem.set("kind", each.severity == tabular::Problem::Severity::Error ? "bad" : "note");
    list.push_back(problem);
  }
  Data data;
  data.set("problems", list);
  const std::size_t more = problems.leftOut();
  data.set("more", more == 0 ? Data(false) : Data(visit.trn("and {0} more row", "and {0} more rows", more)));
  return data;
}

http::Response show(const Visit& visit, const Shown& shown) {
  const bool applied = shown.report != nullptr && shown.report->applied;
  Data data;
  data.set("problem", textOrNothing(shown.problem));
  data.set("file_name", textOrNothing(shown.file_name));
  data.set("ticket", shown.ticket);
  const bool findings = shown.problems != nullptr && !shown.problems->all().empty();
  data.set("findings", findings ? problemsData(visit, *shown.problems) : Data(false));
  data.set("applied", Data(applied));
  data.set("preview", Data(shown.report != nullptr && !applied));
  data.set("confirmable", Data(!shown.ticket.empty()));
  data.set("report", shown.report != nullptr ? reportData(visit, *shown.report) : Data(false));
  return visit.page("roster", visit.tr("Roster"), std::move(data), shown.status);
}

http::Response refused(const Visit& visit, std::string problem) {
  Shown shown;
  shown.problem = std::move(problem);
  shown.status = 422;
  return show(visit, shown);
}

bool provides(const Visit& visit) {
  return visit.queries().work(visit.actor()).provider;
}

}  // namespace

http::Response rosterForm(const Visit& visit) {
  return provides(visit) ? show(visit, {}) : visit.error(403);
}

http::Response rosterPreview(const Action& action) {
  if (!provides(action)) return action.error(403);
  const std::optional<Upload>& upload = action.form.upload;
  if (!upload || upload->bytes.empty()) return refused(action, action.tr("Choose a file first."));
  const auto workflow = action.sources().workflow();
  if (workflow == nullptr) return refused(action, action.tr("No edition is active yet."));

  Shown shown;
  shown.file_name = upload->name;
  tabular::ReadResult read = tabular::readTable(upload->bytes, upload->name);
  shown.problems = &read.problems;
  shown.status = 422;
  if (!read.ok()) return show(action, shown);
  service::RowTable<service::RosterRow> table = service::rosterRows(std::move(read.table), *workflow);
  shown.problems = &table.problems;
  if (table.problems.hasErrors()) return show(action, shown);
  const auto report = action.commands().importRoster(action.actor(), table.rows, Commands::Run::Dry);
  if (!report) return refused(action, action.reasons(report.refusal()));
  shown.report = &report.value();
  shown.status = 200;
  if (report->refused == 0 && report->good > 0)
    shown.ticket = action.shelf().put({action.actor().login, upload->name, std::move(table.rows)});
  return show(action, shown);
}

http::Response rosterCommit(const Action& action) {
  const auto held = action.shelf().take(action.form["ticket"], action.actor().login);
  if (!held)
    return refused(
        action, action.tr("The preview is too old or was confirmed already. Please choose the file again."));
  const auto report = action.commands().importRoster(action.actor(), held->rows, Commands::Run::Apply);
  if (!report) return refused(action, action.reasons(report.refusal()));
  Shown shown;
  shown.file_name = held->file_name;
  shown.report = &report.value();
  if (!report->applied) {
    shown.problem =
        action.tr("Nothing was imported: something changed since the preview. Please look again.");
    shown.status = 409;
  }
  return show(action, shown);
}

}  // namespace lixiao::web::pages
