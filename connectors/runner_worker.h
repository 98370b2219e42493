#pragma once

#include <condition_variable>
#include <mutex>
#include <random>
#include <thread>

#include "connectors/runner.h"

namespace lixiao::connectors {

/// One source and the thread that polls it. Thread-safe.
class Runner::Worker {
 public:
  Worker(Source source, const model::Clock& clock, const Callbacks& callbacks, std::uint64_t seed);

  void start();
  void requestStop() { thread_.request_stop(); }
  void join();

  void pause(bool paused);
  void pollNow();
  void beginAnew();
  void clockMoved();
  const std::string& name() const { return source_.name; }
  Health health() const;

 private:
  void run(const std::stop_token& stop);
  bool due() const;
  unsigned beginnings() const;
  void attempt(const std::stop_token& stop);
  FetchResult fetch(const std::vector<StudentRef>& students, const std::stop_token& stop);
  /// What became of asking for everybody and handing over the answer; empty: delivered.
  std::optional<Failure> poll(const std::stop_token& stop, Health& counts);
  /// False when everything began anew meanwhile: then nothing is kept of it.
  bool settle(unsigned beginning, model::Instant began, std::optional<Failure> failure, const Health& counts);
  void report();
  static Health unasked(const Source& source);

  Source source_;
  const model::Clock& clock_;
  Callbacks callbacks_;
  std::mt19937_64 jitter_;  ///< the thread's own

  mutable std::mutex mutex_;  ///< guards health_ and poll_now_
  std::condition_variable_any changed_;
  Health health_;
  bool poll_now_ = false;
  unsigned beginnings_ = 0;  ///< guarded by mutex_: what an attempt of before found out does not count
  std::jthread thread_;
};

}  // namespace lixiao::connectors
