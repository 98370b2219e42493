#pragma once

#include <condition_variable>
#include <mutex>
#include <random>
#include <thread>

#include "connectors/aside.h"
#include "connectors/runner.h"

namespace lixiao::connectors {

/// One source and the thread that polls it. Thread-safe.
class Runner::Worker {
 public:
  Worker(Source source, const model::Clock& clock, const Callbacks& callbacks, std::uint64_t seed);

  void start();
  void requestStop();
  void join();

  void pause(bool paused);
  void pollNow();
  bool release(model::Instant began);
  bool discard(model::Instant began, const std::function<void()>& record);
  bool ask(const std::string& student_no, Aside::Answered answered, bool anyway);
  void beginAnew();
  void clockMoved();
  const std::string& name() const { return source_.name; }
  Health health() const;
  std::vector<Poll> polls() const;

 private:
  /// A delivery that waits for an admin, and the epoch it was asked in.
  struct Held {
    Poll poll;
    Delivery delivery;
    std::int64_t epoch = 0;
  };
  /// What one attempt came to.
  struct Attempt {
    Poll poll;
    std::optional<Held> held;
    bool dropped = false;  ///< paused meanwhile: nothing is kept of it
  };

  void run(const std::stop_token& stop);
  bool due() const;
  bool isHeld(model::Instant began) const;
  void forgetHeld();
  void nextIn(std::chrono::milliseconds wait);
  /// A clock that stepped back must not make the wait longer.
  void capNext();
  unsigned beginnings() const;
  /// Whether it is paused, or was since so many pauses.
  bool pausedSince(unsigned pauses) const;
  unsigned pauses() const;
  /// The last failure, after so many that one student is asked about first.
  std::optional<Failure> probing() const;
  void attempt(const std::stop_token& stop, bool on_demand);
  /// Asks for everybody and hands the answer over.
  void poll(const std::stop_token& stop, bool on_demand, Attempt& attempt);
  std::optional<Failure> probe(const Asked& asked, const std::stop_token& stop);
  std::optional<Fall> fallOf(const Delivery& delivery) const;
  /// False when everything began anew or was paused meanwhile: then nothing is kept of it.
  bool settle(unsigned beginning, Attempt& attempt);
  void keep(const Poll& poll);
  void succeeded(const Poll& poll);
  void report(const Poll& poll);
  static Health unasked(const Source& source);

  Source source_;
  const model::Clock& clock_;
  Callbacks callbacks_;
  Aside aside_;
  std::mt19937_64 jitter_;  ///< the thread's own

  std::mutex delivering_;     ///< one delivery at a time: the thread's or a released one
  mutable std::mutex mutex_;  ///< guards what follows
  std::condition_variable_any changed_;
  Health health_;
  std::optional<Held> held_;
  std::vector<Poll> polls_;            ///< the latest first
  std::chrono::milliseconds wait_{0};  ///< what `health_.next` came from
  bool poll_now_ = false;
  unsigned pauses_ = 0;      ///< how often it was paused
  unsigned beginnings_ = 0;  ///< what an attempt of before found out does not count
  std::jthread thread_;
};

}  // namespace lixiao::connectors
