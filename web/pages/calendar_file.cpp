#include "web/pages/calendar_file.h"

#include <libical/ical.h>

#include <memory>

#include "web/dates.h"

namespace lixiao::web::pages {

namespace {

struct FreeComponent {
  void operator()(icalcomponent* component) const { icalcomponent_free(component); }
};
using Component = std::unique_ptr<icalcomponent, FreeComponent>;

icaltimetype utc(model::Instant instant) {
  const auto seconds = std::chrono::floor<std::chrono::seconds>(instant).time_since_epoch().count();
  return icaltime_from_timet_with_zone(static_cast<time_t>(seconds), 0, icaltimezone_get_utc_timezone());
}

}  // namespace

std::string calendarFile(const Visit& visit, const service::BookingView& booking) {
  const bool cancelled = booking.state == store::AppointmentState::Cancelled;
  std::string text = visit.in(booking.department);
  if (booking.valid_until)
    text += (text.empty() ? "" : "\n") +
            visit.tr(model::Message{"what is issued then is valid until {0}",
                                    {model::LocalizedText(day(visit.language, *booking.valid_until))}});
  const Component calendar(icalcomponent_new(ICAL_VCALENDAR_COMPONENT));
  icalcomponent_add_property(calendar.get(), icalproperty_new_version("2.0"));
  icalcomponent_add_property(calendar.get(), icalproperty_new_prodid("-//Lixiao//Graduation clearance//EN"));
  icalcomponent_add_property(calendar.get(),
                             icalproperty_new_method(cancelled ? ICAL_METHOD_CANCEL : ICAL_METHOD_PUBLISH));
  icalcomponent* event = icalcomponent_new(ICAL_VEVENT_COMPONENT);
  icalcomponent_add_component(calendar.get(), event);  // which frees it
  icalcomponent_add_property(event, icalproperty_new_uid((booking.uid + "@lixiao").c_str()));
  icalcomponent_add_property(event, icalproperty_new_sequence(static_cast<int>(booking.sequence)));
  icalcomponent_add_property(event, icalproperty_new_dtstamp(utc(booking.changed_at)));
  icalcomponent_add_property(event, icalproperty_new_dtstart(utc(booking.start)));
  icalcomponent_add_property(event, icalproperty_new_dtend(utc(booking.end)));
  icalcomponent_add_property(event, icalproperty_new_summary(visit.in(booking.title).c_str()));
  if (!text.empty()) icalcomponent_add_property(event, icalproperty_new_description(text.c_str()));
  icalcomponent_add_property(
      event, icalproperty_new_status(cancelled ? ICAL_STATUS_CANCELLED : ICAL_STATUS_CONFIRMED));
  char* written = icalcomponent_as_ical_string_r(calendar.get());
  std::string file(written);
  free(written);
  return file;
}

}  // namespace lixiao::web::pages
