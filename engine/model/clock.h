#pragma once

#include <chrono>

#include "engine/model/date.h"

namespace lixiao::model {

/// The only source of "now". Thread-safe.
class Clock {
 public:
  virtual ~Clock() = default;
  virtual Instant now() const = 0;
};

class SystemClock final : public Clock {
 public:
  Instant now() const override {
    return std::chrono::time_point_cast<std::chrono::milliseconds>(std::chrono::system_clock::now());
  }
};

/// Runs at the speed of the system clock on another day: trials, demonstrations, acceptance tests.
class OffsetClock final : public Clock {
 public:
  explicit OffsetClock(std::chrono::milliseconds ahead) : ahead_(ahead) {}
  Instant now() const override { return SystemClock().now() + ahead_; }

 private:
  std::chrono::milliseconds ahead_;
};

}  // namespace lixiao::model
