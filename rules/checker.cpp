#include "rules/checker.h"

#include <algorithm>

#include "engine/model/text.h"
#include "rules/compute.h"
#include "rules/fold.h"

namespace lixiao::rules {
namespace {

using Form = Syntax::Form;

double numberOf(const model::Value& value, const Type& type) {
  if (const bool* boolean = value.boolean()) return *boolean ? 1 : 0;
  if (const auto* number = value.number()) return static_cast<double>(*number);
  if (const auto* date = value.date()) return model::dayNumber(*date);
  const auto word = std::find(type.words->begin(), type.words->end(), *value.text());
  return static_cast<double>(word - type.words->begin());
}

}  // namespace

NodePtr Checker::checkRule(const Syntax& root, const Type& expected) {
  NodePtr node = check(root);
  if (!node || node->type == expected) return node;
  if (isAdaptable(*node)) {
    Node wanted;
    wanted.type = expected;
    wanted.source = source_;
    if (NodePtr adapted = adapt(node, expected, wanted)) return adapted;
    if (!problems_.empty()) return nullptr;
  }
  const bool both_numbers = node->type.kind == Kind::Number && expected.kind == Kind::Number;
  const bool plain_and_count = both_numbers && node->type.unit <= Unit::Count && expected.unit <= Unit::Count;
  if (plain_and_count) return node;
  return report("type-mismatch", root,
                "the rule must be " + describe(expected) + ", but is " + describe(node->type),
                expected.kind == Kind::Boolean ? hintForTruth(*node) : "");
}

NodePtr Checker::check(const Syntax& syntax) {
  switch (syntax.form) {
    case Form::Number:
      return constant(Type::number(Unit::Plain), syntax, syntax.number);
    case Form::Boolean:
      return constant(Type::boolean(), syntax, syntax.number);
    case Form::Date:
      return date(syntax, syntax.text);
    case Form::Name:
      return name(syntax);
    case Form::Not:
    case Form::And:
    case Form::Or:
      return logic(syntax, syntax.form == Form::Not ? Op::Not : syntax.form == Form::And ? Op::And : Op::Or);
    case Form::Negate:
      return negate(syntax);
    case Form::Compare:
      return comparison(syntax);
    case Form::Arithmetic:
      return arithmetic(syntax);
    case Form::In:
      return membership(syntax);
    case Form::Within:
      return within(syntax);
    case Form::Choose:
      return choose(syntax);
    case Form::Call:
      return call(syntax);
    case Form::Text: {
      Node node;
      node.type = Type::text();
      node.offset = syntax.offset;
      node.length = syntax.length;
      node.source = source_;
      node.text = syntax.text;
      return fold(std::move(node));
    }
    case Form::Broken:
      break;
  }
  std::vector<NodePtr> sides;
  checkSides(syntax, sides);
  return nullptr;
}

NodePtr Checker::name(const Syntax& syntax) {
  const Scope::Meaning* found = scope_.find(syntax.text);
  if (found) return std::visit([&](const auto& known) { return meaning(syntax, known); }, *found);
  reportUnknownName(syntax);
  return nullptr;
}

void Checker::reportUnknownName(const Syntax& syntax) {
  const std::string message = "unknown name \"" + syntax.text + "\"";
  if (beside_ && beside_->words &&
      std::find(beside_->words->begin(), beside_->words->end(), syntax.text) != beside_->words->end()) {
    report("unknown-name", syntax, message, "write \"" + syntax.text + "\" in double quotes");
    return;
  }
  std::vector<std::string> candidates = scope_.names();
  candidates.insert(candidates.end(), {"true", "false"});
  const std::string nearest = model::nearestWord(syntax.text, candidates);
  const auto functions = functionNames();
  if (!nearest.empty())
    report("unknown-name", syntax, message, "did you mean \"" + nearest + "\"?");
  else if (std::find(functions.begin(), functions.end(), syntax.text) != functions.end())
    report("unknown-name", syntax, message, syntax.text + " is a function: write " + syntax.text + "(...)");
  else
    report("unknown-name", syntax, message);
}

NodePtr Checker::meaning(const Syntax& syntax, const Scope::Input& input) {
  Node node;
  node.op = Op::Input;
  node.type = input.type;
  node.offset = syntax.offset;
  node.length = syntax.length;
  node.source = source_;
  node.name = syntax.text;
  node.slot = input.slot;
  return fold(std::move(node));
}

NodePtr Checker::meaning(const Syntax& syntax, const Scope::Constant& known) {
  Node node;
  node.type = known.type;
  node.offset = syntax.offset;
  node.length = syntax.length;
  node.source = source_;
  node.name = syntax.text;
  if (!known.value.known()) return unknownLike(node);
  if (known.type.kind == Kind::Text)
    node.text = *known.value.text();
  else
    node.number = numberOf(known.value, known.type);
  return fold(std::move(node));
}

/// A condition stands as an And of one side, which carries the name; the side is the condition's own tree.
NodePtr Checker::meaning(const Syntax& syntax, const std::shared_ptr<const Rule>& condition) {
  Node node;
  node.op = Op::And;
  node.type = condition->type();
  node.offset = syntax.offset;
  node.length = syntax.length;
  node.source = source_;
  node.name = syntax.text;
  if (isConstant(condition->root())) return constantLike(node, condition->root().number);
  node.args = {condition->rootPtr()};
  return fold(std::move(node));
}

NodePtr Checker::date(const Syntax& syntax, const std::string& text) {
  if (const auto day = model::parseDate(text)) return constant(Type::date(), syntax, model::dayNumber(*day));
  return report("bad-date", syntax, "\"" + text + "\" is not a date",
                "dates are written date(\"2015-06-18\")");
}

NodePtr Checker::logic(const Syntax& syntax, Op op) {
  std::vector<NodePtr> sides;
  bool fine = checkSides(syntax, sides);
  const std::string symbol = op == Op::Not ? "!" : op == Op::And ? "&&" : "||";
  for (const NodePtr& side : sides) {
    if (!side || side->type.kind == Kind::Boolean) continue;
    const std::string hint =
        op == Op::Not ? "put parentheses around the comparison: !(...)" : hintForTruth(*side);
    report("type-mismatch", *side, symbol + " needs true or false, but this is " + describe(side->type),
           hint);
    fine = false;
  }
  return fine ? make(op, Type::boolean(), syntax, std::move(sides)) : nullptr;
}

std::string Checker::hintForTruth(const Node& node) const {
  const bool number = node.type.kind == Kind::Number && !isConstant(node);
  return number ? "compare it: " + written(node) + " > 0" : "";
}

/// Checks all parts, so that all their problems are found; false when one of them has no type.
bool Checker::checkSides(const Syntax& syntax, std::vector<NodePtr>& sides) {
  for (const SyntaxPtr& arg : syntax.args) sides.push_back(check(*arg));
  return std::all_of(sides.begin(), sides.end(), [](const NodePtr& side) { return side != nullptr; });
}

NodePtr Checker::make(Op op, Type type, const Syntax& syntax, std::vector<NodePtr> args) {
  Node node;
  node.op = op;
  node.type = std::move(type);
  node.offset = syntax.offset;
  node.length = syntax.length;
  node.source = source_;
  node.args = std::move(args);
  return fold(std::move(node));
}

NodePtr Checker::constant(Type type, const Syntax& syntax, double number) {
  Node node;
  node.type = std::move(type);
  node.offset = syntax.offset;
  node.length = syntax.length;
  node.source = source_;
  return constantLike(node, number);
}

NodePtr Checker::report(std::string code, const Syntax& syntax, std::string message, std::string hint) {
  problems_.push_back({std::move(code), syntax.offset, syntax.length, std::move(message), std::move(hint)});
  return nullptr;
}

NodePtr Checker::report(std::string code, const Node& node, std::string message, std::string hint) {
  problems_.push_back({std::move(code), node.offset, node.length, std::move(message), std::move(hint)});
  return nullptr;
}

std::string Checker::written(const Node& node) const {
  return source_->substr(node.offset, node.length);
}
std::string Checker::written(const Syntax& syntax) const {
  return source_->substr(syntax.offset, syntax.length);
}

}  // namespace lixiao::rules
