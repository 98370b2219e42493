#pragma once

#include "engine/workflow/compile_context.h"

namespace lixiao::workflow {

/// Joins the items of a student type that say the same `one_of`.
std::vector<Group> groupsOf(const StudentTypeDefinition& definition, std::vector<Item>& items);
/// Warns of a `one_of` that no student type gives to two items.
void checkGroups(Compilation& compilation);
/// Counts the rounds that `everyone_in` needs; a circle through several student types is reported.
void countRounds(Compilation& compilation);

}  // namespace lixiao::workflow
