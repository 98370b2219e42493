#include <algorithm>

#include "web/pages/roster_standing.h"

#include "web/dates.h"
#include "web/pages/pages.h"
#include "web/pages/student_data.h"

namespace lixiao::web::pages {

namespace {

List imports(const Visit& visit, const service::RosterStanding& standing,
             const service::EditionView& edition) {
  List list(Data::type::list);
  for (const service::RosterImportLine& each : standing.imports) {
    Data line;
    line.set("at", moment(visit.language, edition.time_zone, each.at));
    line.set("by", visit.who(each.by));
    line.set("added", std::to_string(each.added));
    line.set("changed", std::to_string(each.changed));
    line.set("removed", std::to_string(each.removed));
    line.set("reason", textOrNothing(each.reason));
    list.push_back(line);
  }
  return list;
}

Json importJson(const service::RosterImportLine& line) {
  return {{"seq", line.seq},         {"at", model::formatInstant(line.at)},
          {"by", line.by},           {"added", line.added},
          {"changed", line.changed}, {"unchanged", line.unchanged},
          {"removed", line.removed}, {"reason", line.reason}};
}

Json changeJson(const service::RosterChangeLine& line) {
  return {{"student_no", line.student_no},       {"name", line.name}, {"kind", line.kind},
          {"at", model::formatInstant(line.at)}, {"by", line.by},     {"reason", line.reason}};
}

template <typename Each, typename Make>
Json array(const std::vector<Each>& values, Make make) {
  Json result = Json::array();
  for (const Each& each : values) result.push_back(make(each));
  return result;
}

}  // namespace

List rosterChanges(const Visit& visit, const std::vector<service::RosterChangeLine>& changes,
                   const service::EditionView& edition) {
  List list(Data::type::list);
  for (const service::RosterChangeLine& each : changes) {
    Data line;
    line.set("student_no", each.student_no);
    line.set("student_url", each.kind == "removed" ? Data(false) : Data(studentUrl(each.student_no)));
    line.set("name", textOrNothing(each.name));
    line.set("kind", visit.in(each.title));
    line.set("at", moment(visit.language, edition.time_zone, each.at));
    line.set("by", visit.who(each.by));
    line.set("reason", each.reason);
    list.push_back(line);
  }
  return list;
}

Data standingData(const Visit& visit, const service::RosterStanding& standing,
                  const service::EditionView& edition) {
  Data data;
  data.set("provider", visit.in(standing.title));
  data.set("students", visit.trn("{0} student", "{0} students", standing.students));
  data.set("has_students", Data(standing.students > 0));
  data.set("final_at", standing.final_at ? Data(moment(visit.language, edition.time_zone, *standing.final_at))
                                         : Data(false));
  data.set("final_by", visit.who(standing.final_by));
  data.set("seen", std::to_string(standing.seen()));
  data.set("imports", imports(visit, standing, edition));
  data.set("has_imports", Data(!standing.imports.empty()));
  data.set("changes", rosterChanges(visit, standing.changes, edition));
  data.set("has_changes", Data(!standing.changes.empty()));
  const std::size_t more = standing.all_changes - std::min(standing.all_changes, standing.changes.size());
  data.set("more", more == 0 ? Data(false) : Data(visit.trn("and {0} more row", "and {0} more rows", more)));
  return data;
}

http::Response apiRoster(const Visit& visit) {
  const auto standings = visit.sources().rosters.standings(visit.actor());
  if (!standings) return visit.refusal(standings.refusal());
  return json(200, array(standings.value(), [&](const service::RosterStanding& each) {
                return Json{{"provider", each.provider},
                            {"title", visit.in(each.title)},
                            {"students", each.students},
                            {"final_at", each.final_at ? Json(model::formatInstant(*each.final_at)) : Json()},
                            {"final_by", each.final_by},
                            {"imports", array(each.imports, importJson)},
                            {"changes_after_final", each.all_changes},
                            {"changes", array(each.changes, changeJson)}};
              }));
}

}  // namespace lixiao::web::pages
