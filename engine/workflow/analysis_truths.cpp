#include "engine/workflow/analysis_truths.h"

#include <functional>

#include "engine/workflow/analysis_trial.h"

namespace lixiao::workflow {
namespace {

using rules::Kind;
using rules::Node;
using rules::Op;

/// How deep parts of a rule are looked at by themselves.
constexpr int kMostLevels = 6;

bool isBoolean(const Node& node) {
  return node.type.kind == Kind::Boolean;
}

/// The truths of a rule over all combinations.
Truths tried(const Node& root, const Atoms& atoms) {
  Truths found = 0;
  Trial::Combination values(atoms.list().size());
  const std::function<void(std::size_t)> next = [&](std::size_t at) {
    if (found == kAny) return;
    if (at == atoms.list().size()) {
      found |= Trial(atoms, values).truth(root);
      return;
    }
    for (const TriedValue& value : atoms.list()[at]->values) {
      values[at] = &value;
      next(at + 1);
    }
  };
  next(0);
  return found;
}

Truths truths(const Node& node, const Domain& domain);

/// The truths of a junction whose parts are taken as independent.
Truths joinedApart(const Node& node, const Domain& domain) {
  const Truths decisive = node.op == Op::And ? kFalse : kTrue;
  const Truths other = node.op == Op::And ? kTrue : kFalse;
  Truths found = 0;
  bool all_other = true, all_undecided = true, some_unknown = false;
  for (const rules::NodePtr& arg : node.args) {
    const Truths part = truths(*arg, domain);
    found |= part & decisive;
    all_other = all_other && (part & other) != 0;
    all_undecided = all_undecided && (part & (other | kUnknown)) != 0;
    some_unknown = some_unknown || (part & kUnknown) != 0;
  }
  return found | (all_other ? other : 0) | (all_undecided && some_unknown ? kUnknown : 0);
}

Truths truths(const Node& node, const Domain& domain) {
  const Atoms atoms(node, domain);
  if (atoms.areFew()) return tried(node, atoms);
  if (node.op == Op::And || node.op == Op::Or) return joinedApart(node, domain);
  if (node.op != Op::Not) return kAny;
  const Truths part = truths(*node.args[0], domain);
  return (part & kUnknown) | ((part & kTrue) != 0 ? kFalse : 0) | ((part & kFalse) != 0 ? kTrue : 0);
}

bool isFixed(const Outcomes& found) {
  return !found.may_be_true || !found.may_be_false;
}

/// Whether the node is written in the rule's own text, not in that of a condition it names.
bool isOwn(const Node& node, const Node& root, const std::string& text) {
  return node.length > 0 && node.source != nullptr && (node.source == root.source || *node.source == text) &&
         node.offset + node.length <= text.size();
}

void collectFixed(const Node& node, const rules::Rule& rule, const Domain& domain, int level,
                  std::set<FixedPart>& parts) {
  if (level > kMostLevels || !isBoolean(node) || node.op == Op::Constant ||
      !isOwn(node, rule.root(), rule.text()))
    return;
  const Outcomes found = outcomes(node, domain);
  if (isFixed(found)) {
    parts.insert({node.offset, node.length, !found.may_be_true});
    return;
  }
  if (node.op != Op::And && node.op != Op::Or && node.op != Op::Not && node.op != Op::Choose) return;
  for (const rules::NodePtr& arg : node.args) collectFixed(*arg, rule, domain, level + 1, parts);
}

}  // namespace

Outcomes outcomes(const rules::Node& root, const Domain& domain) {
  const Truths found = truths(root, domain);
  return {(found & kTrue) != 0, (found & kFalse) != 0};
}

Outcomes outcomes(const rules::Rule& rule, const Domain& domain) {
  return outcomes(rule.root(), domain);
}

std::set<FixedPart> fixedParts(const rules::Rule& rule, const Domain& domain) {
  std::set<FixedPart> parts;
  const std::string_view text = rule.text();
  if (const auto constant = rule.constant()) {
    if (text != "true") parts.insert({0, text.size(), !*constant});
    return parts;
  }
  collectFixed(rule.root(), rule, domain, 0, parts);
  return parts;
}

}  // namespace lixiao::workflow
