#pragma once

#include <vector>

#include "engine/workflow/analysis_atoms.h"

namespace lixiao::workflow {

/// Sets of Kleene's three values.
using Truths = unsigned;
inline constexpr Truths kFalse = 1, kUnknown = 2, kTrue = 4, kAny = kFalse | kUnknown | kTrue;

/// Evaluates a rule for one combination of values of its atoms.
class Trial {
 public:
  using Combination = std::vector<const TriedValue*>;

  Trial(const Atoms& atoms, const Combination& values) : atoms_(atoms), values_(values) {}

  /// One of the three, of a boolean node.
  Truths truth(const rules::Node& node) const;

 private:
  Truths joined(const rules::Node& node) const;
  Truths chosen(const rules::Node& node) const;
  Truths sameTruth(const rules::Node& node) const;
  Truths comparison(const rules::Node& node) const;
  bool isKnown(const rules::Node& node) const;
  TriedValue value(const rules::Node& node) const;
  TriedValue extreme(const rules::Node& node) const;

  const Atoms& atoms_;
  const Combination& values_;
};

}  // namespace lixiao::workflow
