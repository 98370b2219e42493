#pragma once

#include <functional>

#include "rules/rule.h"

namespace lixiao::rules {

/// The tree with other nodes in the place of some inputs, folded anew. `replace` gives what stands for an
/// input, or nothing to leave it. Parts without a replaced input stay shared.
NodePtr substitute(const NodePtr& root, const std::function<NodePtr(const Node&)>& replace);

}  // namespace lixiao::rules
