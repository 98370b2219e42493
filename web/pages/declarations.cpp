#include "web/dates.h"
#include "web/pages/pages.h"
#include "web/pages/student_data.h"

namespace lixiao::web::pages {

namespace {

/// What a person had typed for one declaration that could not be decided so.
struct Shown {
  std::string student_no, fact, reason, problem, field;
  int status = 200;
};

Data lineData(const Visit& visit, const service::DeclarationLine& line, const service::EditionView& edition,
              const Shown& shown) {
  const bool here = line.student_no == shown.student_no && line.fact == shown.fact;
  Data data;
  data.set("student_no", line.student_no);
  data.set("student_url", studentUrl(line.student_no));
  data.set("name", line.name);
  data.set("fact", line.fact);
  data.set("title", visit.in(line.title));
  data.set("value", valueWords(visit, line.type, line.several, line.value));
  data.set("at", moment(visit.language, edition.time_zone, line.at));
  data.set("revision", std::to_string(line.revision));
  data.set("typed_reason", here ? shown.reason : "");
  data.set("reason_problem", here && !shown.field.empty() ? textOrNothing(shown.problem) : Data(false));
  data.set("line_problem", here && shown.field.empty() ? textOrNothing(shown.problem) : Data(false));
  return data;
}

std::string doneWords(const Visit& visit) {
  const std::string& done = visit.query["done"];
  if (done == "confirm") return visit.tr("Confirmed.");
  if (done == "reject") return visit.tr("Sent back to the student.");
  return {};
}

http::Response show(const Visit& visit, const Shown& shown) {
  const auto lines = visit.queries().declarations(visit.actor());
  if (!lines) return visit.refusal(lines.refusal());
  const service::EditionView edition = visit.queries().edition();
  Data data;
  List list(Data::type::list);
  bool found = false;
  for (const service::DeclarationLine& each : lines.value()) {
    list.push_back(lineData(visit, each, edition, shown));
    found = found || (each.student_no == shown.student_no && each.fact == shown.fact);
  }
  data.set("lines", list);
  data.set("has_lines", Data(!lines->empty()));
  data.set("problem", found ? Data(false) : textOrNothing(shown.problem));
  data.set("confirmation", textOrNothing(doneWords(visit)));
  return visit.page("declarations", visit.tr("Declared by students"), std::move(data), shown.status);
}

}  // namespace

http::Response declarations(const Visit& visit) {
  return show(visit, {});
}

http::Response decideDeclaration(const Action& action) {
  Shown shown{action.form["student_no"], action.form["fact"], action.form["reason"], {}, {}, 200};
  const std::string& decision = action.form["decision"];
  const auto seen = number(action.form["seen"]);
  if (!seen || (decision != "confirm" && decision != "reject")) return action.error(400);
  const auto decided =
      decision == "confirm"
          ? action.commands().confirmDeclaration(action.actor(), shown.student_no, shown.fact, *seen)
          : action.commands().rejectDeclaration(action.actor(), shown.student_no, shown.fact, shown.reason,
                                                *seen);
  if (decided) return http::redirect("/work/declarations?done=" + decision);
  shown.problem = action.reasons(decided.refusal());
  shown.field = decided.refusal().field;
  shown.status = statusOf(decided.refusal().kind);
  return show(action, shown);
}

}  // namespace lixiao::web::pages
