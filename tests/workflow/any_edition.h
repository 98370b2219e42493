#pragma once

#include <string_view>

namespace lixiao::workflow::tests {

/// Loads any bytes at all as a year's folder, runs its rule tests and decides on random students, one by one
/// and by the reference evaluator. Throws std::logic_error when a promise is broken: errors beside a
/// workflow, neither of them, a diagnostic that is not UTF-8, evaluators that disagree.
///
/// A line `#==== PATH` begins a file of that name. What stands before the first is edition.yaml, a student
/// type or rule tests, by its keys, as is what has a name that is not UTF-8; what is not given is a small
/// edition of one item.
void tryAnyEdition(std::string_view text);

}  // namespace lixiao::workflow::tests
