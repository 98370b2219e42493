#include "web/pages/old_work.h"

#include "engine/service/messages.h"
#include "web/dates.h"
#include "web/json.h"
#include "web/pages/pages.h"

namespace lixiao::web::pages {
namespace {

using service::OldWork;

std::string urlOf(const OldWork& work) {
  switch (work.kind) {
    case OldWork::Kind::Waiting:
      return "/work/students?item=" + encode(work.subject) + "&status=waiting";
    case OldWork::Kind::Declared:
      return "/work/declarations";
    case OldWork::Kind::List:
      return "/work/lists/" + encode(work.subject);
    case OldWork::Kind::Unmatched:
      return "/work/unmatched";
  }
  return "/work";
}

std::string titleOf(const Visit& visit, const OldWork& work) {
  if (work.kind == OldWork::Kind::Unmatched) return visit.tr("Registrations for nobody on the roster");
  return visit.in(work.title);
}

std::string detailOf(const Visit& visit, const OldWork& work, const service::EditionView& edition) {
  const auto count = static_cast<std::size_t>(work.count);
  const std::string since =
      work.since ? moment(visit.language, edition.time_zone, *work.since) : std::string();
  const std::string longest =
      " · " + visit.tr(model::Message{"the longest since {0}", {model::LocalizedText(since)}});
  switch (work.kind) {
    case OldWork::Kind::Waiting:
      return visit.trn("{0} result of your office is awaited", "{0} results of your office are awaited",
                       count) +
             longest;
    case OldWork::Kind::Declared:
      return visit.trn("{0} deed of your office is awaited", "{0} deeds of your office are awaited", count) +
             longest;
    case OldWork::Kind::List:
      return visit.tr(model::Message{"not submitted yet, due on {0}",
                                     {model::LocalizedText(day(visit.language, *work.due))}});
    case OldWork::Kind::Unmatched:
      return visit.trn("{0} registration", "{0} registrations", count) + longest;
  }
  return {};
}

std::string_view word(OldWork::Kind kind) {
  constexpr std::array<std::string_view, 4> kWords = {"waiting", "declared", "list", "unmatched"};
  return kWords[static_cast<std::size_t>(kind)];
}

}  // namespace

List oldWork(const Visit& visit, const service::EditionView& edition) {
  List list(Data::type::list);
  const auto old = visit.sources().messages.reminders.of(visit.actor());
  if (!old) return list;
  for (const OldWork& work : old.value()) {
    Data row;
    row.set("title", titleOf(visit, work));
    row.set("detail", detailOf(visit, work, edition));
    row.set("link_url", urlOf(work));
    list.push_back(row);
  }
  return list;
}

http::Response apiReminders(const Visit& visit) {
  const auto old = visit.sources().messages.reminders.of(visit.actor());
  if (!old) return visit.refusal(old.refusal());
  Json list = Json::array();
  for (const OldWork& work : old.value())
    list.push_back({{"kind", word(work.kind)},
                    {"subject", work.subject},
                    {"title", titleOf(visit, work)},
                    {"count", work.count},
                    {"since", work.since ? Json(model::formatInstant(*work.since)) : Json()},
                    {"due", work.due ? Json(model::formatDate(*work.due)) : Json()},
                    {"url", urlOf(work)}});
  return json(200, list);
}

}  // namespace lixiao::web::pages
