#pragma once

#include <algorithm>
#include <cstddef>
#include <map>
#include <mutex>
#include <string>

#include "engine/model/clock.h"

namespace lixiao::web {

/// So many requests a minute from one address and no more. Forgets whom it has not heard of longest when too
/// many are known. Thread-safe.
class RateLimit {
 public:
  RateLimit(const model::Clock& clock, unsigned a_minute, std::size_t most_clients = 10'000)
      : clock_(clock), a_minute_(a_minute), most_clients_(most_clients) {}

  /// Counts one; false when the address has had its share of this minute.
  bool allows(const std::string& client) {
    const std::lock_guard lock(mutex_);
    const model::Instant now = clock_.now();
    Window& window = windows_[client];
    if (now - window.begin >= kWindow || now < window.begin) window = {now, 0};
    const bool allowed = window.requests < a_minute_;
    if (allowed) ++window.requests;
    if (windows_.size() > most_clients_) forgetOldest();
    return allowed;
  }

 private:
  static constexpr std::chrono::minutes kWindow{1};
  struct Window {
    model::Instant begin{};
    unsigned requests = 0;
  };

  void forgetOldest() {
    windows_.erase(std::min_element(windows_.begin(), windows_.end(), [](const auto& a, const auto& b) {
      return a.second.begin < b.second.begin;
    }));
  }

  const model::Clock& clock_;
  const unsigned a_minute_;
  const std::size_t most_clients_;
  std::mutex mutex_;
  std::map<std::string, Window> windows_;  ///< guarded by mutex_
};

}  // namespace lixiao::web
