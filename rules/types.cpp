#include <algorithm>
#include <cmath>

#include "engine/model/text.h"
#include "rules/checker.h"
#include "rules/compute.h"
#include "rules/fold.h"

namespace lixiao::rules {
namespace {

constexpr double kDecimalNoise = 1e-6;
/// A number from here on, beside a date, was meant as one: 2015, 20150618.
constexpr double kSmallestYear = 1900;

bool isNumber(const Node& node) {
  return node.type.kind == Kind::Number;
}
bool isPlainOrCount(const Node& node) {
  return isNumber(node) && node.type.unit <= Unit::Count;
}
bool isEnumLiteral(const Node& node) {
  return node.type.kind == Kind::Text && isConstant(node) && node.name.empty();
}

/// What a text was meant as, beside something of another type.
std::string hintForText(const Node& text, const Type& other) {
  if (!isEnumLiteral(text)) return {};
  if (other.kind == Kind::Date && model::parseDate(text.text)) return "write date(\"" + text.text + "\")";
  if (other.kind == Kind::Number && !text.text.empty() &&
      text.text.find_first_not_of("0123456789.") == std::string::npos)
    return "write " + text.text + " without quotes";
  if (other.kind == Kind::Boolean && (text.text == "true" || text.text == "false"))
    return "write " + text.text + " without quotes";
  return {};
}

std::string hintFor(const Node& culprit, const Type& other) {
  if (culprit.type.kind == Kind::Text) return hintForText(culprit, other);
  if (other.kind == Kind::Date && isConstant(culprit) && culprit.number >= kSmallestYear)
    return "dates are written date(\"2015-06-18\")";
  if (other.kind == Kind::Boolean && isConstant(culprit) && isNumber(culprit)) return "write true or false";
  if (other.kind == Kind::Text && isConstant(culprit) && isNumber(culprit))
    return "write it in double quotes";
  return {};
}

}  // namespace

bool isAdaptable(const Node& node) {
  if (node.op == Op::Choose) return isAdaptable(*node.args[1]) && isAdaptable(*node.args[2]);
  const bool literal = isConstant(node) && (node.name.empty() || node.type.kind == Kind::Text);
  return literal && (node.type == Type::number(Unit::Plain) || node.type.kind == Kind::Text);
}

/// Brings both sides to types that go together, or reports why they do not with `phrase`, which names their
/// types as {a} and {b}.
bool Checker::unify(NodePtr& a, NodePtr& b, const std::string& phrase) {
  if (a->type == b->type) return true;
  const auto fits = [](const Node& literal, const Node& other) {
    return isAdaptable(literal) && ((isNumber(literal) && isNumber(other)) ||
                                    (literal.type.kind == Kind::Text && other.type.kind == Kind::Enum));
  };
  if (fits(*b, *a)) return (b = adapt(b, a->type, *a)) != nullptr;
  if (fits(*a, *b)) return (a = adapt(a, b->type, *b)) != nullptr;
  if (isPlainOrCount(*a) && isPlainOrCount(*b)) return true;
  mismatch(*a, *b, phrase);
  return false;
}

NodePtr Checker::mismatch(const Node& a, const Node& b, const std::string& phrase) {
  const bool left_is_literal = isConstant(a) && !isConstant(b);
  const Node& culprit = left_is_literal ? a : b;
  const Type& other = left_is_literal ? b.type : a.type;
  std::string message = phrase;
  message.replace(message.find("{a}"), 3, describe(a.type));
  message.replace(message.find("{b}"), 3, describe(b.type));
  if (a.type.kind == Kind::Enum && b.type.kind == Kind::Enum)
    message = "these two enums have different values";
  return report("type-mismatch", culprit, message, hintFor(culprit, other));
}

/// A literal, or a choice between literals, as `target`; `other` is what gives it that type.
NodePtr Checker::adapt(const NodePtr& node, const Type& target, const Node& other) {
  if (node->type == target) return node;
  if (node->op == Op::Choose) {
    Node copy = *node;
    copy.type = target;
    copy.args[1] = adapt(node->args[1], target, other);
    copy.args[2] = adapt(node->args[2], target, other);
    return copy.args[1] && copy.args[2] ? fold(std::move(copy)) : nullptr;
  }
  if (isNumber(*node) && target.kind == Kind::Number) return adaptNumber(*node, target);
  if (node->type.kind == Kind::Text && target.kind == Kind::Enum) return adaptWord(*node, target, other);
  return nullptr;
}

NodePtr Checker::adaptNumber(const Node& literal, const Type& target) {
  Node like = literal;
  like.type = target;
  if (isUnknownConstant(literal)) return unknownLike(like);
  const bool scaled = target.unit == Unit::Money || target.unit == Unit::Percent;
  if (!scaled && target.unit != Unit::Days) return constantLike(like, literal.number);
  const double exact = scaled ? literal.number * kMinorUnits : literal.number;
  const double whole = std::round(exact);
  if (!fitsNumber(whole)) return report("bad-number", literal, "this number is too large");
  if (std::abs(exact - whole) < kDecimalNoise) return constantLike(like, whole);
  return scaled ? report("bad-number", literal, describe(target) + " has at most two decimals")
                : report("bad-number", literal, "days are whole");
}

NodePtr Checker::adaptWord(const Node& literal, const Type& target, const Node& other) {
  const std::vector<std::string>& words = *target.words;
  const auto word = std::find(words.begin(), words.end(), literal.text);
  if (word == words.end()) {
    const std::string nearest = model::nearestWord(literal.text, words);
    const std::string owner = other.length == 0 ? "this enum" : written(other);
    return report("unknown-value", literal, "\"" + literal.text + "\" is not a value of " + owner,
                  nearest.empty() ? "" : "did you mean \"" + nearest + "\"?");
  }
  Node like = literal;
  like.type = target;
  return constantLike(like, static_cast<double>(word - words.begin()));
}

}  // namespace lixiao::rules
