#include "web/dates.h"
#include "web/pages/edition_data.h"
#include "web/pages/edition_difference.h"
#include "web/pages/pages.h"
#include "web/pages/student_data.h"
#include "web/shelf.h"

namespace lixiao::web::pages {
namespace {

using service::EditionFiles;
using service::EditionVersion;

Data versionData(const Visit& visit, const EditionVersion& version, const workflow::TimeZone& zone) {
  Data data;
  data.set("id", std::to_string(version.id));
  data.set("year", version.edition);
  data.set("digest", version.digest);
  data.set("by", visit.who(version.by));
  data.set("at", moment(visit.language, zone, version.at));
  data.set("active", Data(version.active));
  return data;
}

std::string differenceUrl(std::int64_t from, std::int64_t to) {
  return "/admin/versions/difference?from=" + std::to_string(from) + "&to=" + std::to_string(to);
}

List choices(const Visit& visit, const std::vector<EditionVersion>& versions, std::int64_t chosen,
             const workflow::TimeZone& zone) {
  List list(Data::type::list);
  for (const EditionVersion& each : versions) {
    Data option = versionData(visit, each, zone);
    option.set("chosen", Data(each.id == chosen));
    list.push_back(option);
  }
  return list;
}

const char* kindOf(DifferenceLine::Kind kind) {
  switch (kind) {
    case DifferenceLine::Kind::Added:
      return "added";
    case DifferenceLine::Kind::Removed:
      return "removed";
    case DifferenceLine::Kind::Gap:
      return "gap";
    case DifferenceLine::Kind::Same:
      break;
  }
  return "same";
}

Data fileData(const FileDifference& file) {
  List lines(Data::type::list);
  for (const DifferenceLine& each : file.lines) {
    Data line;
    line.set("kind", std::string(kindOf(each.kind)));
    line.set("sign", std::string(each.kind == DifferenceLine::Kind::Added     ? "+"
                                 : each.kind == DifferenceLine::Kind::Removed ? "−"
                                                                              : " "));
    line.set("number", each.number == 0 ? std::string() : std::to_string(each.number));
    line.set("text", each.text);
    lines.push_back(line);
  }
  Data data;
  data.set("path", file.path);
  data.set("lines", lines);
  return data;
}

}  // namespace

http::Response versions(const Visit& visit) {
  const auto versions = visit.sources().planning.versions(visit.actor());
  if (!versions) return visit.refusal(versions.refusal());
  const service::EditionView edition = visit.queries().edition();
  List rows(Data::type::list);
  for (std::size_t i = 0; i < versions->size(); ++i) {
    const EditionVersion& each = versions.value()[i];
    Data row = versionData(visit, each, edition.time_zone);
    const bool first = i + 1 == versions->size();
    row.set("before_url", first ? Data(false) : Data(differenceUrl(versions.value()[i + 1].id, each.id)));
    row.set("active_url", each.active ? Data(false) : Data(differenceUrl(each.id, versions->front().id)));
    row.set("may_restore", Data(!each.active && visit.actor().role == service::Role::Admin));
    rows.push_back(row);
  }
  Data data;
  data.set("versions", rows);
  data.set("any", Data(!versions->empty()));
  return visit.page("versions", visit.tr("Versions"), std::move(data));
}

http::Response difference(const Visit& visit) {
  const auto from = number(visit.query["from"]);
  const auto to = number(visit.query["to"]);
  if (!from || !to || *from <= 0 || *to <= 0) return visit.error(400);
  const auto before = visit.sources().planning.version(visit.actor(), *from);
  if (!before) return visit.refusal(before.refusal());
  const auto after = visit.sources().planning.version(visit.actor(), *to);
  if (!after) return visit.refusal(after.refusal());
  const auto all = visit.sources().planning.versions(visit.actor());
  if (!all) return visit.refusal(all.refusal());

  const workflow::TimeZone zone = visit.queries().edition().time_zone;
  List files(Data::type::list);
  for (const FileDifference& each : differences(before->files, after->files)) files.push_back(fileData(each));
  Data data;
  data.set("any", Data(files.is_non_empty_list()));
  data.set("files", files);
  data.set("from", choices(visit, all.value(), *from, zone));
  data.set("to", choices(visit, all.value(), *to, zone));
  return visit.page("difference", visit.tr("Difference"), std::move(data));
}

/// The preview of going back to an earlier version, with the button that does.
http::Response restore(const Action& action) {
  if (action.actor().role != service::Role::Admin) return action.error(403);
  const auto id = number(action.form["id"]);
  if (!id || *id <= 0) return action.error(400);
  const auto version = action.sources().planning.version(action.actor(), *id);
  if (!version) return action.refusal(version.refusal());
  const auto result = action.sources().planning.plan(action.actor(), version->files);
  if (!result) return action.refusal(result.refusal());

  const service::EditionView edition = action.queries().edition();
  Outcome outcome;
  outcome.check = &result->check;
  outcome.base = edition.digest;
  if (result->plan) {
    outcome.plan = &*result->plan;
    if (!result->plan->sameFiles())
      outcome.ticket = action.drafts().put({action.actor().login, edition.digest, version->files});
  }
  Data data;
  data.set("version", versionData(action, version->version, edition.time_zone));
  data.set("outcome", outcomeData(action, outcome));
  return action.page("restore", action.tr("Back to an earlier version"), std::move(data));
}

}  // namespace lixiao::web::pages
