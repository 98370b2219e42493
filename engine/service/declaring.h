#pragma once

#include "engine/service/snapshot.h"

namespace lixiao::service {

/// Whether the student may declare something on the item now. Values may be declared again, until a document
/// rests on them.
bool mayDeclare(const Snapshot& snapshot, const workflow::StudentRecord& record,
                const workflow::Evaluation& evaluation, std::size_t position);

}  // namespace lixiao::service
