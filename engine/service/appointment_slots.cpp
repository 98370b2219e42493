#include "engine/service/appointment_slots.h"

#include <algorithm>
#include <charconv>

#include "engine/workflow/inputs.h"

namespace lixiao::service {
namespace {

using std::chrono::minutes;

/// Minutes after midnight of the clock on the wall.
int wallClock(const workflow::TimeZone& zone, model::Instant instant) {
  const std::string text = zone.format(instant);  // 2015-06-18 09:30
  int hour = 0, minute = 0;
  std::from_chars(text.data() + text.size() - 5, text.data() + text.size() - 3, hour);
  std::from_chars(text.data() + text.size() - 2, text.data() + text.size(), minute);
  return hour * 60 + minute;
}

/// When the clock on the wall shows this; on a day when it is put forward or back, midnight is not so many
/// minutes ago.
model::Instant instantOf(const workflow::TimeZone& zone, model::Date day, int minute) {
  const model::Instant guess = zone.startOf(day) + minutes{minute};
  return guess + minutes{minute - wallClock(zone, guess)};
}

}  // namespace

std::vector<AppointmentSlot> slotsOf(const workflow::AppointmentPlan& plan, const workflow::TimeZone& zone,
                                     model::Date day) {
  std::vector<AppointmentSlot> slots;
  if (!plan.isOffered(day, plan.from)) return slots;
  for (const workflow::Hours& hours : plan.hours) {
    const model::Instant first = instantOf(zone, day, hours.from);
    const model::Instant end = first + minutes{hours.to - hours.from};
    for (model::Instant start = first; start < end; start += plan.slot)
      slots.push_back({start, start + plan.slot});
  }
  return slots;
}

std::optional<AppointmentSlot> slotAt(const workflow::AppointmentPlan& plan, const workflow::TimeZone& zone,
                                      model::Instant start) {
  const auto slots = slotsOf(plan, zone, zone.dateAt(start));
  const auto found = std::find_if(slots.begin(), slots.end(),
                                  [&](const AppointmentSlot& slot) { return slot.start == start; });
  if (found == slots.end()) return std::nullopt;
  return *found;
}

AppointmentCase::AppointmentCase(const Snapshot& snapshot, const workflow::StudentRecord& record,
                                 const workflow::ItemResult& result)
    : snapshot_(&snapshot), item_(result.item), department_(result.registrar), cause_(result.cause) {
  const auto dayFor = [&](const std::optional<workflow::Day>& day) {
    return day ? workflow::dayFor(snapshot.workflow(), record, snapshot.circumstances(), *day) : std::nullopt;
  };
  opens_ = dayFor(item_->opens);
  left_ = dayFor(item_->due).value_or(plan().to);
}

std::optional<AppointmentCase> AppointmentCase::find(const Snapshot& snapshot,
                                                     const workflow::StudentRecord& record,
                                                     const workflow::Evaluation& evaluation,
                                                     const std::string& item) {
  const auto index = snapshot.workflow().item(item);
  const auto position = index ? positionOf(evaluation, *index) : std::nullopt;
  if (!position || !evaluation.items[*position].item->appointment) return std::nullopt;
  return AppointmentCase(snapshot, record, evaluation.items[*position]);
}

std::optional<model::Message> AppointmentCase::whyNotBookable() const {
  using model::ItemStatus;
  if (cause_ == model::Cause::ApplicabilityUnknown)
    return model::Message{"it is not known yet whether this concerns the student", {}};
  const ItemStatus status = model::statusOf(cause_);
  if (status == ItemStatus::NotApplicable) return model::Message{"this does not concern the student", {}};
  if (status == ItemStatus::Cleared || status == ItemStatus::Deferred)
    return model::Message{"this is settled already, no appointment is needed", {}};
  const model::Date today = snapshot_->circumstances().today;
  if (opens_ && today < *opens_)
    return model::Message{"appointments can be made from {0} on",
                          {model::LocalizedText(model::formatDate(*opens_))}};
  if (today > plan().to) return model::Message{"the days for appointments are over", {}};
  return std::nullopt;
}

std::optional<AppointmentSlot> AppointmentCase::slotFor(model::Instant start) const {
  const workflow::TimeZone& zone = snapshot_->workflow().time_zone;
  const bool within =
      start >= zone.startOf(plan().from) && start < zone.startOf(plan().to + std::chrono::days{1});
  if (!within || start <= snapshot_->now() || !isOffered(zone.dateAt(start))) return std::nullopt;
  return slotAt(plan(), zone, start);
}

}  // namespace lixiao::service
