#include "rules/explain.h"

#include "rules/fold.h"

namespace lixiao::rules {
namespace {

/// Literals explain themselves; a calendar day has a name and a value.
bool isWorthShowing(const Node& node) {
  return !isConstant(node) || !node.name.empty();
}

std::string textOf(const Node& node) {
  return node.source ? node.source->substr(node.offset, node.length) : node.name;
}

}  // namespace

Explanation Explainer::explain(const Rule& rule) {
  if (!isConstant(rule.root()) && rule.root().op != Op::Input) runner_.add(rule.root());
  return explainNode(rule.root());
}

Explanation Explainer::explainNode(const Node& node) {
  Explanation explanation{textOf(node), node.type, valueOf(node), {}};
  for (const NodePtr& arg : node.args)
    if (isWorthShowing(*arg)) explanation.children.push_back(explainNode(*arg));
  return explanation;
}

model::Value Explainer::valueOf(const Node& node) {
  if (node.op == Op::Input)
    return rules::valueOf(inputs_, node.type, {*inputs_.first(node.slot), *inputs_.second(node.slot)});
  if (isUnknownConstant(node)) return {};
  if (isConstant(node))
    return node.type.kind == Kind::Text ? model::Value(node.text) : inputs_.toValue(node.type, node.number);
  return rules::valueOf(inputs_, node.type, runner_.run(*runner_.find(node)));
}

model::Value valueOf(const Bindings& inputs, const Type& type, const StepRunner::Result& result) {
  if (type.kind == Kind::Boolean)
    return result.first != 0 || result.second != 0 ? model::Value(result.first != 0) : model::Value();
  return result.second != 0 ? model::Value() : inputs.toValue(type, result.first);
}

}  // namespace lixiao::rules
