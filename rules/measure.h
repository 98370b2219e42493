#pragma once

#include "rules/rule.h"

namespace lixiao::rules {

/// Conditions are shared trees inside trees, so a short text can mean a very large rule.
struct Measure {
  std::size_t nodes =
      0;  ///< with conditions written out wherever they are named; stops growing at kMaxNodes + 1
  std::size_t depth = 0;
};
inline constexpr std::size_t kMaxNodes = 5000;
inline constexpr std::size_t kMaxTreeDepth = 1500;

Measure measure(const Node& root);

}  // namespace lixiao::rules
