#include "engine/workflow/analysis_trial.h"

#include <algorithm>
#include <cmath>

namespace lixiao::workflow {
namespace {

using rules::Kind;
using rules::Node;
using rules::Op;
using Value = TriedValue;

bool isBoolean(const Node& node) {
  return node.type.kind == Kind::Boolean;
}

Truths truthOf(const Value& value) {
  return !value.known() ? kUnknown : *value.number != 0 ? kTrue : kFalse;
}

Truths negated(Truths truth) {
  return truth == kUnknown ? kUnknown : truth == kTrue ? kFalse : kTrue;
}

bool holds(Op op, const Value& a, const Value& b) {
  switch (op) {
    case Op::Equal:
      return a == b;
    case Op::NotEqual:
      return !(a == b);
    case Op::Less:
      return *a.number < *b.number;
    case Op::LessEqual:
      return *a.number <= *b.number;
    case Op::Greater:
      return *a.number > *b.number;
    default:
      return *a.number >= *b.number;
  }
}

}  // namespace

Truths Trial::truth(const Node& node) const {
  switch (node.op) {
    case Op::Constant:
      return std::isnan(node.number) ? kUnknown : node.number != 0 ? kTrue : kFalse;
    case Op::Not:
      return negated(truth(*node.args[0]));
    case Op::And:
    case Op::Or:
      return joined(node);
    case Op::Known:
      return isKnown(*node.args[0]) ? kTrue : kFalse;
    case Op::Choose:
      return chosen(node);
    case Op::Coalesce: {
      const Truths first = truth(*node.args[0]);
      return first == kUnknown ? truth(*node.args[1]) : first;
    }
    default:
      break;
  }
  if (const Atom* own = atoms_.find(node)) return truthOf(*values_[own->index]);
  return isBoolean(*node.args[0]) ? sameTruth(node) : comparison(node);
}

Truths Trial::joined(const Node& node) const {
  const Truths decisive = node.op == Op::And ? kFalse : kTrue;
  bool unknown = false;
  for (const rules::NodePtr& arg : node.args) {
    const Truths part = truth(*arg);
    if (part == decisive) return decisive;
    unknown = unknown || part == kUnknown;
  }
  return unknown ? kUnknown : negated(decisive);
}

Truths Trial::chosen(const Node& node) const {
  const Truths condition = truth(*node.args[0]);
  return condition == kUnknown ? kUnknown : truth(*node.args[condition == kTrue ? 1 : 2]);
}

bool Trial::isKnown(const Node& node) const {
  return isBoolean(node) ? truth(node) != kUnknown : value(node).known();
}

Truths Trial::sameTruth(const Node& node) const {
  const Truths first = truth(*node.args[0]);
  bool unknown = first == kUnknown, same = false;
  for (std::size_t i = 1; i < node.args.size(); ++i) {
    const Truths other = truth(*node.args[i]);
    unknown = unknown || other == kUnknown;
    same = same || other == first;
  }
  if (unknown) return kUnknown;
  return same == (node.op != Op::NotEqual) ? kTrue : kFalse;
}

Truths Trial::comparison(const Node& node) const {
  const Value first = value(*node.args[0]);
  if (!first.known()) return kUnknown;
  if (node.op == Op::In) {
    const bool among = std::any_of(node.args.begin() + 1, node.args.end(),
                                   [&](const rules::NodePtr& arg) { return value(*arg) == first; });
    return among ? kTrue : kFalse;
  }
  const Value second = value(*node.args[1]);
  if (!second.known()) return kUnknown;
  return holds(node.op, first, second) ? kTrue : kFalse;
}

TriedValue Trial::value(const Node& node) const {
  switch (node.op) {
    case Op::Constant:
      return constantOf(node);
    case Op::Coalesce: {
      const Value first = value(*node.args[0]);
      return first.known() ? first : value(*node.args[1]);
    }
    case Op::Choose: {
      const Truths condition = truth(*node.args[0]);
      return condition == kUnknown ? Value{} : value(*node.args[condition == kTrue ? 1 : 2]);
    }
    case Op::Min:
    case Op::Max:
      return extreme(node);
    default:
      return *values_[atoms_.find(node)->index];
  }
}

TriedValue Trial::extreme(const Node& node) const {
  Value best = value(*node.args[0]);
  for (const rules::NodePtr& arg : node.args) {
    const Value each = value(*arg);
    if (!each.known() || !best.known()) return {};
    if (node.op == Op::Min ? *each.number < *best.number : *each.number > *best.number) best = each;
  }
  return best;
}

}  // namespace lixiao::workflow
