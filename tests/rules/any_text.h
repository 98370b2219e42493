#pragma once

#include <string_view>

namespace lixiao::rules::test {

/// Compiles any bytes at all as a rule and evaluates what compiles in every way there is. Throws
/// std::logic_error when a promise of rules/ is broken: a problem outside of the text, neither rule nor
/// problem, evaluators that disagree.
void tryAnyText(std::string_view text);

}  // namespace lixiao::rules::test
