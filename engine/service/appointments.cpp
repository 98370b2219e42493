#include "engine/service/appointments.h"

#include <nlohmann/json.hpp>

#include "engine/service/appointments_impl.h"
#include "engine/service/queries_impl.h"
#include "engine/service/registration_journal.h"
#include "engine/service/tokens.h"
#include "engine/service/written.h"
#include "engine/store/journal.h"

namespace lixiao::service {
namespace {

using model::LocalizedText;
using model::Message;
using nlohmann::json;
using store::Appointment;
using store::AppointmentState;

Refusal refused(Refusal::Kind kind, Message reason, std::string field = {}) {
  return {kind, {std::move(reason)}, {}, std::move(field)};
}

/// Staff say why; a student need not.
std::optional<Refusal> wrongReason(const Actor& actor, const std::string& reason) {
  if (actor.role != Role::Student && reason.empty())
    return refused(Refusal::Kind::Invalid, {text::kReasonNeeded, {}}, "reason");
  if (auto wrong = wrongRemark(reason)) return refused(Refusal::Kind::Invalid, *wrong, "reason");
  return std::nullopt;
}

bool isLive(const std::optional<Appointment>& held) {
  return held && held->state == AppointmentState::Booked;
}

/// The appointment is another one than the person saw.
std::optional<Refusal> overtaken(const Snapshot& snapshot, const std::optional<Appointment>& held,
                                 std::int64_t seen) {
  if ((isLive(held) ? held->revision : 0) == seen) return std::nullopt;
  if (!isLive(held)) return refused(Refusal::Kind::Conflict, {"meanwhile the appointment was cancelled", {}});
  return refused(Refusal::Kind::Conflict,
                 {"meanwhile {0} booked {1}", {snapshot.person(held->by), snapshot.time(held->start)}});
}

bool isFull(store::Reader& reader, const AppointmentCase& wanted, const AppointmentSlot& slot) {
  const auto counts = store::bookedSlots(reader, wanted.item().id, slot.start, slot.end);
  return !counts.empty() && counts.front().start == slot.start &&
         counts.front().booked >= wanted.plan().capacity;
}

void journal(store::Transaction& transaction, const Snapshot& snapshot, const Actor& actor,
             std::string_view kind, const Appointment& appointment, const std::optional<Appointment>& before,
             const std::string& reason) {
  json payload = asWhom(actor);
  payload["slot"] = model::formatInstant(appointment.start);
  if (isLive(before) && before->start != appointment.start)
    payload["before"] = model::formatInstant(before->start);
  if (!reason.empty()) payload["reason"] = reason;
  store::appendJournal(transaction, {snapshot.now(), actor.login, std::string(kind), appointment.student_no,
                                     appointment.item, payload.dump()});
}

/// A student on the roster, if the actor may see them, and the item with its appointments.
struct Found {
  workflow::StudentRecord record;
  workflow::Evaluation evaluation;
};
Outcome<Found> findStudent(const Snapshot& snapshot, const Actor& actor, const std::string& student_no) {
  auto record = visible(snapshot, actor, student_no);
  if (!record) return record.refusal();
  workflow::Evaluation evaluation = snapshot.evaluate(record.value());
  return Found{std::move(record.value()), std::move(evaluation)};
}

/// The live appointment, if the actor may act on it and saw it as it is.
Outcome<Appointment> held(const Snapshot& snapshot, const Actor& actor, const std::string& student_no,
                          const std::string& item, std::int64_t seen) {
  const auto found = findStudent(snapshot, actor, student_no);
  if (!found) return found.refusal();
  const auto index = snapshot.workflow().item(item);
  const auto position = index ? positionOf(found->evaluation, *index) : std::nullopt;
  auto appointment = store::findAppointment(snapshot.reader(), item, student_no);
  if (!position || !appointment)
    return refused(Refusal::Kind::NotFound, {"there is no appointment for {0}", {LocalizedText(item)}});
  if (auto why = whyNotActFor(snapshot, actor, found->record, found->evaluation.items[*position].registrar))
    return *why;
  if (auto faster = overtaken(snapshot, appointment, seen)) return *faster;
  return std::move(*appointment);
}

}  // namespace

Appointments::Appointments(const Engine& engine) : impl_(std::make_unique<Impl>(engine)) {}
Appointments::~Appointments() = default;

std::optional<Refusal> whyNotActFor(const Snapshot& snapshot, const Actor& actor,
                                    const workflow::StudentRecord& record,
                                    workflow::DepartmentIndex department) {
  const bool own = actor.role == Role::Student && actor.student_no == record.student_no;
  if (own) return std::nullopt;
  auto why = whyNot(actor, Act::RegisterItem,
                    {.workflow = &snapshot.workflow(),
                     .student_no = record.student_no,
                     .attributes = &record.attributes,
                     .department = department});
  if (!why) return std::nullopt;
  return refused(Refusal::Kind::Forbidden, *why);
}

Outcome<Done> Appointments::book(const Actor& actor, const std::string& student_no, const std::string& item,
                                 model::Instant start, const std::string& reason, std::int64_t seen) {
  if (auto wrong = wrongReason(actor, reason)) return *wrong;
  return impl_->change([&](store::Transaction& transaction, const Snapshot& snapshot) -> Outcome<Done> {
    const auto found = findStudent(snapshot, actor, student_no);
    if (!found) return found.refusal();
    const auto wanted = AppointmentCase::find(snapshot, found->record, found->evaluation, item);
    if (!wanted)
      return refused(Refusal::Kind::NotFound, {"there are no appointments for {0}", {LocalizedText(item)}});
    if (auto why = whyNotActFor(snapshot, actor, found->record, wanted->department())) return *why;
    const auto present = store::findAppointment(transaction, item, student_no);
    if (isLive(present) && present->start == start) return Done{};
    if (auto faster = overtaken(snapshot, present, seen)) return *faster;
    if (isLive(present) && present->start <= snapshot.now())
      return refused(Refusal::Kind::NotNow, {"the appointment has begun already", {}});
    if (auto why = wanted->whyNotBookable()) return refused(Refusal::Kind::NotNow, *why);
    const auto slot = wanted->slotFor(start);
    if (!slot) return refused(Refusal::Kind::Invalid, {"this time cannot be booked", {}}, "slot");
    if (isFull(transaction, *wanted, *slot))
      return refused(Refusal::Kind::Conflict, {"this time is taken by now, please choose another", {}},
                     "slot");

    Appointment made{item, student_no, slot->start, snapshot.now(), actor.login, 0, {}, 0, {}};
    made.uid = present ? present->uid : randomToken();
    made.sequence = present ? present->sequence + 1 : 0;
    store::putAppointment(transaction, made);
    journal(transaction, snapshot, actor,
            isLive(present) ? store::kind::kAppointmentMoved : store::kind::kAppointmentBooked, made, present,
            reason);
    return Done{};
  });
}

Outcome<Done> Appointments::cancel(const Actor& actor, const std::string& student_no, const std::string& item,
                                   const std::string& reason, std::int64_t seen) {
  if (auto wrong = wrongReason(actor, reason)) return *wrong;
  return impl_->change([&](store::Transaction& transaction, const Snapshot& snapshot) -> Outcome<Done> {
    auto appointment = held(snapshot, actor, student_no, item, seen);
    if (!appointment) return appointment.refusal();
    if (appointment->start <= snapshot.now())
      return refused(Refusal::Kind::NotNow, {"the appointment has begun already", {}});
    Appointment made = std::move(appointment.value());
    made.state = AppointmentState::Cancelled;
    made.at = snapshot.now();
    made.by = actor.login;
    ++made.sequence;
    store::putAppointment(transaction, made);
    journal(transaction, snapshot, actor, store::kind::kAppointmentCancelled, made, std::nullopt, reason);
    return Done{};
  });
}

Outcome<Done> Appointments::markMissed(const Actor& actor, const std::string& student_no,
                                       const std::string& item, std::int64_t seen) {
  if (actor.role == Role::Student) return refused(Refusal::Kind::Forbidden, {text::kNotAllowed, {}});
  return impl_->change([&](store::Transaction& transaction, const Snapshot& snapshot) -> Outcome<Done> {
    auto appointment = held(snapshot, actor, student_no, item, seen);
    if (!appointment) return appointment.refusal();
    if (appointment->start > snapshot.now())
      return refused(Refusal::Kind::NotNow, {"the appointment has not begun yet", {}});
    Appointment made = std::move(appointment.value());
    made.state = AppointmentState::Missed;
    made.at = snapshot.now();
    made.by = actor.login;
    store::putAppointment(transaction, made);
    journal(transaction, snapshot, actor, store::kind::kAppointmentMissed, made, std::nullopt, {});
    return Done{};
  });
}

}  // namespace lixiao::service
