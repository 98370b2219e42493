#pragma once

#include <string>

#include "rules/rule.h"

namespace lixiao::bench {

/// The rule as a person would type it for muParser: numbers only, nothing is ever unknown. Slot 7 is the
/// variable `s7`: a boolean as 0 or 1, a date as its day number, an enum as the index of its word. Throws
/// std::invalid_argument for an operation that the 2015 edition has no use for.
std::string plainText(const rules::Node& node);
std::string plainVariable(rules::Slot slot);

}  // namespace lixiao::bench
