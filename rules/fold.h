#pragma once

#include "rules/rule.h"

namespace lixiao::rules {

/// The value of a constant that is not known (a day that the edition leaves open) stands as NaN in `number`.
bool isConstant(const Node& node);
bool isUnknownConstant(const Node& node);
/// Whether the node is the known constant `value`, for booleans.
bool isConstant(const Node& node, bool value);

/// Simplifies a node whose operands are folded already, without changing what it means for any row:
/// operations on constants become constants, `false && x` is false, `true || x` is true.
NodePtr fold(Node node);

/// A constant in the place of `node`: its type and text.
NodePtr constantLike(const Node& node, double number);
NodePtr unknownLike(const Node& node);

}  // namespace lixiao::rules
