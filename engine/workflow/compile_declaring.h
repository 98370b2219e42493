#pragma once

#include "engine/workflow/compile_context.h"

namespace lixiao::workflow {

/// The facts that a declaration asks for.
std::vector<FactIndex> declaredFacts(Compilation& compilation, const std::vector<Word>& declares);
/// What `for_each` names must be a fact with several words that can be parts of ids.
void checkForEach(Compilation& compilation, const ItemDefinition& definition);

}  // namespace lixiao::workflow
