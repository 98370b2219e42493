#include "web/pages/appointment_data.h"

#include <array>

#include "web/dates.h"
#include "web/pages/student_data.h"

namespace lixiao::web::pages {

std::string weekday(const Visit& visit, model::Date date) {
  const std::array<std::string, 7> names = {visit.tr("Sunday"),    visit.tr("Monday"),   visit.tr("Tuesday"),
                                            visit.tr("Wednesday"), visit.tr("Thursday"), visit.tr("Friday"),
                                            visit.tr("Saturday")};
  return names[std::chrono::weekday(date).c_encoding()];
}

Data bookingData(const Visit& visit, const service::BookingView& booking,
                 const service::EditionView& edition) {
  Data data;
  data.set("name", booking.name);
  data.set("student_no", booking.student_no);
  data.set("student_url", studentUrl(booking.student_no));
  data.set("appointment_url", studentUrl(booking.student_no) + "/appointments/" + encode(booking.item));
  data.set("day", day(visit.language, booking.day));
  data.set("weekday", weekday(visit, booking.day));
  data.set("from", booking.from);
  data.set("to", booking.to);
  data.set("valid_until",
           booking.valid_until ? Data(day(visit.language, *booking.valid_until)) : Data(false));
  data.set("revision", std::to_string(booking.revision));
  data.set("missed", Data(booking.state == store::AppointmentState::Missed));
  data.set("changeable", Data(!booking.begun));
  data.set("may_be_missed", Data(booking.begun && booking.state == store::AppointmentState::Booked));
  data.set("astray", Data(!booking.in_hours));
  data.set("changed_at", moment(visit.language, edition.time_zone, booking.changed_at));
  return data;
}

Json bookingJson(const Visit& visit, const service::BookingView& booking) {
  return {{"item", booking.item},
          {"title", visit.in(booking.title)},
          {"student_no", booking.student_no},
          {"name", booking.name},
          {"start", model::formatInstant(booking.start)},
          {"end", model::formatInstant(booking.end)},
          {"state", store::word(booking.state)},
          {"valid_until", booking.valid_until ? Json(model::formatDate(*booking.valid_until)) : Json()},
          {"within_hours", booking.in_hours},
          {"revision", booking.revision}};
}

}  // namespace lixiao::web::pages
