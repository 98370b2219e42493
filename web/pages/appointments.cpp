#include "web/dates.h"
#include "web/pages/appointment_data.h"
#include "web/pages/calendar_file.h"
#include "web/pages/pages.h"
#include "web/pages/student_data.h"

namespace lixiao::web::pages {

namespace {

/// Whose appointment, on which page.
struct Subject {
  std::string student_no, item, url;
};

Subject ownSubject(const Visit& visit) {
  return {visit.actor().student_no, visit.path[0], "/me/appointments/" + encode(visit.path[0])};
}
Subject officeSubject(const Visit& visit) {
  return {visit.path[0], visit.path[1], studentUrl(visit.path[0]) + "/appointments/" + encode(visit.path[1])};
}

struct Shown {
  std::string problem, field, reason;
  int status = 200;
};

Data slotData(const Visit& visit, const service::AppointmentOffer::Slot& slot) {
  Data data;
  data.set("slot", std::to_string(slot.start.time_since_epoch().count()));
  data.set("from", slot.from);
  data.set("to", slot.to);
  data.set("own", Data(slot.own));
  data.set("open", Data(!slot.own && slot.free > 0));
  data.set("full", Data(!slot.own && slot.free <= 0));
  data.set("free", visit.trn("{0} place", "{0} places", static_cast<std::size_t>(slot.free)));
  return data;
}

std::string doneWords(const Visit& visit) {
  const std::string& done = visit.query["done"];
  if (done == "booked") return visit.tr("The appointment is booked.");
  if (done == "cancelled") return visit.tr("The appointment is cancelled.");
  if (done == "missed") return visit.tr("Noted: the student did not come.");
  return {};
}

http::Response show(const Visit& visit, const Subject& subject, const Shown& shown) {
  const auto offer = visit.sources().appointments.offer(visit.actor(), subject.student_no, subject.item);
  if (!offer) return visit.refusal(offer.refusal());
  const service::EditionView edition = visit.queries().edition();
  Data data;
  data.set("title", visit.in(offer->title));
  data.set("department", visit.in(offer->department));
  data.set("name", offer->name);
  data.set("student_no", offer->student_no);
  data.set("page_url", subject.url);
  data.set("cancel_url", subject.url + "/cancel");
  data.set("missed_url", subject.url + "/missed");
  data.set("ics_url", "/me/appointments/" + encode(subject.item) + ".ics");
  data.set("student_url", studentUrl(subject.student_no));
  data.set("day_url", "/work/appointments/" + encode(subject.item));
  const bool own = visit.actor().role == service::Role::Student;
  data.set("own_page", Data(own));
  data.set("office", Data(offer->mine));
  data.set("may", Data(own || offer->mine));
  data.set("booked", offer->booked ? bookingData(visit, *offer->booked, edition) : Data(false));
  data.set("revision", std::to_string(offer->booked ? offer->booked->revision : 0));
  data.set("why_not", offer->why_not ? textOrNothing(visit.tr(*offer->why_not)) : Data(false));
  List days(Data::type::list);
  bool limited = false;
  for (const service::AppointmentOffer::Day& each : offer->days) {
    Data row;
    row.set("day", day(visit.language, each.date));
    row.set("weekday", weekday(visit, each.date));
    row.set("valid_until", each.valid_until ? Data(day(visit.language, *each.valid_until)) : Data(false));
    limited = limited || each.valid_until;
    List slots(Data::type::list);
    for (const auto& slot : each.slots) slots.push_back(slotData(visit, slot));
    row.set("slots", slots);
    days.push_back(row);
  }
  data.set("days", days);
  data.set("has_days", Data(!offer->days.empty()));
  data.set("none", Data(offer->days.empty() && !offer->why_not));
  data.set("limited", Data(limited));
  data.set("confirmation", textOrNothing(shown.status == 200 ? doneWords(visit) : ""));
  data.set("problem", shown.field == "reason" ? Data(false) : textOrNothing(shown.problem));
  data.set("reason_problem", shown.field == "reason" ? textOrNothing(shown.problem) : Data(false));
  data.set("typed_reason", shown.reason);
  return visit.page("appointment", visit.in(offer->title), std::move(data), shown.status);
}

http::Response answer(const Action& action, const Subject& subject,
                      const service::Outcome<service::Done>& done, const char* word) {
  if (done) return http::redirect(subject.url + "?done=" + word);
  const service::Refusal& refusal = done.refusal();
  if (refusal.kind == service::Refusal::Kind::NotFound || refusal.kind == service::Refusal::Kind::Forbidden)
    return action.refusal(refusal);
  return show(action, subject,
              {action.reasons(refusal), refusal.field, action.form["reason"], statusOf(refusal.kind)});
}

http::Response book(const Action& action, const Subject& subject) {
  const auto slot = number(action.form["slot"]);
  const auto seen = number(action.form["seen"]);
  if (!slot || !seen) return action.error(400);
  const auto done = action.sources().appointments.book(action.actor(), subject.student_no, subject.item,
                                                       model::Instant{std::chrono::milliseconds{*slot}},
                                                       action.form["reason"], *seen);
  return answer(action, subject, done, "booked");
}

http::Response cancel(const Action& action, const Subject& subject) {
  const auto seen = number(action.form["seen"]);
  if (!seen) return action.error(400);
  const auto done = action.sources().appointments.cancel(action.actor(), subject.student_no, subject.item,
                                                         action.form["reason"], *seen);
  return answer(action, subject, done, "cancelled");
}

}  // namespace

http::Response myAppointment(const Visit& visit) {
  const std::string& item = visit.path[0];
  if (!item.ends_with(".ics")) return show(visit, ownSubject(visit), {});
  const auto booking = visit.sources().appointments.booking(visit.actor(), visit.actor().student_no,
                                                            item.substr(0, item.size() - 4));
  if (!booking) return visit.refusal(booking.refusal());
  return http::Response(200, "text/calendar; charset=utf-8", calendarFile(visit, booking.value()))
      .header("Content-Disposition", "attachment; filename=\"appointment.ics\"");
}

http::Response bookMine(const Action& action) {
  return book(action, ownSubject(action));
}
http::Response cancelMine(const Action& action) {
  return cancel(action, ownSubject(action));
}

http::Response studentAppointment(const Visit& visit) {
  return show(visit, officeSubject(visit), {});
}
http::Response bookStudent(const Action& action) {
  return book(action, officeSubject(action));
}
http::Response cancelStudent(const Action& action) {
  return cancel(action, officeSubject(action));
}
http::Response missedStudent(const Action& action) {
  const auto seen = number(action.form["seen"]);
  if (!seen) return action.error(400);
  const Subject subject = officeSubject(action);
  const auto done =
      action.sources().appointments.markMissed(action.actor(), subject.student_no, subject.item, *seen);
  return answer(action, subject, done, "missed");
}

}  // namespace lixiao::web::pages
