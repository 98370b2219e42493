#pragma once

#include "engine/board/editions.h"
#include "engine/service/appointment_slots.h"
#include "engine/service/appointments.h"
#include "engine/service/permissions.h"
#include "engine/service/texts.h"
#include "engine/store/database.h"

namespace lixiao::service {

/// What the steps of Appointments share; appointments.cpp books, appointment_reading.cpp reads.
class Appointments::Impl {
 public:
  explicit Impl(const Engine& engine) : engine_(engine) {}

  /// `work(const Snapshot&) -> Outcome<T>`, refused while no edition is active.
  template <class T, class Work>
  Outcome<T> look(Work&& work) {
    return engine_.database.read([&](store::Reader& reader) -> Outcome<T> {
      auto edition = engine_.editions.active(reader);
      if (!edition) return Refusal{Refusal::Kind::NotNow, {{text::kNoEdition, {}}}, {}};
      return work(Snapshot(reader, std::move(edition), evaluators_, engine_.clock));
    });
  }

  /// `work(Transaction&, const Snapshot&) -> Outcome<Done>`; a refusal rolls it back.
  template <class Work>
  Outcome<Done> change(Work&& work) {
    return engine_.database.write([&](store::Transaction& transaction) -> Outcome<Done> {
      auto edition = engine_.editions.active(transaction);
      if (!edition) return Refusal{Refusal::Kind::NotNow, {{text::kNoEdition, {}}}, {}};
      Outcome<Done> result =
          work(transaction, Snapshot(transaction, std::move(edition), evaluators_, engine_.clock));
      if (!result) transaction.rollBack();
      return result;
    });
  }

 private:
  Engine engine_;
  EvaluatorPool evaluators_;
};

/// The student's own, or staff of the department for a student of theirs.
std::optional<Refusal> whyNotActFor(const Snapshot& snapshot, const Actor& actor,
                                    const workflow::StudentRecord& record,
                                    workflow::DepartmentIndex department);

/// As people see it. `plan` may be null: the item takes no appointments any more.
BookingView bookingView(const Snapshot& snapshot, const store::Appointment& held,
                        const workflow::AppointmentPlan* plan, const std::string& name);

}  // namespace lixiao::service
