#include "tests/bench/plain_rule.h"

#include <fmt/format.h>

#include <stdexcept>

namespace lixiao::bench {
namespace {

using rules::Node;
using rules::Op;

std::string joined(const Node& node, const char* symbol) {
  std::string text;
  for (const rules::NodePtr& arg : node.args) text += (text.empty() ? "" : symbol) + plainText(*arg);
  return "(" + text + ")";
}

std::string isOneOf(const Node& node) {
  const std::string value = plainText(*node.args[0]);
  std::string text;
  for (std::size_t i = 1; i < node.args.size(); ++i)
    text += fmt::format("{}{} == {}", i == 1 ? "" : " || ", value, plainText(*node.args[i]));
  return "(" + text + ")";
}

}  // namespace

std::string plainVariable(rules::Slot slot) {
  return fmt::format("s{}", slot);
}

std::string plainText(const Node& node) {
  switch (node.op) {
    case Op::Constant:
      if (node.type.kind == rules::Kind::Text) break;
      return fmt::format("{}", node.number);
    case Op::Input:
      return plainVariable(node.slot);
    case Op::And:
      return joined(node, " && ");
    case Op::Or:
      return joined(node, " || ");
    case Op::Not:
      return fmt::format("({} == 0)", plainText(*node.args[0]));
    case Op::Equal:
      return joined(node, " == ");
    case Op::NotEqual:
      return joined(node, " != ");
    case Op::Less:
      return joined(node, " < ");
    case Op::LessEqual:
      return joined(node, " <= ");
    case Op::Greater:
      return joined(node, " > ");
    case Op::GreaterEqual:
      return joined(node, " >= ");
    case Op::In:
      return isOneOf(node);
    case Op::Add:
      return joined(node, " + ");
    case Op::Subtract:
      return joined(node, " - ");
    case Op::Coalesce:
      return plainText(*node.args[0]);
    case Op::Known:
      return "1";
    default:
      break;
  }
  throw std::invalid_argument("no plain muParser text for: " + node.source->substr(node.offset, node.length));
}

}  // namespace lixiao::bench
