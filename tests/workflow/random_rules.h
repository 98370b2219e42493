#pragma once

#include <string>
#include <vector>

#include "engine/workflow/workflow.h"
#include "rules/scope.h"
#include "tests/workflow/random_edition.h"

namespace lixiao::workflow::tests {

/// The names of a random edition's tables as rules know them. Words of `residence` are booleans
/// `residence.north` …
rules::Scope scopeOf(const Workflow& workflow);

/// Texts of well-typed rules over these names.
class RuleTexts {
 public:
  explicit RuleTexts(Dice& dice) : dice_(dice) {}

  /// What has been decided by now, so that a rule may read it.
  std::vector<std::string> truths{}, days{}, amounts{};
  std::vector<std::string> counts{};

  std::string boolean(int depth);
  /// About money, so that `waive_below` makes sense.
  std::string debts();

 private:
  std::string leaf();
  std::string money();
  std::string date();

  Dice& dice_;
};

}  // namespace lixiao::workflow::tests
