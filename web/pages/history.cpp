#include "engine/service/texts.h"
#include "web/dates.h"
#include "web/json.h"
#include "web/pages/batch_data.h"
#include "web/pages/pages.h"
#include "web/pages/proxy_id.h"
#include "web/pages/register_form.h"
#include "web/pages/student_data.h"

namespace lixiao::web::pages {

namespace {

using What = service::HistoryEntry::What;

std::string whatWords(const Visit& visit, const service::HistoryEntry& entry) {
  switch (entry.what) {
    case What::Registered:
      return entry.replaces ? visit.tr("corrected") : visit.tr("registered");
    case What::Restored:
      return visit.tr("brought back");
    case What::Revoked:
      return visit.tr("taken back");
    case What::HandedOut:
      return visit.tr("handed out");
    case What::TakenBack:
      return visit.tr("document taken back");
  }
  return {};
}

std::string_view word(What what) {
  switch (what) {
    case What::Registered:
      return "registered";
    case What::Restored:
      return "restored";
    case What::Revoked:
      return "revoked";
    case What::HandedOut:
      return "handed_out";
    case What::TakenBack:
      return "taken_back";
  }
  return "";
}

Data entryData(const Visit& visit, const service::HistoryEntry& entry, const service::EditionView& edition) {
  Data data;
  data.set("what", whatWords(visit, entry));
  data.set("at", moment(visit.language, edition.time_zone, entry.at));
  data.set("by", visit.who(entry.by));
  data.set("department", textOrNothing(visit.in(entry.department)));
  data.set("result", entry.result ? Data(wordOf(visit, *entry.result)) : Data(false));
  data.set("remark", textOrNothing(entry.remark));
  data.set("condition", textOrNothing(entry.condition));
  data.set("until", textOrNothing(entry.until));
  data.set("amount", textOrNothing(entry.amount));
  data.set("reason",
           textOrNothing(entry.reason == service::text::kUndoneAtOnce ? visit.tr(service::text::kUndoneAtOnce)
                                                                      : entry.reason));
  data.set("batch", entry.batch == 0 ? Data(false) : Data(std::to_string(entry.batch)));
  data.set("report_url", batchUrl(entry.batch));
  data.set("proxy", textOrNothing(entry.proxy));
  data.set("proxy_id", textOrNothing(proxyIdWord(visit, entry.proxy_id)));
  return data;
}

}  // namespace

http::Response history(const Visit& visit) {
  const auto history = visit.sources().histories.of(visit.actor(), visit.path[0], visit.path[1]);
  if (!history) return visit.refusal(history.refusal());
  const service::EditionView edition = visit.queries().edition();
  Data data;
  data.set("name", history->name);
  data.set("student_no", history->student_no);
  data.set("student_url", studentUrl(history->student_no));
  data.set("title", visit.in(history->title));
  List entries(Data::type::list);
  for (const service::HistoryEntry& each : history->entries)
    entries.push_back(entryData(visit, each, edition));
  data.set("entries", entries);
  data.set("has_entries", Data(!history->entries.empty()));
  return visit.page("history", visit.tr("History") + " " + visit.in(history->title), std::move(data));
}

http::Response apiHistory(const Visit& visit) {
  const auto history = visit.sources().histories.of(visit.actor(), visit.path[0], visit.path[1]);
  if (!history) return visit.refusal(history.refusal());
  Json entries = Json::array();
  for (const service::HistoryEntry& each : history->entries)
    entries.push_back({{"what", word(each.what)},
                       {"at", model::formatInstant(each.at)},
                       {"by", each.by},
                       {"department", visit.in(each.department)},
                       {"result", each.result ? Json(model::word(*each.result)) : Json()},
                       {"remark", each.remark},
                       {"condition", each.condition},
                       {"until", each.until},
                       {"amount", each.amount},
                       {"reason", each.reason},
                       {"batch", each.batch == 0 ? Json() : Json(each.batch)},
                       {"proxy", each.proxy},
                       {"proxy_id", each.proxy_id}});
  return json(
      200, {{"student_no", history->student_no}, {"title", visit.in(history->title)}, {"entries", entries}});
}

}  // namespace lixiao::web::pages
