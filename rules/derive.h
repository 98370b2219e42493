#pragma once

#include <cstdint>
#include <optional>

#include "rules/rule.h"

namespace lixiao::rules {

/// The boolean rule that holds when both hold.
Rule bothOf(const Rule& a, const Rule& b);

/// The rule with every amount of money it reads taken as 0, where these amounts add up to less than `below`
/// (minor units; amounts below 0 count as 0); unknown when one of them is. Nothing when it reads no money.
std::optional<Rule> withoutSmallAmounts(const Rule& rule, std::int64_t below);

}  // namespace lixiao::rules
