#include <algorithm>

#include "web/dates.h"
#include "web/pages/pages.h"
#include "web/pages/roster_standing.h"

namespace lixiao::web::pages {

namespace {

/// `3 days left`, `2 days late`, `due today`; nothing for a list without a day or that was submitted.
std::string timeLeft(const Visit& visit, const service::ListView& list, model::Date today) {
  if (list.submitted || !list.due) return {};
  const auto left = (*list.due - today).count();
  if (left == 0) return visit.tr("due today");
  const auto count = static_cast<std::size_t>(left < 0 ? -left : left);
  return left > 0 ? visit.trn("{0} day left", "{0} days left", count)
                  : visit.trn("{0} day late", "{0} days late", count);
}

Data listData(const Visit& visit, const service::ListView& list, const service::EditionView& edition) {
  Data data;
  data.set("title", visit.in(list.title));
  data.set("list_url", "/work/lists/" + encode(list.id));
  data.set("department", visit.in(list.department));
  data.set("due", list.due ? Data(day(visit.language, *list.due)) : Data(false));
  data.set("time_left", textOrNothing(timeLeft(visit, list, edition.today)));
  data.set("submitted", Data(list.submitted));
  data.set("awaited", Data(!list.submitted && !list.late));
  data.set("late", Data(!list.submitted && list.late));
  data.set("was_late", Data(list.submitted && list.late));
  data.set("students", visit.trn("{0} student on it", "{0} students on it", list.students));
  data.set("submitted_by", visit.who(list.submitted_by));
  data.set("submitted_at", list.submitted_at
                               ? Data(moment(visit.language, edition.time_zone, *list.submitted_at))
                               : Data(false));
  return data;
}

}  // namespace

http::Response adminLists(const Visit& visit) {
  auto lists = visit.queries().lists(visit.actor());
  if (!lists) return visit.refusal(lists.refusal());
  const auto standings = visit.sources().rosters.standings(visit.actor());
  if (!standings) return visit.refusal(standings.refusal());
  const service::EditionView edition = visit.queries().edition();
  // Who is awaited comes first, the earliest day before the others.
  std::ranges::stable_sort(lists.value(), {}, [](const service::ListView& each) {
    return std::pair(each.submitted, each.due.value_or(model::Date::max()));
  });
  Data data;
  List list(Data::type::list);
  for (const service::ListView& each : lists.value()) list.push_back(listData(visit, each, edition));
  data.set("lists", list);
  data.set("has_lists", Data(!lists->empty()));
  List rosters(Data::type::list);
  for (const service::RosterStanding& each : standings.value())
    rosters.push_back(standingData(visit, each, edition));
  data.set("rosters", rosters);
  data.set("has_rosters", Data(!standings->empty()));
  const std::size_t unmatched = visit.sources().unmatched.count(visit.actor());
  data.set("unmatched", unmatched == 0
                            ? Data(false)
                            : Data(visit.trn("{0} registration for nobody on the roster",
                                             "{0} registrations for nobody on the roster", unmatched)));
  return visit.page("admin_lists", visit.tr("Rosters and lists"), std::move(data));
}

}  // namespace lixiao::web::pages
