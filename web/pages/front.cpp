#include "web/dates.h"
#include "web/pages/pages.h"
#include "web/pages/student_data.h"

namespace lixiao::web::pages {

namespace {

List calendar(const Visit& visit, const service::EditionView& edition) {
  List entries(Data::type::list);
  for (const workflow::CalendarEntry& each : edition.calendar) {
    const bool past = each.to < edition.today;
    const bool present = !past && each.from <= edition.today;
    Data entry;
    entry.set("title", visit.in(each.title));
    entry.set("days", days(visit.language, each.from, each.to));
    entry.set("past", Data(past));
    entry.set("present", Data(present));
    entry.set("future", Data(!past && !present));
    const auto ahead = (each.from - edition.today).count();
    entry.set("ahead", past || present ? Data(false)
                                       : Data(visit.trn("in one day", "in {0} days", static_cast<std::size_t>(ahead))));
    entries.push_back(entry);
  }
  return entries;
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
  data.set("calendar", calendar(visit, edition));
  data.set("has_calendar", Data(!edition.calendar.empty()));
  data.set("signed_in", Data(visit.session.has_value()));
  return visit.page("front", visit.tr("Graduation clearance"), std::move(data));
}

}  // namespace lixiao::web::pages
