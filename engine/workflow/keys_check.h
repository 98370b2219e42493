#pragma once

#include "engine/workflow/keys.h"
#include "engine/workflow/source_findings.h"
#include "engine/workflow/yaml_node.h"

namespace lixiao::workflow {

/// Holds a file's tree to the table of keys: unknown, missing and not yet supported keys, values of the wrong
/// form. What names mean (which departments exist, what a rule says) is checked later.
void checkShape(const yaml::Node& root, const Shape& shape, Findings& findings);

}  // namespace lixiao::workflow
