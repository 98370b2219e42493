#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "engine/service/actor.h"
#include "engine/service/registration_judge.h"
#include "engine/store/registration.h"

namespace lixiao::service {

/// What became of a registration that was written.
struct WrittenRegistration {
  std::int64_t revision = 0;
  std::optional<store::RegistrationRow> before;  ///< what it replaced
};

/// Writes and journals registrations; the answers are in their order. What is for nobody on the roster is
/// noted so that it is found again. `batch`: the number of the batch that they are part of, 0 for none.
std::vector<WrittenRegistration> writeRegistrations(store::Transaction& transaction, const Snapshot& snapshot,
                                                    const Actor& actor,
                                                    const std::vector<WantedRegistration>& registrations,
                                                    std::int64_t batch = 0);

/// A registration that is to go, and what stood before it.
struct UndoneRegistration {
  store::RegistrationRow held;
  std::optional<SharedValue> shared;
  std::size_t students = 1;                      ///< for whom it counts
  std::optional<store::RegistrationRow> before;  ///< comes back; its revision is not used
};
/// Takes registrations away, or brings back what stood before, as it was; journals each with the reason. What
/// is held must be what is in the database: std::logic_error otherwise.
void undoRegistrations(store::Transaction& transaction, const Snapshot& snapshot, const Actor& actor,
                       const std::vector<UndoneRegistration>& undone, const std::string& reason,
                       std::int64_t batch = 0);

/// Why the actor may not take back what `by` registered for somebody who is not on the roster.
std::optional<Refusal> whyNotRevokeAbsent(const Snapshot& snapshot, const Actor& actor,
                                          workflow::ItemIndex item, const std::string& by);

}  // namespace lixiao::service
