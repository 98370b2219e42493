#include <tuple>

#include "web/dates.h"
#include "web/pages/pages.h"
#include "web/pages/student_data.h"

namespace lixiao::web::pages {

namespace {

/// The entries that are over, or those that are not.
List calendar(const Visit& visit, const service::EditionView& edition, bool over) {
  List entries(Data::type::list);
  for (const workflow::CalendarEntry& each : edition.calendar) {
    const bool past = each.to < edition.today;
    if (past != over) continue;
    const bool present = !past && each.from <= edition.today;
    Data entry;
    entry.set("title", visit.in(each.title));
    entry.set("days", days(visit.language, each.from, each.to));
    entry.set("was", Data(past));
    entry.set("present", Data(present));
    entry.set("future", Data(!past && !present));
    const auto ahead = (each.from - edition.today).count();
    entry.set("ahead", past || present
                           ? Data(false)
                           : Data(visit.trn("in one day", "in {0} days", static_cast<std::size_t>(ahead))));
    entries.push_back(entry);
  }
  return entries;
}

/// What began last and still goes on, else what comes next.
Data highlight(const Visit& visit, const service::EditionView& edition) {
  const workflow::CalendarEntry* chosen = nullptr;
  bool present = false;
  for (const workflow::CalendarEntry& each : edition.calendar) {
    if (each.to < edition.today) continue;
    const bool now = each.from <= edition.today;
    const bool better =
        chosen == nullptr || (now && !present) ||
        (now && present && std::tie(each.from, chosen->to) > std::tie(chosen->from, each.to)) ||
        (!now && !present && each.from < chosen->from);
    if (!better) continue;
    chosen = &each;
    present = now;
  }
  if (chosen == nullptr) return Data(false);
  Data data;
  data.set("label", present ? visit.tr("Now") : visit.tr("Coming next"));
  data.set("what", visit.in(chosen->title));
  data.set("when", days(visit.language, chosen->from, chosen->to));
  return data;
}

}  // namespace

http::Response front(const Visit& visit) {
  const service::EditionView edition = visit.queries().edition();
  Data data;
  data.set("title", edition.edition.empty() ? visit.tr("Graduation clearance") : visit.in(edition.title));
  data.set("organisation", textOrNothing(visit.in(visit.settings().organisation)));
  data.set("today", day(visit.language, edition.today));
  data.set("announcement", paragraphs(visit.in(visit.settings().announcement)));
  data.set("help", paragraphs(visit.in(visit.settings().help)));
  const List past = calendar(visit, edition, true);
  data.set("past", past);
  data.set("has_past", Data(past.is_non_empty_list()));
  data.set("past_count", std::to_string(past.list_value().size()));
  data.set("calendar", calendar(visit, edition, false));
  data.set("has_calendar", Data(!edition.calendar.empty()));
  data.set("highlight", highlight(visit, edition));
  data.set("signed_in", Data(visit.session.has_value()));
  return visit.page("front", visit.tr("Graduation clearance"), std::move(data));
}

}  // namespace lixiao::web::pages
