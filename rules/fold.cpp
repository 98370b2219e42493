#include "rules/fold.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "rules/compute.h"

namespace lixiao::rules {
namespace {

NodePtr share(Node node) {
  return std::make_shared<const Node>(std::move(node));
}

bool allArgs(const Node& node, bool (*test)(const Node&)) {
  return std::all_of(node.args.begin(), node.args.end(), [&](const NodePtr& arg) { return test(*arg); });
}

/// `arg` stands for the whole node, whose type it takes: a count may have become a plain number.
NodePtr standIn(const Node& node, const NodePtr& arg) {
  if (arg->type == node.type) return arg;
  Node copy = *arg;
  copy.type = node.type;
  return share(std::move(copy));
}

/// And, Or: `decisive` decides alone, its opposite has no say.
NodePtr foldLogic(Node node, bool decisive) {
  for (const NodePtr& arg : node.args)
    if (isConstant(*arg, decisive)) return constantLike(node, decisive ? 1 : 0);
  std::erase_if(node.args, [&](const NodePtr& arg) { return isConstant(*arg, !decisive); });
  if (node.args.empty()) return constantLike(node, decisive ? 0 : 1);
  if (allArgs(node, isUnknownConstant)) return unknownLike(node);
  if (node.args.size() == 1 && node.name.empty()) return node.args.front();
  return share(std::move(node));
}

NodePtr foldChoose(Node node) {
  const Node& condition = *node.args[0];
  if (isUnknownConstant(condition)) return unknownLike(node);
  if (isConstant(condition)) return standIn(node, node.args[condition.number != 0 ? 1 : 2]);
  return share(std::move(node));
}

NodePtr foldCoalesce(Node node) {
  const Node& first = *node.args[0];
  if (isUnknownConstant(first)) return standIn(node, node.args[1]);
  if (isConstant(first)) return standIn(node, node.args[0]);
  return share(std::move(node));
}

/// Each distinct text gets a number, so that texts compare as numbers do.
std::vector<double> operandsOf(const Node& node) {
  std::vector<double> operands;
  for (const NodePtr& arg : node.args) {
    const auto same = std::find_if(node.args.begin(), node.args.end(),
                                   [&](const NodePtr& other) { return other->text == arg->text; });
    operands.push_back(arg->type.kind == Kind::Text ? static_cast<double>(same - node.args.begin())
                                                    : arg->number);
  }
  return operands;
}

NodePtr foldStrict(Node node) {
  const bool any_unknown = std::any_of(node.args.begin(), node.args.end(),
                                       [](const NodePtr& arg) { return isUnknownConstant(*arg); });
  if (any_unknown) return unknownLike(node);
  if (!allArgs(node, isConstant)) return share(std::move(node));
  const auto value = compute(node, operandsOf(node));
  return value ? constantLike(node, *value) : unknownLike(node);
}

}  // namespace

bool isConstant(const Node& node) {
  return node.op == Op::Constant;
}
bool isUnknownConstant(const Node& node) {
  return isConstant(node) && std::isnan(node.number);
}
bool isConstant(const Node& node, bool value) {
  return isConstant(node) && node.type.kind == Kind::Boolean && node.number == (value ? 1 : 0);
}

NodePtr constantLike(const Node& node, double number) {
  Node constant;
  constant.op = Op::Constant;
  constant.type = node.type;
  constant.offset = node.offset;
  constant.length = node.length;
  constant.source = node.source;
  constant.name = node.name;
  constant.number = number;
  return share(std::move(constant));
}

NodePtr unknownLike(const Node& node) {
  return constantLike(node, std::numeric_limits<double>::quiet_NaN());
}

NodePtr fold(Node node) {
  switch (node.op) {
    case Op::Constant:
    case Op::Input:
      return share(std::move(node));
    case Op::And:
      return foldLogic(std::move(node), false);
    case Op::Or:
      return foldLogic(std::move(node), true);
    case Op::Choose:
      return foldChoose(std::move(node));
    case Op::Coalesce:
      return foldCoalesce(std::move(node));
    case Op::Known:
      if (!isConstant(*node.args[0])) return share(std::move(node));
      return constantLike(node, isUnknownConstant(*node.args[0]) ? 0 : 1);
    default:
      return foldStrict(std::move(node));
  }
}

}  // namespace lixiao::rules
