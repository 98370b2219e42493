#pragma once

#include <string>

#include "engine/workflow/yaml_node.h"

namespace lixiao::workflow::yaml {

/// The comment at the end of the line on which the scalar stands, else those on the lines right above it (20
/// at most) when its key begins a line; "" when there is none. Lines joined, without `#`. Directives (`#
/// lixiao: …`) and lines without a letter are no comments.
std::string commentOf(const Node& scalar);

}  // namespace lixiao::workflow::yaml
