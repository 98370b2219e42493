#pragma once

#include <string>
#include <vector>

#include "engine/service/snapshot.h"
#include "engine/store/appointment.h"

namespace lixiao::service {

/// One time at which an office sees students.
struct AppointmentSlot {
  model::Instant start{};
  model::Instant end{};
};

/// The slots of one day of the plan, by time; none on a day without.
std::vector<AppointmentSlot> slotsOf(const workflow::AppointmentPlan& plan, const workflow::TimeZone& zone,
                                     model::Date day);
/// The slot that begins then, if there is one on that day.
std::optional<AppointmentSlot> slotAt(const workflow::AppointmentPlan& plan, const workflow::TimeZone& zone,
                                      model::Instant start);

/// An item that takes appointments, for one student.
class AppointmentCase {
 public:
  /// Nothing when the student's kind does not have the item or the item takes no appointments.
  static std::optional<AppointmentCase> find(const Snapshot& snapshot, const workflow::StudentRecord& record,
                                             const workflow::Evaluation& evaluation, const std::string& item);

  const workflow::Item& item() const { return *item_; }
  const workflow::AppointmentPlan& plan() const { return *item_->appointment; }
  workflow::DepartmentIndex department() const { return department_; }
  /// Why no appointment can be made now; empty when one can.
  std::optional<model::Message> whyNotBookable() const;
  /// Whether there are slots on that day for this student.
  bool isOffered(model::Date day) const { return plan().isOffered(day, left_); }
  /// The slot, when this student may have it, were it free.
  std::optional<AppointmentSlot> slotFor(model::Instant start) const;

 private:
  AppointmentCase(const Snapshot& snapshot, const workflow::StudentRecord& record,
                  const workflow::ItemResult& result);

  const Snapshot* snapshot_;
  const workflow::Item* item_;
  workflow::DepartmentIndex department_;
  model::Cause cause_;
  std::optional<model::Date> opens_;
  model::Date left_;  ///< by when the student has left: the item's last day, else that of the plan
};

}  // namespace lixiao::service
