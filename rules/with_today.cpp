#include <unordered_map>

#include "rules/fold.h"
#include "rules/lowering.h"

namespace lixiao::rules {
namespace {

class Substitution {
 public:
  Substitution(Slot slot, double today) : slot_(slot), today_(today) {}

  NodePtr apply(const NodePtr& node) {
    if (const auto found = done_.find(node.get()); found != done_.end()) return found->second;
    NodePtr result = substituted(node);
    done_.emplace(node.get(), result);
    return result;
  }

 private:
  NodePtr substituted(const NodePtr& node) {
    if (node->op == Op::Input && node->slot == slot_) return constantLike(*node, today_);
    Node copy = *node;
    bool changed = false;
    for (NodePtr& arg : copy.args) {
      NodePtr replaced = apply(arg);
      changed = changed || replaced != arg;
      arg = std::move(replaced);
    }
    return changed ? fold(std::move(copy)) : node;
  }

  Slot slot_;
  double today_;
  std::unordered_map<const Node*, NodePtr> done_;
};

}  // namespace

NodePtr withToday(const NodePtr& root, Slot slot, double today) {
  return Substitution(slot, today).apply(root);
}

}  // namespace lixiao::rules
