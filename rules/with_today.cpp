#include "rules/fold.h"
#include "rules/lowering.h"
#include "rules/substitute.h"

namespace lixiao::rules {

NodePtr withToday(const NodePtr& root, Slot slot, double today) {
  return substitute(
      root, [&](const Node& input) { return input.slot == slot ? constantLike(input, today) : NodePtr(); });
}

}  // namespace lixiao::rules
