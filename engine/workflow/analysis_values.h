#pragma once

#include <optional>
#include <string>
#include <vector>

#include "engine/workflow/analysis_truths.h"

namespace lixiao::workflow {

/// What a combination gives to an input: a number, a day, an enum's position, a truth as 0 or 1, or a text.
/// Empty is unknown.
struct TriedValue {
  std::optional<double> number;
  std::string text;

  bool known() const { return number.has_value(); }
  bool operator==(const TriedValue&) const = default;
};

TriedValue constantOf(const rules::Node& constant);
/// The values of a node that tell apart, where it is compared with these constants.
std::vector<TriedValue> triedValues(const rules::Node& node, const std::vector<TriedValue>& constants,
                                    const Domain& domain);

}  // namespace lixiao::workflow
