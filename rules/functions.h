#pragma once

#include <muParser.h>

namespace lixiao::rules {

/// Adds the functions that the formulas of FormulaWriter use. They never throw and never read anything but
/// their arguments.
void defineFunctions(mu::Parser& parser);

}  // namespace lixiao::rules
