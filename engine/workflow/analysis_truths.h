#pragma once

#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "rules/rule.h"

namespace lixiao::workflow {

/// What is certain of inputs before any student is looked at.
struct Domain {
  /// Enums that are always known, and only these words (their positions) occur.
  std::map<rules::Slot, std::set<std::uint32_t>> words;
  /// Dates that are always known (their day numbers) or counts, both ends included.
  std::map<rules::Slot, std::pair<double, double>> ranges;
};

/// What a rule can come out as; unknown beside them. A false member is certain: no student makes the rule so.
/// A true one may be a lack of proof.
struct Outcomes {
  bool may_be_true = true;
  bool may_be_false = true;
};

/// Tries every combination of what tells apart: the words of enums, truths, and numbers and days on either
/// side of the constants they are compared with. What it cannot follow (sums, two inputs compared) may come
/// out any way. Some thousands of combinations are tried; beyond that the parts of the rule are taken as
/// independent.
Outcomes outcomes(const rules::Node& root, const Domain& domain);
Outcomes outcomes(const rules::Rule& rule, const Domain& domain);

/// A rule's part that never is true, or never false.
struct FixedPart {
  std::size_t offset = 0;
  std::size_t length = 0;
  bool never_true = false;  ///< else never false

  auto operator<=>(const FixedPart&) const = default;  // NOLINT(modernize-use-nullptr): its false alarm
};
/// The outermost of them in the rule's own text, the whole rule among them. A part that is written as a bare
/// `true` or `false` is meant.
std::set<FixedPart> fixedParts(const rules::Rule& rule, const Domain& domain);

}  // namespace lixiao::workflow
