#pragma once

#include "engine/workflow/compile_type_rules.h"

namespace lixiao::workflow {

/// The document of a student type; the documents before it become edges.
Document compileDocument(Compilation& compilation, const DocumentDefinition& definition, TypeRules& rules,
                         std::vector<Edge>& edges);

}  // namespace lixiao::workflow
