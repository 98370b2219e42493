#pragma once

#include <condition_variable>
#include <mutex>
#include <thread>

#include "engine/service/statistics.h"

namespace lixiao::app {

/// Keeps the statistics' counts when they are due, until destruction. A failure is logged and tried again.
class Sampling {
 public:
  explicit Sampling(service::Statistics& statistics);

 private:
  void run(const std::stop_token& stop);

  service::Statistics& statistics_;
  std::mutex mutex_;  // for waiting only
  std::condition_variable_any stopped_;
  std::jthread thread_;  // last: stops first
};

}  // namespace lixiao::app
