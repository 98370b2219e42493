#include <sstream>

#include "engine/tabular/csv_writer.h"
#include "web/dates.h"
#include "web/pages/appointment_data.h"
#include "web/pages/pages.h"
#include "web/pages/student_data.h"

namespace lixiao::web::pages {

namespace {

/// The day asked for; nothing: the office's next. False when it is no day.
bool readDay(const Visit& visit, std::optional<model::Date>& date) {
  const std::string& text = visit.query["day"];
  if (text.empty()) return true;
  date = model::parseDate(text);
  return date.has_value();
}

service::Outcome<service::AppointmentDay> ask(const Visit& visit, const std::optional<model::Date>& date) {
  return visit.sources().appointments.day(visit.actor(), visit.path[0], date);
}

Data dayLink(const std::string& item, const std::optional<model::Date>& date) {
  if (!date) return Data(false);
  return Data("/work/appointments/" + encode(item) + "?day=" + model::formatDate(*date));
}

}  // namespace

http::Response appointmentDay(const Visit& visit) {
  std::optional<model::Date> date;
  if (!readDay(visit, date)) return visit.error(400);
  const auto shown = ask(visit, date);
  if (!shown) return visit.refusal(shown.refusal());
  const service::EditionView edition = visit.queries().edition();
  Data data;
  data.set("title", visit.in(shown->title));
  data.set("page_url", "/work/appointments/" + encode(shown->item));
  data.set("csv_url",
           "/work/appointments/" + encode(shown->item) + "/csv?day=" + model::formatDate(shown->date));
  data.set("date", model::formatDate(shown->date));
  data.set("day", day(visit.language, shown->date));
  data.set("weekday", weekday(visit, shown->date));
  data.set("before_url", dayLink(shown->item, shown->before));
  data.set("after_url", dayLink(shown->item, shown->after));
  data.set("booked", visit.trn("{0} appointment", "{0} appointments", shown->booked));
  List slots(Data::type::list);
  for (const service::AppointmentDay::Slot& each : shown->slots) {
    Data slot;
    slot.set("from", each.from);
    slot.set("to", each.to);
    slot.set("free", visit.trn("{0} place free", "{0} places free", static_cast<std::size_t>(each.free)));
    List bookings(Data::type::list);
    for (const service::BookingView& booking : each.bookings)
      bookings.push_back(bookingData(visit, booking, edition));
    slot.set("bookings", bookings);
    slots.push_back(slot);
  }
  data.set("slots", slots);
  data.set("has_slots", Data(!shown->slots.empty()));
  List astray(Data::type::list);
  for (const service::BookingView& each : shown->astray) astray.push_back(bookingData(visit, each, edition));
  data.set("stray", astray);
  data.set("has_astray", Data(!shown->astray.empty()));
  return visit.page("appointment_day", visit.in(shown->title), std::move(data));
}

http::Response appointmentCsv(const Visit& visit) {
  std::optional<model::Date> date;
  if (!readDay(visit, date)) return visit.error(400);
  const auto shown = ask(visit, date);
  if (!shown) return visit.refusal(shown.refusal());
  std::ostringstream file;
  tabular::CsvWriter writer(file, {.byte_order_mark = true, .crlf = true});
  for (const std::string& title : {visit.tr("Day"), visit.tr("From"), visit.tr("To"),
                                   visit.tr("Student number"), visit.tr("Name"), visit.tr("State")})
    writer.text(title);
  writer.endRow();
  const auto add = [&](const service::BookingView& each) {
    const std::string state = each.state == store::AppointmentState::Missed ? visit.tr("did not come")
                              : each.in_hours                               ? visit.tr("booked")
                                              : visit.tr("no longer within the hours");
    writer.plain(model::formatDate(each.day)).plain(each.from).plain(each.to);
    writer.text(each.student_no).text(each.name).text(state);
    writer.endRow();
  };
  for (const service::AppointmentDay::Slot& slot : shown->slots)
    for (const service::BookingView& each : slot.bookings) add(each);
  for (const service::BookingView& each : shown->astray) add(each);
  writer.flush();
  return http::Response(200, "text/csv; charset=utf-8", file.str())
      .header("Content-Disposition",
              "attachment; filename=\"appointments-" + model::formatDate(shown->date) + ".csv\"");
}

http::Response apiAppointmentDay(const Visit& visit) {
  std::optional<model::Date> date;
  if (!readDay(visit, date)) return visit.error(400);
  const auto shown = ask(visit, date);
  if (!shown) return visit.refusal(shown.refusal());
  Json slots = Json::array(), astray = Json::array();
  for (const service::AppointmentDay::Slot& each : shown->slots) {
    Json bookings = Json::array();
    for (const service::BookingView& booking : each.bookings) bookings.push_back(bookingJson(visit, booking));
    slots.push_back({{"from", each.from}, {"to", each.to}, {"free", each.free}, {"bookings", bookings}});
  }
  for (const service::BookingView& each : shown->astray) astray.push_back(bookingJson(visit, each));
  return json(200, {{"item", shown->item},
                    {"title", visit.in(shown->title)},
                    {"day", model::formatDate(shown->date)},
                    {"booked", shown->booked},
                    {"slots", slots},
                    {"no_longer_within_hours", astray}});
}

http::Response apiMyAppointment(const Visit& visit) {
  const auto offer =
      visit.sources().appointments.offer(visit.actor(), visit.actor().student_no, visit.path[0]);
  if (!offer) return visit.refusal(offer.refusal());
  Json days = Json::array();
  for (const service::AppointmentOffer::Day& each : offer->days) {
    Json slots = Json::array();
    for (const auto& slot : each.slots)
      slots.push_back({{"slot", slot.start.time_since_epoch().count()},
                       {"start", model::formatInstant(slot.start)},
                       {"from", slot.from},
                       {"to", slot.to},
                       {"free", slot.free},
                       {"own", slot.own}});
    days.push_back({{"day", model::formatDate(each.date)},
                    {"valid_until", each.valid_until ? Json(model::formatDate(*each.valid_until)) : Json()},
                    {"slots", slots}});
  }
  return json(200, {{"item", offer->item},
                    {"title", visit.in(offer->title)},
                    {"department", visit.in(offer->department)},
                    {"booked", offer->booked ? bookingJson(visit, *offer->booked) : Json()},
                    {"why_not", offer->why_not ? Json(visit.tr(*offer->why_not)) : Json()},
                    {"days", days}});
}

}  // namespace lixiao::web::pages
