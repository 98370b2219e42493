#pragma once

#include <memory>
#include <mutex>
#include <string>

#include "engine/model/date.h"
#include "engine/store/database.h"
#include "engine/workflow/workflow.h"

namespace lixiao::board {

/// The edition that is at work, compiled.
struct ActiveEdition {
  std::int64_t activation = 0;
  std::string digest;
  std::string by;
  model::Instant at{};
  std::shared_ptr<const workflow::Workflow> workflow;
};

/// Compiles the active edition once for each activation. Thread-safe.
class Editions {
 public:
  /// The edition active in this snapshot; nullptr before the first activation. Throws store::StoreError when
  /// what was activated does not load any more.
  std::shared_ptr<const ActiveEdition> active(store::Reader& reader);

 private:
  std::mutex mutex_;
  std::shared_ptr<const ActiveEdition> latest_;
};

}  // namespace lixiao::board
