#pragma once

#include <cstdint>
#include <memory>
#include <random>
#include <string>
#include <vector>

#include "engine/workflow/record.h"
#include "engine/workflow/workflow.h"

namespace lixiao::workflow::tests {

/// Dice that give the same on every platform.
class Dice {
 public:
  explicit Dice(unsigned seed) : random_(seed) {}

  /// 0 … most.
  std::size_t upTo(std::size_t most) { return static_cast<std::size_t>(random_() % (most + 1)); }
  bool oneIn(std::size_t n) { return upTo(n - 1) == 0; }
  template <typename T>
  const T& pick(const std::vector<T>& from) {
    return from[upTo(from.size() - 1)];
  }
  template <typename T>
  void shuffle(std::vector<T>& entries) {
    for (std::size_t i = entries.size(); i > 1; --i) std::swap(entries[i - 1], entries[upTo(i - 1)]);
  }

 private:
  std::mt19937 random_;
};

/// An edition of two student types made by hand, not from YAML, whose items use everything that the language
/// has, in random combinations.
std::shared_ptr<const Workflow> randomEdition(unsigned seed);

/// 24 June 2015, nine in the morning in Shanghai; some lists are not submitted.
Circumstances randomCircumstances(const Workflow& workflow, Dice& dice);

/// A student of the type of whom much is known and some things are not.
StudentRecord randomStudent(const Workflow& workflow, const StudentType& type,
                            const Circumstances& circumstances, Dice& dice);

}  // namespace lixiao::workflow::tests
