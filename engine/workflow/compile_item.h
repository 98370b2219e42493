#pragma once

#include "engine/workflow/compile_context.h"

namespace lixiao::workflow {

/// All of an item but its rules and `after`, which depend on the student type. Registrars get their
/// departments.
Item itemOf(Compilation& compilation, const ItemDefinition& definition);

}  // namespace lixiao::workflow
