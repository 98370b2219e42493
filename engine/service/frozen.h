#pragma once

#include <string>

#include "engine/service/snapshot.h"

namespace lixiao::service {

/// The decisions on a student with all that they rest on, as JSON: what is kept with a document that was
/// handed out.
std::string frozen(const Snapshot& snapshot, const workflow::StudentRecord& record,
                   const workflow::Evaluation& evaluation);

}  // namespace lixiao::service
