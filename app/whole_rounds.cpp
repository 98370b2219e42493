#include "app/whole_rounds.h"

#include <algorithm>

namespace lixiao::app {

bool WholeRounds::begin(const std::string& source, std::chrono::milliseconds every) {
  const std::lock_guard lock(mutex_);
  const model::Instant now = clock_.now();
  Round& round = rounds_[source];
  // A moment that is still to come was noted before the clock was set back.
  const bool due = !round.done || now < *round.done || now >= *round.done + every;
  round.begun = due ? std::optional(now) : std::nullopt;
  return due;
}

void WholeRounds::done(const std::string& source) {
  const std::lock_guard lock(mutex_);
  Round& round = rounds_[source];
  if (round.begun) round.done = round.begun;
}

void WholeRounds::forget() {
  const std::lock_guard lock(mutex_);
  rounds_.clear();
}

std::chrono::milliseconds wholeRoundEvery(const workflow::Workflow& workflow,
                                          const std::vector<std::string>& facts) {
  std::chrono::milliseconds every = std::chrono::hours(6);
  for (const std::string& name : facts) {
    const auto fact = workflow.fact(name);
    if (!fact) continue;
    if (const auto& max_age = workflow.facts[*fact].max_age)
      every = std::min<std::chrono::milliseconds>(every, *max_age / 2);
  }
  return every;
}

}  // namespace lixiao::app
