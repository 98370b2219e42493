#pragma once

#include <functional>
#include <thread>

#include "connectors/transport/patience.h"

namespace lixiao::connectors {

/// Looks on from a thread of its own and calls `end`, once, when the patience is exhausted: for libraries
/// that cannot wait with patience themselves. The patience must not begin a step meanwhile.
class Watch {
 public:
  Watch(const Patience& patience, std::function<void()> end);

 private:
  std::jthread thread_;
};

}  // namespace lixiao::connectors
