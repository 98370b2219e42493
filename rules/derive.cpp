#include "rules/derive.h"

#include <map>

#include "rules/compute.h"
#include "rules/fold.h"
#include "rules/substitute.h"

namespace lixiao::rules {
namespace {

const Type& money() {
  static const Type type = Type::number(Unit::Money);
  return type;
}

bool isMoney(const Node& node) {
  return node.op == Op::Input && node.type == money();
}

/// The money inputs of a rule, each once, in the order of their slots.
void collectMoney(const NodePtr& node, std::map<Slot, NodePtr>& inputs) {
  if (isMoney(*node)) inputs.emplace(node->slot, node);
  for (const NodePtr& arg : node->args) collectMoney(arg, inputs);
}

NodePtr make(Op op, const Type& type, const std::string& text, std::vector<NodePtr> args) {
  Node node;
  node.op = op;
  node.type = type;
  node.source = std::make_shared<const std::string>(text);
  node.length = text.size();
  node.args = std::move(args);
  return fold(std::move(node));
}

NodePtr amount(std::int64_t minor_units) {
  Node like;
  like.type = money();
  return constantLike(like, static_cast<double>(minor_units));
}

std::string amountText(std::int64_t minor_units) {
  const auto units = static_cast<std::int64_t>(kMinorUnits);
  const std::string rest = std::to_string(minor_units % units);
  return std::to_string(minor_units / units) + (rest.size() < 2 ? ".0" : ".") + rest;
}

}  // namespace

Rule bothOf(const Rule& a, const Rule& b) {
  if (isConstant(a.root(), true)) return b;
  if (isConstant(b.root(), true)) return a;
  const std::string text = "(" + a.text() + ") && (" + b.text() + ")";
  return {text, make(Op::And, Type::boolean(), text, {a.rootPtr(), b.rootPtr()})};
}

std::optional<Rule> withoutSmallAmounts(const Rule& rule, std::int64_t below) {
  std::map<Slot, NodePtr> inputs;
  collectMoney(rule.rootPtr(), inputs);
  if (inputs.empty()) return std::nullopt;
  NodePtr sum;
  std::string text;
  for (const auto& [slot, input] : inputs) {
    const std::string part_text = "max(" + input->name + ", 0)";
    const NodePtr part = make(Op::Max, money(), part_text, {input, amount(0)});
    text += (sum ? " + " : "") + part_text;
    sum = sum ? make(Op::Add, money(), text, {sum, part}) : part;
  }
  text += " < " + amountText(below);
  const Rule small(text, make(Op::Less, Type::boolean(), text, {sum, amount(below)}));
  const NodePtr nothing_owed = substitute(
      rule.rootPtr(), [](const Node& input) { return isMoney(input) ? constantLike(input, 0) : NodePtr(); });
  return bothOf(Rule(rule.text(), nothing_owed), small);
}

}  // namespace lixiao::rules
