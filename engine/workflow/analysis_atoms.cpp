#include "engine/workflow/analysis_atoms.h"

#include <algorithm>
#include <cmath>

namespace lixiao::workflow {
namespace {

using rules::Kind;
using rules::Node;
using rules::Op;
using Value = TriedValue;

constexpr std::size_t kMostCombinations = 4096;
/// Combinations times nodes: some milliseconds.
constexpr std::size_t kMostWork = 1U << 18U;

bool isBoolean(const Node& node) {
  return node.type.kind == Kind::Boolean;
}

bool compares(Op op) {
  return (op >= Op::Equal && op <= Op::GreaterEqual) || op == Op::In;
}

/// The same for nodes that are written the same way.
std::string keyOf(const Node& node) {
  std::string key = std::to_string(static_cast<int>(node.op)) + ":";
  if (node.op == Op::Input) key += std::to_string(node.slot);
  if (node.op == Op::Constant) key += std::to_string(node.number) + node.text;
  for (const rules::NodePtr& arg : node.args) key += "(" + keyOf(*arg) + ")";
  return key;
}

/// The atoms that a value may come from.
void collectLeaves(const Node& node, std::set<std::string>& leaves) {
  if (node.op == Op::Constant) return;
  if (node.op != Op::Choose && !picks(node.op)) {
    leaves.insert(keyOf(node));
    return;
  }
  for (const rules::NodePtr& arg : node.args)
    if (node.op != Op::Choose || arg != node.args[0]) collectLeaves(*arg, leaves);
}

void collectConstants(const Node& node, std::vector<Value>& constants) {
  if (node.op == Op::Constant && !std::isnan(node.number)) constants.push_back(constantOf(node));
  if (node.op != Op::Choose && !picks(node.op)) return;
  for (const rules::NodePtr& arg : node.args) collectConstants(*arg, constants);
}

}  // namespace

bool picks(Op op) {
  return op == Op::Coalesce || op == Op::Min || op == Op::Max;
}

Atoms::Atoms(const Node& root, const Domain& domain) {
  collect(root);
  for (auto& [key, atom] : found_) atom.values = triedValues(*atom.node, constants_[key], domain);
}

const Atom* Atoms::find(const Node& node) const {
  const auto found = of_node_.find(&node);
  return found == of_node_.end() ? nullptr : found->second;
}

bool Atoms::areFew() const {
  std::size_t count = 1;
  for (const Atom* atom : list_) {
    count *= std::max<std::size_t>(1, atom->values.size());
    if (count > kMostCombinations || count * nodes_ > kMostWork) return false;
  }
  return true;
}

void Atoms::collect(const Node& node) {
  ++nodes_;
  switch (node.op) {
    case Op::Constant:
      return;
    case Op::And:
    case Op::Or:
    case Op::Not:
      return collectAll(node);
    case Op::Known:
      return isBoolean(*node.args[0]) ? collect(*node.args[0]) : collectValue(*node.args[0]);
    default:
      break;
  }
  if (compares(node.op)) return collectComparison(node);
  if (isBoolean(node) && (node.op == Op::Choose || node.op == Op::Coalesce)) return collectAll(node);
  add(node);
}

void Atoms::collectAll(const Node& node) {
  for (const rules::NodePtr& arg : node.args) collect(*arg);
}

void Atoms::collectComparison(const Node& node) {
  if (isBoolean(*node.args[0])) return collectAll(node);
  std::set<std::string> leaves[2];
  for (std::size_t i = 0; i < node.args.size(); ++i) collectLeaves(*node.args[i], leaves[i == 0 ? 0 : 1]);
  const bool enums = node.args[0]->type.kind == Kind::Enum;
  if (!leaves[0].empty() && !leaves[1].empty() && !enums) return add(node);
  std::vector<Value> constants;
  for (const rules::NodePtr& arg : node.args) collectConstants(*arg, constants);
  for (const rules::NodePtr& arg : node.args) collectValue(*arg);
  for (const auto& side : leaves)
    for (const std::string& key : side) {
      auto& own = constants_[key];
      own.insert(own.end(), constants.begin(), constants.end());
    }
}

/// The inputs of a value, and the truths that choose between them.
void Atoms::collectValue(const Node& node) {
  if (node.op == Op::Constant) return;
  if (node.op == Op::Choose) {
    collect(*node.args[0]);
    collectValue(*node.args[1]);
    return collectValue(*node.args[2]);
  }
  if (!picks(node.op)) return add(node);
  for (const rules::NodePtr& arg : node.args) collectValue(*arg);
}

void Atoms::add(const Node& node) {
  ++nodes_;
  const auto [known, is_new] = found_.try_emplace(keyOf(node));
  Atom& atom = known->second;
  of_node_[&node] = &atom;
  if (!is_new) return;
  atom.index = list_.size();
  atom.node = &node;
  list_.push_back(&atom);
}

}  // namespace lixiao::workflow
