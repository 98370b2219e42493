#include "rules/formula.h"

#include <cmath>

#include "rules/compute.h"
#include "rules/fold.h"

namespace lixiao::rules {
namespace {

/// A node with longer formulas becomes a step.
constexpr std::size_t kLongFormula = 200;
/// The name of a variable at most, not an expression.
constexpr std::size_t kShortName = 8;
constexpr double kLargestPlainInteger = 1e15;

bool isBoolean(const Node& node) {
  return node.type.kind == Kind::Boolean;
}
std::string name(char family, std::size_t index) {
  return family + std::to_string(index);
}
std::string infix(const std::string& a, const char* symbol, const std::string& b) {
  return "(" + a + symbol + b + ")";
}

std::string all(const std::string& a, const std::string& b) {
  if (a == "0" || b == "0") return "0";
  if (a == "1") return b;
  return b == "1" ? a : infix(a, "&&", b);
}

std::string any(const std::string& a, const std::string& b) {
  if (a == "1" || b == "1") return "1";
  if (a == "0") return b;
  return b == "0" ? a : infix(a, "||", b);
}

std::string no(const std::string& a) {
  if (a == "0") return "1";
  return a == "1" ? "0" : infix(a, "==", "0");
}

const char* symbolOf(Op op) {
  switch (op) {
    case Op::Equal:
      return "==";
    case Op::NotEqual:
      return "!=";
    case Op::Less:
      return "<";
    case Op::LessEqual:
      return "<=";
    case Op::Greater:
      return ">";
    default:
      return ">=";
  }
}

Op opposite(Op op) {
  switch (op) {
    case Op::Equal:
      return Op::NotEqual;
    case Op::NotEqual:
      return Op::Equal;
    case Op::Less:
      return Op::GreaterEqual;
    case Op::LessEqual:
      return Op::Greater;
    case Op::Greater:
      return Op::LessEqual;
    default:
      return Op::Less;
  }
}

bool isLong(const Rails& rails) {
  return rails.first.size() + rails.second.size() > kLongFormula;
}
bool isName(char c) {
  return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
}

}  // namespace

std::vector<Variable> variablesOf(const std::string& formula) {
  std::vector<Variable> variables;
  for (std::size_t at = 0; at < formula.size();) {
    if (!isName(formula[at])) {
      ++at;
      continue;
    }
    std::size_t end = at;
    while (end < formula.size() && isName(formula[end])) ++end;
    const bool variable = end > at + 1 && formula[at] >= 'a' && formula[at + 1] <= '9';
    if (variable) variables.push_back({formula[at], std::stoul(formula.substr(at + 1, end - at - 1))});
    at = end;
  }
  return variables;
}

std::size_t FormulaWriter::addRule(const Node& root, const Codes& codes) {
  codes_ = &codes;
  write(root);
  if (!find(root)) written_[&root] = makeStep(&root, written_[&root]);
  return *find(root);
}

const std::size_t* FormulaWriter::find(const Node& node) const {
  const auto found = step_of_.find(&node);
  return found == step_of_.end() ? nullptr : &found->second;
}

const Rails& FormulaWriter::write(const Node& node) {
  if (const auto found = written_.find(&node); found != written_.end()) return found->second;
  Rails rails = form(node);
  const bool leaf = node.op == Op::Constant || node.op == Op::Input;
  const bool named = !node.name.empty();
  const bool is_step = named || steps_wanted_ == Steps::All || isLong(rails);
  if (!leaf && is_step) rails = makeStep(&node, std::move(rails));
  return written_.emplace(&node, std::move(rails)).first->second;
}

Rails FormulaWriter::makeStep(const Node* node, Rails rails) {
  const std::size_t step = steps_.size();
  steps_.push_back(std::move(rails));
  if (node) step_of_.emplace(node, step);
  return {name('a', step), name('b', step)};
}

/// Part of a node with many operands.
Rails FormulaWriter::shortened(Rails rails) {
  return isLong(rails) ? makeStep(nullptr, std::move(rails)) : std::move(rails);
}

Rails FormulaWriter::form(const Node& node) {
  switch (node.op) {
    case Op::Constant:
      return constant(node);
    case Op::Input:
      return input(node);
    case Op::And:
    case Op::Or:
      return logic(node);
    case Op::Not: {
      const Rails& arg = write(*node.args[0]);
      return {arg.second, arg.first};
    }
    case Op::Equal:
    case Op::NotEqual:
    case Op::Less:
    case Op::LessEqual:
    case Op::Greater:
    case Op::GreaterEqual:
      return isBoolean(*node.args[0]) ? booleanComparison(node) : comparison(node);
    case Op::In:
      return membership(node);
    case Op::Choose:
      return choose(node);
    case Op::Known:
      return known(node);
    case Op::Coalesce:
      return coalesce(node);
    case Op::Min:
    case Op::Max:
      return leastOrMost(node);
    case Op::AgeAt:
    case Op::Abs:
    case Op::Round:
      return call(node);
    default:
      return arithmetic(node);
  }
}

Rails FormulaWriter::constant(const Node& node) {
  if (isUnknownConstant(node)) return isBoolean(node) ? Rails{"0", "0"} : Rails{"0", "1"};
  if (isBoolean(node)) return node.number != 0 ? Rails{"1", "0"} : Rails{"0", "1"};
  return {number(node.type.kind == Kind::Text ? (*codes_)(node.text) : node.number), "0"};
}

Rails FormulaWriter::input(const Node& node) const {
  if (isBoolean(node)) return {name('t', node.slot), name('f', node.slot)};
  return {name('v', node.slot), name('u', node.slot)};
}

Rails FormulaWriter::logic(const Node& node) {
  const bool conjunction = node.op == Op::And;
  Rails rails = conjunction ? Rails{"1", "0"} : Rails{"0", "1"};
  for (const NodePtr& arg : node.args) {
    const Rails& side = write(*arg);
    rails.first = conjunction ? all(rails.first, side.first) : any(rails.first, side.first);
    rails.second = conjunction ? any(rails.second, side.second) : all(rails.second, side.second);
    rails = shortened(std::move(rails));
  }
  return rails;
}

Rails FormulaWriter::comparison(const Node& node) {
  const std::string known_both = no(anyUnknown(node));
  const std::string a = write(*node.args[0]).first, b = write(*node.args[1]).first;
  return {all(known_both, infix(a, symbolOf(node.op), b)),
          all(known_both, infix(a, symbolOf(opposite(node.op)), b))};
}

Rails FormulaWriter::booleanComparison(const Node& node) {
  const Rails a = write(*node.args[0]), b = write(*node.args[1]);
  Rails equal = {any(all(a.first, b.first), all(a.second, b.second)),
                 any(all(a.first, b.second), all(a.second, b.first))};
  if (node.op == Op::NotEqual) std::swap(equal.first, equal.second);
  return equal;
}

Rails FormulaWriter::membership(const Node& node) {
  Rails value = write(*node.args[0]);
  if (value.first.size() > kShortName) value = makeStep(nullptr, std::move(value));
  const std::string known = no(value.second);
  Rails rails = {"0", known};
  for (std::size_t i = 1; i < node.args.size(); ++i) {
    const std::string word = write(*node.args[i]).first;
    rails.first = any(rails.first, infix(value.first, "==", word));
    rails.second = all(rails.second, infix(value.first, "!=", word));
    rails = shortened(std::move(rails));
  }
  return {all(known, rails.first), rails.second};
}

Rails FormulaWriter::arithmetic(const Node& node) {
  const bool date = node.type.kind == Kind::Date;
  const auto side = [&](std::size_t i) {
    const std::string& value = write(*node.args[i]).first;
    return date && node.args[i]->type.kind == Kind::Number ? "whole(" + value + ")" : value;
  };
  const std::string unknown = anyUnknown(node);
  const std::string a = side(0);
  if (node.op == Op::Negate) return {infix("0", "-", a), unknown};
  const std::string b = side(1);
  std::string value;
  switch (node.op) {
    case Op::Add:
      value = infix(a, "+", b);
      break;
    case Op::Subtract:
      value = infix(a, "-", b);
      break;
    case Op::Multiply:
      value = infix(a, "*", b);
      if (isShare(node)) value = infix(value, "/", number(kPercentOfWhole));
      break;
    default:
      value = "quotient(" + a + "," + b + ")";
      break;
  }
  std::string out_of_range = (date ? "noday(" : "huge(") + value + ")";
  if (node.op == Op::Divide) out_of_range = any(infix(b, "==", "0"), out_of_range);
  return {value, any(unknown, out_of_range)};
}

Rails FormulaWriter::choose(const Node& node) {
  const Rails condition = write(*node.args[0]), yes = write(*node.args[1]), otherwise = write(*node.args[2]);
  if (isBoolean(node))
    return {any(all(condition.first, yes.first), all(condition.second, otherwise.first)),
            any(all(condition.first, yes.second), all(condition.second, otherwise.second))};
  const std::string undecided = no(any(condition.first, condition.second));
  const std::string unknown = any(all(condition.first, yes.second), all(condition.second, otherwise.second));
  return {"(" + condition.first + "?" + yes.first + ":" + otherwise.first + ")", any(undecided, unknown)};
}

Rails FormulaWriter::known(const Node& node) {
  const Rails& arg = write(*node.args[0]);
  if (!isBoolean(*node.args[0])) return {no(arg.second), arg.second};
  const std::string decided = any(arg.first, arg.second);
  return {decided, no(decided)};
}

Rails FormulaWriter::coalesce(const Node& node) {
  const Rails first = write(*node.args[0]), second = write(*node.args[1]);
  if (!isBoolean(node))
    return {"(" + first.second + "?" + second.first + ":" + first.first + ")",
            all(first.second, second.second)};
  const std::string undecided = no(any(first.first, first.second));
  return {any(first.first, all(undecided, second.first)), any(first.second, all(undecided, second.second))};
}

Rails FormulaWriter::leastOrMost(const Node& node) {
  const std::string function = node.op == Op::Min ? "min(" : "max(";
  Rails rails = write(*node.args[0]);
  for (std::size_t i = 1; i < node.args.size(); ++i) {
    const Rails& arg = write(*node.args[i]);
    rails = shortened({function + rails.first + "," + arg.first + ")", any(rails.second, arg.second)});
  }
  return rails;
}

Rails FormulaWriter::call(const Node& node) {
  const std::string unknown = anyUnknown(node);
  const std::string x = write(*node.args[0]).first;
  if (node.op == Op::AgeAt) return {"age(" + x + "," + write(*node.args[1]).first + ")", unknown};
  if (node.op == Op::Abs) return {"abs(" + x + ")", unknown};
  const bool scaled = node.type.unit == Unit::Money || node.type.unit == Unit::Percent;
  const std::string value = (scaled ? "roundminor(" : "roundwhole(") + x + ")";
  return {value, any(unknown, "huge(" + value + ")")};
}

std::string FormulaWriter::anyUnknown(const Node& node) {
  std::string unknown = "0";
  for (const NodePtr& arg : node.args) unknown = any(unknown, write(*arg).second);
  return unknown;
}

/// Whole numbers as digits; others as variables, which keep every bit.
std::string FormulaWriter::number(double x) {
  if (x == std::trunc(x) && std::abs(x) < kLargestPlainInteger) {
    const std::string digits = std::to_string(static_cast<long long>(std::abs(x)));
    return x < 0 ? "(0-" + digits + ")" : digits;
  }
  constants_.push_back(x);
  return name('c', constants_.size() - 1);
}

}  // namespace lixiao::rules
