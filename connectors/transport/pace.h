#pragma once

#include <chrono>
#include <memory>
#include <mutex>

#include "connectors/settings.h"
#include "connectors/transport/patience.h"

namespace lixiao::connectors {

/// Lets so many questions pass in a second, evenly; what is not asked in time is not made up for.
/// Thread-safe.
class Pace {
 public:
  /// 0: as many as may be.
  explicit Pace(std::int64_t per_second);

  /// Waits for its turn. Throws Poco::TimeoutException when the patience ends before.
  void await(const Patience& patience);

 private:
  using Moment = std::chrono::steady_clock::time_point;
  Moment turn();

  std::chrono::nanoseconds between_;
  std::mutex mutex_;
  Moment next_{};
};

/// The pace of `requests_per_second`: one for all that were made from the same place of the settings file, so
/// that polls and questions about single students share it.
std::shared_ptr<Pace> sharedPace(const Settings& settings);

/// The row `requests_per_second`: what a source can bear.
SettingRow requestsPerSecondRow();

}  // namespace lixiao::connectors
