#pragma once

#include <vector>

#include "engine/workflow/definition.h"
#include "engine/workflow/rule_test.h"

namespace lixiao::workflow {

/// Gives the tests of one file their meaning in the workflow. A test of a student type that the workflow does
/// not have (its file is wrong, which has been told) is left out.
std::vector<RuleTest> compileTests(const std::vector<TestDefinition>& definitions, const Workflow& workflow,
                                   Findings& findings);

}  // namespace lixiao::workflow
