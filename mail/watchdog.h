#pragma once

#include <chrono>
#include <condition_variable>
#include <mutex>
#include <stop_token>
#include <thread>

namespace lixiao::mail {

/// Breaks a socket off when a conversation on it takes too long as a whole, or when a stop is requested:
/// Poco's own time-outs start anew with every byte. Thread-safe.
class Watchdog {
 public:
  Watchdog(int socket, std::stop_token stop);
  ~Watchdog();
  Watchdog(const Watchdog&) = delete;
  Watchdog& operator=(const Watchdog&) = delete;

  /// From now on the conversation may take so long.
  void allow(std::chrono::milliseconds time);
  /// Whether it broke the socket off because time was up.
  bool bit() const;

 private:
  using Moment = std::chrono::steady_clock::time_point;
  void watch();

  const int socket_;  ///< its own handle: the number of a closed socket may be another's
  std::stop_token stop_;
  mutable std::mutex mutex_;  // guards the next three
  Moment end_ = Moment::max();
  bool bit_ = false, over_ = false;
  std::condition_variable_any changed_;
  std::thread thread_;
};

}  // namespace lixiao::mail
