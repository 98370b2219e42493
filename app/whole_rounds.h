#pragma once

#include <chrono>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "engine/model/clock.h"
#include "engine/workflow/workflow.h"

namespace lixiao::app {

/// When the sources are to be asked about everybody, those who have everything too. Thread-safe.
class WholeRounds {
 public:
  explicit WholeRounds(const model::Clock& clock) : clock_(clock) {}

  /// Whether the question that is put to the source now is to be about everybody, if that is to be so often.
  bool begin(const std::string& source, std::chrono::milliseconds every);
  /// The answer to the last question has been applied: before that a round is not done.
  void done(const std::string& source);
  void forget();

 private:
  struct Round {
    std::optional<model::Instant> begun, done;  ///< `begun`: of the last question, if it was about everybody
  };
  const model::Clock& clock_;
  std::mutex mutex_;
  std::map<std::string, Round> rounds_;  ///< by source
};

/// Every six hours, or twice in the shortest `max_age` of these facts: what is known must not grow too old.
std::chrono::milliseconds wholeRoundEvery(const workflow::Workflow& workflow,
                                          const std::vector<std::string>& facts);

}  // namespace lixiao::app
