#include <algorithm>

#include "web/dates.h"
#include "web/json.h"
#include "web/pages/pages.h"
#include "web/pages/student_data.h"

namespace lixiao::web::pages {

namespace {

using Pick = service::Unmatched::Pick;

constexpr std::size_t kPageSize = 25;  // a form has at most forty fields
constexpr std::string_view kPick = "pick:";

struct Shown {
  std::string problem, reason_problem, reason;
  std::string to_problem, to;  ///< of the line `moving`
  std::string moving;          ///< field of its pick
  std::vector<std::string> picked;
  int status = 200;
};

std::string fieldOf(const service::UnmatchedLine& line) {
  return std::string(kPick) + line.item + ":" + std::to_string(line.revision) + ":" + line.student_no;
}

/// The registration that a field means.
std::optional<Pick> readPick(std::string_view field) {
  if (!field.starts_with(kPick)) return std::nullopt;
  field.remove_prefix(kPick.size());
  const std::size_t item = field.find(':');
  const std::size_t seen = item == std::string_view::npos ? item : field.find(':', item + 1);
  if (seen == std::string_view::npos) return std::nullopt;
  const auto revision = number(field.substr(item + 1, seen - item - 1));
  if (!revision) return std::nullopt;
  return Pick{std::string(field.substr(seen + 1)), std::string(field.substr(0, item)), *revision};
}

Data lineData(const Visit& visit, const service::UnmatchedLine& line, const service::EditionView& edition,
              const Shown& shown) {
  Data data;
  const std::string field = fieldOf(line);
  data.set("field", field);
  data.set("student_no", line.student_no);
  data.set("item", visit.in(line.title));
  data.set("result", visit.in(line.result));
  data.set("remark", textOrNothing(line.remark));
  data.set("at", moment(visit.language, edition.time_zone, line.at));
  data.set("by", visit.who(line.by));
  data.set("taken_off", Data(line.taken_off));
  data.set("mine", Data(line.mine));
  const bool picked = std::find(shown.picked.begin(), shown.picked.end(), field) != shown.picked.end();
  data.set("picked", Data(picked));
  const bool here = shown.moving == field;
  data.set("moving", Data(here));
  data.set("to", here ? shown.to : "");
  data.set("to_problem", here ? textOrNothing(shown.to_problem) : Data(false));
  return data;
}

List listRows(const Visit& visit, const std::vector<service::UnmatchedListLine>& rows) {
  constexpr std::size_t kMost = 200;
  List list(Data::type::list);
  for (std::size_t i = 0; i < std::min(rows.size(), kMost); ++i) {
    Data data;
    data.set("student_no", rows[i].student_no);
    data.set("name", textOrNothing(rows[i].name));
    data.set("remark", textOrNothing(rows[i].remark));
    data.set("list", visit.in(rows[i].title));
    data.set("list_url", "/work/lists/" + encode(rows[i].list));
    list.push_back(data);
  }
  return list;
}

http::Response show(const Visit& visit, const Shown& shown) {
  const auto view = visit.sources().unmatched.view(visit.actor());
  if (!view) return visit.refusal(view.refusal());
  const auto& lines = view->registrations;
  const std::size_t pages = std::max<std::size_t>(1, (lines.size() + kPageSize - 1) / kPageSize);
  const std::int64_t wanted = number(visit.query["page"]).value_or(1);
  const auto page =
      static_cast<std::size_t>(std::clamp<std::int64_t>(wanted, 1, static_cast<std::int64_t>(pages)));
  const service::EditionView edition = visit.queries().edition();
  Data data;
  List list(Data::type::list);
  bool mine = false;
  for (std::size_t i = (page - 1) * kPageSize; i < std::min(lines.size(), page * kPageSize); ++i) {
    list.push_back(lineData(visit, lines[i], edition, shown));
    mine = mine || lines[i].mine;
  }
  data.set("lines", list);
  data.set("has_lines", Data(!lines.empty()));
  data.set("count", visit.trn("{0} registration", "{0} registrations", lines.size()));
  data.set("mine", Data(mine));
  data.set("list_rows", listRows(visit, view->list_rows));
  data.set("has_list_rows", Data(!view->list_rows.empty()));
  data.set("nothing", Data(lines.empty() && view->list_rows.empty()));
  data.set("problem", textOrNothing(shown.problem));
  data.set("reason", shown.reason);
  data.set("reason_problem", textOrNothing(shown.reason_problem));
  const std::string& done = visit.query["done"];
  data.set("withdrawn", Data(done == "withdrawn"));
  data.set("moved", Data(done == "moved"));
  addPaging(visit, data, "/work/unmatched?page=", page, kPageSize, lines.size());
  return visit.page("unmatched", visit.tr("Registered for nobody on the roster"), std::move(data),
                    shown.status);
}

}  // namespace

http::Response unmatched(const Visit& visit) {
  return show(visit, {});
}

http::Response withdrawUnmatched(const Action& action) {
  Shown shown;
  std::vector<Pick> picks;
  for (const auto& [name, value] : action.form.all()) {
    if (!name.starts_with(kPick)) continue;
    auto pick = readPick(name);
    if (!pick || value != "yes") return action.error(400);
    picks.push_back(std::move(*pick));
    shown.picked.push_back(name);
  }
  shown.reason = action.form["reason"];
  const auto withdrawn = action.sources().unmatched.withdraw(action.actor(), picks, shown.reason);
  if (withdrawn) return http::redirect("/work/unmatched?done=withdrawn");
  const service::Refusal& refusal = withdrawn.refusal();
  (refusal.field == "reason" ? shown.reason_problem : shown.problem) = action.reasons(refusal);
  shown.status = statusOf(refusal.kind);
  return show(action, shown);
}

http::Response moveUnmatched(const Action& action) {
  const auto pick = readPick(action.form["which"]);
  if (!pick) return action.error(400);
  Shown shown;
  shown.moving = action.form["which"];
  shown.to = action.form["to"];
  const auto moved = action.sources().unmatched.move(action.actor(), *pick, shown.to);
  if (moved) return http::redirect("/work/unmatched?done=moved");
  const service::Refusal& refusal = moved.refusal();
  (refusal.field == "to" ? shown.to_problem : shown.problem) = action.reasons(refusal);
  shown.status = statusOf(refusal.kind);
  return show(action, shown);
}

http::Response apiUnmatched(const Visit& visit) {
  const auto view = visit.sources().unmatched.view(visit.actor());
  if (!view) return visit.refusal(view.refusal());
  Json registrations = Json::array(), list_rows = Json::array();
  for (const service::UnmatchedLine& each : view->registrations)
    registrations.push_back({{"student_no", each.student_no},
                             {"item", each.item},
                             {"title", visit.in(each.title)},
                             {"result", visit.in(each.result)},
                             {"remark", each.remark},
                             {"at", model::formatInstant(each.at)},
                             {"by", each.by},
                             {"revision", each.revision},
                             {"taken_off", each.taken_off},
                             {"mine", each.mine}});
  for (const service::UnmatchedListLine& each : view->list_rows)
    list_rows.push_back({{"list", each.list},
                         {"title", visit.in(each.title)},
                         {"student_no", each.student_no},
                         {"name", each.name},
                         {"remark", each.remark},
                         {"mine", each.mine}});
  return json(200, {{"registrations", registrations}, {"list_rows", list_rows}});
}

}  // namespace lixiao::web::pages
