#pragma once

#include <vector>

#include "engine/service/registration_judge.h"

namespace lixiao::service {

/// Writes what was judged, with its entries in the journal. What is for nobody on the roster is noted so that
/// it is found again.
void writeRegistrations(store::Transaction& transaction, const Snapshot& snapshot, const Actor& actor,
                        const std::vector<WantedRegistration>& registrations);

/// Why the actor may not take back what `by` registered for somebody who is not on the roster.
std::optional<Refusal> whyNotRevokeAbsent(const Snapshot& snapshot, const Actor& actor,
                                          workflow::ItemIndex item, const std::string& by);

}  // namespace lixiao::service
