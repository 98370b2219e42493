#include <algorithm>

#include "engine/service/row_tables.h"
#include "engine/tabular/table.h"
#include "web/pages/pages.h"
#include "web/pages/problems.h"
#include "web/pages/roster_preview.h"
#include "web/pages/roster_standing.h"
#include "web/pages/student_data.h"
#include "web/shelf.h"

namespace lixiao::web::pages {

namespace {

using service::Commands;

/// The page above its form: what was handed in, what came of it, what the person said to it.
struct Shown {
  std::string problem, file_name, ticket;
  const tabular::Problems* problems = nullptr;
  const service::BatchReport* report = nullptr;
  service::RosterTerms terms{};
  std::string terms_problem{}, field{};
  int status = 200;
};

bool changesSomething(const service::BatchReport& report) {
  const auto unchanged = [](const service::RowReport& row) {
    return row.verdict == service::Verdict::Unchanged;
  };
  return !report.absent.empty() || !std::all_of(report.rows.begin(), report.rows.end(), unchanged);
}

/// The form that confirms a preview.
void setTerms(const Visit& visit, Data& data, const Shown& shown) {
  const service::BatchReport& report = *shown.report;
  data.set("has_absent", Data(!report.absent.empty()));
  data.set("absent", visit.trn("{0} student", "{0} students", report.absent.size()));
  data.set("over_half", Data(report.over_half));
  data.set("after_final", Data(report.after_final));
  data.set("whole_chosen", Data(shown.terms.whole));
  data.set("over_half_chosen", Data(shown.terms.over_half));
  data.set("reason", shown.terms.reason);
  const auto at = [&](std::string_view field) {
    return shown.field == field ? textOrNothing(shown.terms_problem) : Data(false);
  };
  data.set("reason_problem", at("reason"));
  data.set("over_half_problem", at("over_half"));
  data.set("changing", Data(changesSomething(report)));
  data.set("confirmable", Data(report.refused == 0 && changesSomething(report)));
  data.set("refused_rows", Data(report.refused > 0));
}

http::Response show(const Visit& visit, const Shown& shown) {
  const auto standings = visit.sources().rosters.standings(visit.actor());
  if (!standings) return visit.refusal(standings.refusal());
  Data data;
  data.set("problem", textOrNothing(shown.problem));
  data.set("file_name", textOrNothing(shown.file_name));
  data.set("ticket", shown.ticket);
  const bool findings = shown.problems != nullptr && !shown.problems->all().empty();
  data.set("findings", findings ? problemsData(visit, *shown.problems) : Data(false));
  data.set("preview", Data(shown.report != nullptr));
  data.set("groups", shown.report != nullptr ? rosterGroups(visit, *shown.report) : Data(false));
  if (shown.report != nullptr) setTerms(visit, data, shown);
  const std::string& done = visit.query["done"];
  data.set("imported", Data(done == "imported"));
  data.set("declared", Data(done == "final"));
  data.set("standing", standingData(visit, standings->front(), visit.queries().edition()));
  return visit.page("roster", visit.tr("Roster"), std::move(data), shown.status);
}

http::Response refused(const Visit& visit, std::string problem, int status = 422) {
  Shown shown;
  shown.problem = std::move(problem);
  shown.status = status;
  return show(visit, shown);
}

bool provides(const Visit& visit) {
  return visit.queries().work(visit.actor()).provider;
}

std::optional<service::RosterTerms> readTerms(const Fields& form) {
  service::RosterTerms terms;
  for (const char* box : {"whole", "over_half"})
    if (!form[box].empty() && form[box] != "yes") return std::nullopt;
  terms.whole = form["whole"] == "yes";
  terms.over_half = form["over_half"] == "yes";
  terms.reason = form["reason"];
  return terms;
}

/// The preview again, with what was said and what is missing; the rows wait under a new ticket.
http::Response lookAgain(const Action& action, HeldRoster held, const service::RosterTerms& terms,
                         Shown shown) {
  service::RosterTerms looking;
  looking.whole = terms.whole;
  const auto report = action.commands().importRoster(action.actor(), held.rows, Commands::Run::Dry, looking);
  if (!report) return refused(action, action.reasons(report.refusal()));
  shown.file_name = held.file_name;
  shown.report = &report.value();
  shown.terms = terms;
  shown.ticket = action.shelf().put(std::move(held));
  return show(action, shown);
}

std::string tooOld(const Visit& visit) {
  return visit.tr(
      "The preview is too old or was confirmed already: see the last imports below. To go on, choose the "
      "file "
      "again.");
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
  shown.problem = action.tr("The file cannot be read.");
  if (!read.ok()) return show(action, shown);
  service::RowTable<service::RosterRow> table = service::rosterRows(std::move(read.table), *workflow);
  shown.problems = &table.problems;
  if (table.problems.hasErrors()) return show(action, shown);
  const auto report = action.commands().importRoster(action.actor(), table.rows, Commands::Run::Dry);
  if (!report) return refused(action, action.reasons(report.refusal()));
  shown.report = &report.value();
  shown.problem.clear();
  shown.status = 200;
  shown.ticket = action.shelf().put({action.actor().login, upload->name, std::move(table.rows)});
  return show(action, shown);
}

http::Response rosterCommit(const Action& action) {
  if (!provides(action)) return action.error(403);
  const auto terms = readTerms(action.form);
  if (!terms) return action.error(400);
  auto held = action.shelf().take(action.form["ticket"], action.actor().login);
  if (!held) return refused(action, tooOld(action), 409);
  const auto report =
      action.commands().importRoster(action.actor(), held->rows, Commands::Run::Apply, *terms);
  if (report && report->applied) return http::redirect("/roster?done=imported");

  Shown shown;
  if (report) {
    shown.problem =
        action.tr("Nothing was imported: something changed since the preview. Please look again.");
    shown.status = 409;
  } else {
    const service::Refusal& refusal = report.refusal();
    shown.terms_problem = action.reasons(refusal);
    shown.field = refusal.field;
    shown.problem = shown.terms_problem;
    shown.status = statusOf(refusal.kind);
  }
  return lookAgain(action, std::move(*held), *terms, std::move(shown));
}

http::Response rosterReport(const Action& action) {
  if (!provides(action)) return action.error(403);
  const auto terms = readTerms(action.form);
  if (!terms) return action.error(400);
  const auto held = action.shelf().look(action.form["ticket"], action.actor().login);
  if (!held) return refused(action, tooOld(action), 409);
  const auto report = action.commands().importRoster(action.actor(), held->rows, Commands::Run::Dry, *terms);
  if (!report) return refused(action, action.reasons(report.refusal()));
  http::Response response(200, "text/csv; charset=utf-8", rosterCsv(action, report.value()));
  response.header("Content-Disposition", "attachment; filename=\"roster-report.csv\"");
  return response;
}

http::Response rosterFinal(const Action& action) {
  if (!provides(action)) return action.error(403);
  const auto seen = number(action.form["seen"]);
  if (!seen) return action.error(400);
  if (action.form["confirm"] != "yes")
    return refused(action, action.tr("Tick the box to declare the roster final."));
  const auto declared = action.sources().rosters.declareFinal(action.actor(), *seen);
  if (declared) return http::redirect("/roster?done=final");
  return refused(action, action.reasons(declared.refusal()), statusOf(declared.refusal().kind));
}

}  // namespace lixiao::web::pages
