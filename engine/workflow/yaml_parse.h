#pragma once

#include <optional>

#include "engine/workflow/source_findings.h"
#include "engine/workflow/yaml_node.h"

namespace lixiao::workflow::yaml {

inline constexpr std::size_t kMostBytes = 1U << 20U;
inline constexpr std::size_t kMostLevels = 50;

/// The map that the file holds. Nothing when the file is no YAML that we take; then `findings` has the
/// reason. Duplicate keys are findings too, but the first value stands, so that the rest can be checked.
std::optional<Node> parse(const Source& source, Findings& findings);

/// Whether the bytes are text that is worth parsing: not empty, not too long, UTF-8 without control
/// characters, not nested without end.
bool isReadable(const Source& source, Findings& findings);

}  // namespace lixiao::workflow::yaml
