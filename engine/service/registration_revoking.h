#pragma once

#include <cstddef>
#include <optional>
#include <string>

#include "engine/service/actor.h"
#include "engine/service/outcome.h"
#include "engine/service/shared_registering.h"
#include "engine/service/snapshot.h"

namespace lixiao::service {

/// Why the actor may not take the item's registration away from the student and all for whom it counts: not
/// theirs, or a document that rests on it was collected. `record` is empty when the student is not on the
/// roster: then it must be `by` the actor.
std::optional<Refusal> whyNotTakeBack(const Snapshot& snapshot, const Actor& actor,
                                      const std::optional<workflow::StudentRecord>& record,
                                      workflow::ItemIndex item, const std::optional<SharedValue>& shared,
                                      const std::string& by);

/// How many students have the value.
std::size_t sharers(const Snapshot& snapshot, const workflow::StudentRecord& record,
                    const SharedValue& shared);

}  // namespace lixiao::service
