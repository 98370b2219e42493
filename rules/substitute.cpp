#include "rules/substitute.h"

#include <unordered_map>

#include "rules/fold.h"

namespace lixiao::rules {
namespace {

class Substitution {
 public:
  explicit Substitution(const std::function<NodePtr(const Node&)>& replace) : replace_(replace) {}

  NodePtr apply(const NodePtr& node) {
    if (const auto found = done_.find(node.get()); found != done_.end()) return found->second;
    NodePtr result = substituted(node);
    done_.emplace(node.get(), result);
    return result;
  }

 private:
  NodePtr substituted(const NodePtr& node) {
    if (node->op == Op::Input) {
      NodePtr other = replace_(*node);
      return other ? other : node;
    }
    Node copy = *node;
    bool changed = false;
    for (NodePtr& arg : copy.args) {
      NodePtr replaced = apply(arg);
      changed = changed || replaced != arg;
      arg = std::move(replaced);
    }
    return changed ? fold(std::move(copy)) : node;
  }

  const std::function<NodePtr(const Node&)>& replace_;
  std::unordered_map<const Node*, NodePtr> done_;
};

}  // namespace

NodePtr substitute(const NodePtr& root, const std::function<NodePtr(const Node&)>& replace) {
  return Substitution(replace).apply(root);
}

}  // namespace lixiao::rules
