#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "engine/service/batches.h"

namespace lixiao::service {

/// A long batch that is applied while nobody waits.
struct BatchJob {
  enum class State { Waiting, Running, Applied, Stopped, Refused, Failed };

  std::int64_t number = 0;
  State state = State::Waiting;
  std::string login, item, file_name;
  std::size_t rows = 0, looked = 0;  ///< how many of the rows were looked at
  std::int64_t batch = 0;            ///< Applied: its number
  BatchReport report;                ///< Stopped: the rows that were refused since the preview
  std::optional<Refusal> refusal;    ///< Refused

  bool over() const { return state >= State::Applied; }
};

/// Applies batches one after another on a thread of its own. Jobs live in memory: one that was under way when
/// the program ended changed nothing. The last hundred that are over can be looked up. Thread-safe.
class BatchJobs {
 public:
  /// `batches` must outlive it.
  explicit BatchJobs(const Batches& batches);
  /// Waits for the one under way; those that wait are dropped.
  ~BatchJobs();

  /// Returns the job's number. `epoch`: of the journal that the rows were meant for; once it has started anew
  /// the job fails. 0: any.
  std::int64_t start(const Actor& actor, NewBatch batch, const std::string& item, bool only_good,
                     std::int64_t epoch = 0);
  /// Only the one who started it finds it. The report comes along once it is over.
  std::optional<BatchJob> find(std::int64_t number, const std::string& login) const;

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace lixiao::service
