#pragma once

#include <atomic>
#include <condition_variable>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <shared_mutex>
#include <string>
#include <thread>

#include "engine/board/contents.h"
#include "engine/board/editions.h"
#include "engine/model/clock.h"
#include "engine/store/database.h"

namespace lixiao::board {

/// Everything about everybody, in memory: a cache of the database that can always be rebuilt. It follows the
/// journal: a wake-up carries no data, so a lost one costs time and never correctness. Thread-safe.
class Board {
 public:
  Board(store::Database& database, const model::Clock& clock, Editions& editions);
  ~Board();

  /// Reads everything anew and decides it.
  void rebuild();
  /// Reads what the journal holds since, decides the students concerned, and looks at the clock: a new day or
  /// facts that turned stale decide everybody afresh.
  void follow();
  /// Rebuilds, then follows on a thread of its own until destruction.
  void start();
  /// Called by the follower after the journal started anew and everything was read anew. To be set before
  /// start().
  void onFreshStart(std::function<void()> listener) { on_fresh_start_ = std::move(listener); }
  /// Waits until the board holds what was committed up to this position; false after `timeout`, and at once
  /// when the board was not started.
  bool waitFor(const store::JournalPosition& position, std::chrono::milliseconds timeout) const;

  /// True once the board stands for the first time.
  bool ready() const { return ready_; }
  store::JournalPosition position() const;

  /// Calls `read(const Contents&)` while nothing changes, and returns what it returns. Keep it short.
  template <class Read>
  auto read(Read&& read) const {
    const std::shared_lock lock(mutex_);
    return read(static_cast<const Contents&>(*contents_));
  }

 private:
  void run(const std::stop_token& stop);
  void publish(const store::JournalPosition& position);

  store::Database& database_;
  const model::Clock& clock_;
  Editions& editions_;
  mutable std::shared_mutex mutex_;  // guards contents_
  std::unique_ptr<Contents> contents_;
  std::mutex follow_mutex_;  // one follower at a time
  std::atomic<bool> ready_{false};
  std::function<void()> on_fresh_start_;
  mutable std::mutex position_mutex_;  // guards position_
  mutable std::condition_variable position_changed_;
  store::JournalPosition position_;
  std::jthread follower_;  // last: stops first
};

}  // namespace lixiao::board
