#include "web/pages/edition_data.h"

#include "web/pages/student_data.h"

namespace lixiao::web::pages {
namespace {

template <class Status>
Data side(const Visit& visit, const std::optional<Status>& status) {
  if (!status) return Data(false);
  Data data;
  data.set("chip", chip(visit, *status));
  return data;
}

/// How many students, and the first of them with links.
void addStudents(const Visit& visit, Data& data, const service::PlannedStudents& students) {
  data.set("count", visit.trn("{0} student", "{0} students", students.count));
  List examples(Data::type::list);
  for (const auto& each : students.examples) {
    Data example;
    example.set("student_url", studentUrl(each.student_no));
    example.set("student_no", each.student_no);
    example.set("name", textOrNothing(each.name));
    examples.push_back(example);
  }
  data.set("examples", examples);
  data.set("more", Data(students.count > students.examples.size()));
}

template <class Status>
void addMoves(const Visit& visit, List& list, const std::vector<service::PlannedSubject<Status>>& subjects) {
  for (const auto& subject : subjects)
    for (const auto& move : subject.moves) {
      Data data;
      data.set("title", visit.in(subject.title));
      data.set("id", subject.id);
      data.set("from", side(visit, move.from));
      data.set("to", side(visit, move.to));
      data.set("way", Data(true));
      addStudents(visit, data, move.students);
      list.push_back(data);
    }
}

void addWhole(const Visit& visit, List& list, const std::string& title,
              const service::PlannedStudents& students) {
  if (students.count == 0) return;
  Data data;
  data.set("title", title);
  data.set("id", Data(false));
  data.set("way", Data(false));
  addStudents(visit, data, students);
  list.push_back(data);
}

Data typeData(const Visit& visit, const service::PlannedType& type) {
  List moves(Data::type::list);
  addWhole(visit, moves, visit.tr("get a process"), type.without_before);
  addWhole(visit, moves, visit.tr("lose their process: nothing is clear for them any more"),
           type.without_after);
  addMoves(visit, moves, type.items);
  addMoves(visit, moves, type.documents);
  Data data;
  data.set("title", visit.in(type.title));
  data.set("moves", moves);
  data.set("any", Data(moves.is_non_empty_list()));
  return data;
}

Data planData(const Visit& visit, const Outcome& outcome) {
  const service::Plan& plan = *outcome.plan;
  Data data;
  List types(Data::type::list);
  for (const service::PlannedType& type : plan.types) types.push_back(typeData(visit, type));
  data.set("types", types);
  data.set("students", visit.trn("compared for {0} student", "compared for {0} students", plan.students));
  data.set("same", Data(plan.sameFiles()));
  data.set("nothing", Data(!plan.sameFiles() && !plan.changesAnything()));
  data.set("stale", textOrNothing(outcome.stale));
  Data activation(false);
  if (!outcome.ticket.empty()) {
    activation = Data();
    activation.set("ticket", outcome.ticket);
    activation.set("csrf", visit.csrf);
    activation.set("year", plan.edition);
    activation.set("digest", plan.digest);
    activation.set("person", visit.actor().name);
  }
  data.set("activation", activation);
  return data;
}

/// Errors, warnings and failing tests as the command line prints them.
Data findingsData(const Visit& visit, const service::EditionCheck& check) {
  const std::vector<model::Diagnostic> findings = check.findings();
  if (findings.empty()) return Data(false);
  std::string text;
  for (const model::Diagnostic& each : findings) text += model::format(each) + "\n";
  Data data;
  data.set("count", visit.trn("{0} finding", "{0} findings", findings.size()));
  data.set("text", text);
  data.set("bad", Data(!check.good()));
  return data;
}

Data whyData(const service::EditionCheck& check) {
  List list(Data::type::list);
  for (const service::FailedTest& failed : check.failed) {
    Data data;
    data.set("name", failed.name);
    data.set("subject", failed.subject);
    data.set("actual", failed.actual);
    data.set("expected", failed.expected);
    data.set("why", failed.why);
    list.push_back(data);
  }
  return list;
}

}  // namespace

Data outcomeData(const Visit& visit, const Outcome& outcome) {
  Data data;
  data.set("problem", textOrNothing(outcome.problem));
  data.set("base", outcome.base);
  data.set("findings_json",
           outcome.check == nullptr ? Data(false) : Data(findingsJson(*outcome.check).dump()));
  data.set("findings", outcome.check == nullptr ? Data(false) : findingsData(visit, *outcome.check));
  data.set("failed", outcome.check == nullptr ? List(Data::type::list) : whyData(*outcome.check));
  const bool clean = outcome.check != nullptr && outcome.check->diagnostics.empty();
  data.set("clean", Data(clean && !outcome.tests_ran && outcome.plan == nullptr));
  const bool passed = outcome.tests_ran && outcome.check->good();
  data.set("passed",
           passed ? Data(visit.trn("{0} rule test passed", "{0} rule tests passed", outcome.check->tests))
                  : Data(false));
  data.set("plan", outcome.plan == nullptr ? Data(false) : planData(visit, outcome));
  return data;
}

Json findingsJson(const service::EditionCheck& check) {
  static constexpr const char* kSeverities[] = {"error", "warning", "hint"};
  Json findings = Json::array();
  for (const model::Diagnostic& each : check.findings())
    findings.push_back({{"file", each.place.file},
                        {"line", each.place.line},
                        {"column", each.place.column},
                        {"length", each.length},
                        {"severity", kSeverities[static_cast<std::size_t>(each.severity)]},
                        {"code", each.code},
                        {"message", each.message},
                        {"hint", each.hint}});
  return findings;
}

}  // namespace lixiao::web::pages
