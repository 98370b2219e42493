#include <algorithm>
#include <map>

#include "engine/board/records.h"
#include "engine/service/appointments_impl.h"
#include "engine/service/queries_impl.h"
#include "engine/store/student.h"

namespace lixiao::service {
namespace {

using model::LocalizedText;
using std::chrono::days;
using store::Appointment;
using store::AppointmentState;

std::string clockText(const workflow::TimeZone& zone, model::Instant instant) {
  const std::string text = zone.format(instant);
  return text.substr(text.size() - 5);
}

/// The plan of an item in any of the student types, if one has it.
const workflow::Item* itemWithPlan(const workflow::Workflow& workflow, const std::string& id) {
  for (const workflow::StudentType& type : workflow.types)
    for (const workflow::Item& item : type.items)
      if (item.id == id && item.appointment) return &item;
  return nullptr;
}

bool isRegistrar(const workflow::Workflow& workflow, const workflow::Item& item, const Actor& actor) {
  return actor.role == Role::Staff &&
         std::any_of(item.registrars.begin(), item.registrars.end(), [&](const workflow::Registrar& each) {
           return workflow.departments[each.department].id == actor.department;
         });
}

using TakenSlots = std::map<model::Instant, std::int64_t>;

TakenSlots countsOf(store::Reader& reader, const std::string& item, model::Instant from, model::Instant to) {
  TakenSlots counts;
  for (const store::SlotCount& each : store::bookedSlots(reader, item, from, to))
    counts[each.start] = each.booked;
  return counts;
}

std::vector<AppointmentOffer::Day> daysOf(const Snapshot& snapshot, const AppointmentCase& wanted,
                                          const std::optional<BookingView>& booked) {
  const workflow::TimeZone& zone = snapshot.workflow().time_zone;
  const workflow::AppointmentPlan& plan = wanted.plan();
  const TakenSlots counts =
      countsOf(snapshot.reader(), wanted.item().id, snapshot.now(), zone.startOf(plan.to + days{1}));
  std::vector<AppointmentOffer::Day> all;
  for (model::Date day = std::max(plan.from, snapshot.circumstances().today); day <= plan.to;
       day += days{1}) {
    if (!wanted.isOffered(day)) continue;
    AppointmentOffer::Day offered{day, plan.validUntil(day), {}};
    for (const AppointmentSlot& slot : slotsOf(plan, zone, day)) {
      if (slot.start <= snapshot.now()) continue;
      const auto taken = counts.find(slot.start);
      const std::int64_t free = plan.capacity - (taken == counts.end() ? 0 : taken->second);
      offered.slots.push_back({slot.start, clockText(zone, slot.start), clockText(zone, slot.end),
                               std::max<std::int64_t>(free, 0), booked && booked->start == slot.start});
    }
    if (!offered.slots.empty()) all.push_back(std::move(offered));
  }
  return all;
}

/// The names of those who stand in the lists of an office, by number.
std::map<std::string, std::string> namesOf(store::Reader& reader, const std::vector<Appointment>& held) {
  std::vector<std::string> numbers;
  numbers.reserve(held.size());
  for (const Appointment& each : held) numbers.push_back(each.student_no);
  std::map<std::string, std::string> names;
  for (store::Student& student : store::findStudents(reader, std::move(numbers)))
    if (!student.removed) names.emplace(student.student_no, std::move(student.name));
  return names;
}

std::optional<model::Date> nearestDay(const workflow::AppointmentPlan& plan, model::Date from, int step) {
  for (model::Date day = from + days{step}; day >= plan.from && day <= plan.to; day += days{step})
    if (plan.isOffered(day, plan.from)) return day;
  return std::nullopt;
}

}  // namespace

BookingView bookingView(const Snapshot& snapshot, const Appointment& held,
                        const workflow::AppointmentPlan* plan, const std::string& name) {
  const workflow::Workflow& workflow = snapshot.workflow();
  const workflow::TimeZone& zone = workflow.time_zone;
  BookingView view;
  view.item = held.item;
  if (const auto item = workflow.item(held.item)) view.title = workflow.item_titles[*item];
  view.student_no = held.student_no;
  view.name = name;
  view.start = held.start;
  view.day = zone.dateAt(held.start);
  const auto slot = plan == nullptr ? std::nullopt : slotAt(*plan, zone, held.start);
  view.end = slot ? slot->end : held.start + (plan == nullptr ? std::chrono::minutes{15} : plan->slot);
  view.from = clockText(zone, view.start);
  view.to = clockText(zone, view.end);
  if (plan != nullptr) view.valid_until = plan->validUntil(view.day);
  view.state = held.state;
  view.revision = held.revision;
  view.uid = held.uid;
  view.sequence = held.sequence;
  view.changed_at = held.at;
  view.in_hours = slot.has_value();
  view.begun = held.start <= snapshot.now();
  return view;
}

Outcome<AppointmentOffer> Appointments::offer(const Actor& actor, const std::string& student_no,
                                              const std::string& item) const {
  return impl_->look<AppointmentOffer>([&](const Snapshot& snapshot) -> Outcome<AppointmentOffer> {
    const auto record = visible(snapshot, actor, student_no);
    if (!record) return record.refusal();
    const workflow::Evaluation evaluation = snapshot.evaluate(record.value());
    const auto wanted = AppointmentCase::find(snapshot, record.value(), evaluation, item);
    if (!wanted)
      return Refusal{
          Refusal::Kind::NotFound, {{"there are no appointments for {0}", {LocalizedText(item)}}}, {}};
    AppointmentOffer offer;
    offer.item = item;
    offer.student_no = student_no;
    offer.name = record->name;
    offer.title = wanted->item().title;
    offer.department = snapshot.workflow().departments[wanted->department()].title;
    offer.mine =
        actor.role != Role::Student && !whyNotActFor(snapshot, actor, record.value(), wanted->department());
    if (const auto held = store::findAppointment(snapshot.reader(), item, student_no);
        held && held->state == AppointmentState::Booked)
      offer.booked = bookingView(snapshot, *held, &wanted->plan(), record->name);
    offer.why_not = wanted->whyNotBookable();
    if (!offer.why_not && offer.booked && offer.booked->begun)
      offer.why_not = model::Message{"the appointment has begun already", {}};
    if (!offer.why_not) offer.days = daysOf(snapshot, *wanted, offer.booked);
    return offer;
  });
}

Outcome<BookingView> Appointments::booking(const Actor& actor, const std::string& student_no,
                                           const std::string& item) const {
  return impl_->look<BookingView>([&](const Snapshot& snapshot) -> Outcome<BookingView> {
    const auto record = visible(snapshot, actor, student_no);
    if (!record) return record.refusal();
    const auto held = store::findAppointment(snapshot.reader(), item, student_no);
    if (!held || held->state == AppointmentState::Missed)
      return Refusal{
          Refusal::Kind::NotFound, {{"there is no appointment for {0}", {LocalizedText(item)}}}, {}};
    const workflow::Evaluation evaluation = snapshot.evaluate(record.value());
    const auto wanted = AppointmentCase::find(snapshot, record.value(), evaluation, item);
    BookingView view = bookingView(snapshot, *held, wanted ? &wanted->plan() : nullptr, record->name);
    if (wanted) view.department = snapshot.workflow().departments[wanted->department()].title;
    return view;
  });
}

Outcome<AppointmentDay> Appointments::day(const Actor& actor, const std::string& item,
                                          std::optional<model::Date> date) const {
  return impl_->look<AppointmentDay>([&](const Snapshot& snapshot) -> Outcome<AppointmentDay> {
    const workflow::Workflow& workflow = snapshot.workflow();
    const workflow::Item* spec = itemWithPlan(workflow, item);
    if (spec == nullptr || !isRegistrar(workflow, *spec, actor))
      return Refusal{
          Refusal::Kind::NotFound, {{"there are no appointments for {0}", {LocalizedText(item)}}}, {}};
    const workflow::AppointmentPlan& plan = *spec->appointment;
    const workflow::TimeZone& zone = workflow.time_zone;
    AppointmentDay day;
    day.item = item;
    day.title = spec->title;
    const model::Date today = std::clamp(snapshot.circumstances().today, plan.from, plan.to);
    const bool open_today = plan.isOffered(today, plan.from);
    day.date = date.value_or(open_today ? today : nearestDay(plan, today, 1).value_or(today));
    day.before = nearestDay(plan, std::min(day.date, plan.to + days{1}), -1);
    day.after = nearestDay(plan, std::max(day.date, plan.from - days{1}), 1);

    const auto seen = [&](const std::string& student_no) {
      return static_cast<bool>(visible(snapshot, actor, student_no));
    };
    const bool sees_all = reachOf(actor, workflow).kind == Reach::Kind::Everybody;
    const auto views = [&](const std::vector<Appointment>& held) {
      const auto names = namesOf(snapshot.reader(), held);
      std::vector<BookingView> made;
      for (const Appointment& each : held) {
        if (!sees_all && !seen(each.student_no)) continue;
        const auto name = names.find(each.student_no);
        made.push_back(bookingView(snapshot, each, &plan, name == names.end() ? "" : name->second));
      }
      return made;
    };
    const model::Instant begin = zone.startOf(day.date), end = zone.startOf(day.date + days{1});
    const TakenSlots counts = countsOf(snapshot.reader(), item, begin, end);
    const auto of_day = views(store::appointmentsBetween(snapshot.reader(), item, begin, end));
    for (const AppointmentSlot& slot : slotsOf(plan, zone, day.date)) {
      const auto taken = counts.find(slot.start);
      const std::int64_t booked = taken == counts.end() ? 0 : taken->second;
      AppointmentDay::Slot row{clockText(zone, slot.start),
                               clockText(zone, slot.end),
                               std::max<std::int64_t>(plan.capacity - booked, 0),
                               {}};
      for (const BookingView& each : of_day)
        if (each.start == slot.start) row.bookings.push_back(each);
      day.slots.push_back(std::move(row));
    }
    for (const auto& [start, booked] : counts) day.booked += static_cast<std::size_t>(booked);
    const model::Instant far = zone.startOf(plan.to + days{3660});
    for (BookingView& each :
         views(store::appointmentsBetween(snapshot.reader(), item, std::min(begin, snapshot.now()), far)))
      if (!each.in_hours && each.state == AppointmentState::Booked) day.astray.push_back(std::move(each));
    return day;
  });
}

}  // namespace lixiao::service
