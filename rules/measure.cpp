#include "rules/measure.h"

#include <algorithm>
#include <unordered_map>

namespace lixiao::rules {
namespace {

using Seen = std::unordered_map<const Node*, Measure>;

Measure measureInto(const Node& node, Seen& seen) {
  if (const auto found = seen.find(&node); found != seen.end()) return found->second;
  Measure sum{1, 0};
  for (const NodePtr& arg : node.args) {
    const Measure part = measureInto(*arg, seen);
    sum.nodes = std::min(sum.nodes + part.nodes, kMaxNodes + 1);
    sum.depth = std::max(sum.depth, part.depth);
  }
  ++sum.depth;
  seen.emplace(&node, sum);
  return sum;
}

}  // namespace

Measure measure(const Node& root) {
  Seen seen;
  return measureInto(root, seen);
}

}  // namespace lixiao::rules
