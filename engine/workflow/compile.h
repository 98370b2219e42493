#pragma once

#include <memory>
#include <vector>

#include "engine/workflow/definition.h"
#include "engine/workflow/workflow.h"

namespace lixiao::workflow {

/// Gives the definitions their meaning: resolves names, compiles rules, lays out slots, orders the decisions.
/// Always yields a workflow, so that tests can be checked against it; with errors in `findings` it is not fit
/// to decide anything.
std::shared_ptr<const Workflow> compile(const EditionDefinition& edition,
                                        const std::vector<StudentTypeDefinition>& types, Findings& findings);

}  // namespace lixiao::workflow
