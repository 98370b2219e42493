#include <algorithm>

#include "rules/checker.h"
#include "rules/fold.h"

namespace lixiao::rules {
namespace {

bool isNumber(const Node& node) {
  return node.type.kind == Kind::Number;
}
bool isDate(const Node& node) {
  return node.type.kind == Kind::Date;
}
bool isDays(const Node& node) {
  return isNumber(node) && node.type.unit == Unit::Days;
}

Op comparisonOf(TokenKind symbol) {
  switch (symbol) {
    case TokenKind::Equal:
      return Op::Equal;
    case TokenKind::NotEqual:
      return Op::NotEqual;
    case TokenKind::Less:
      return Op::Less;
    case TokenKind::LessEqual:
      return Op::LessEqual;
    case TokenKind::Greater:
      return Op::Greater;
    default:
      return Op::GreaterEqual;
  }
}

Op arithmeticOf(TokenKind symbol) {
  switch (symbol) {
    case TokenKind::Plus:
      return Op::Add;
    case TokenKind::Minus:
      return Op::Subtract;
    case TokenKind::Star:
      return Op::Multiply;
    default:
      return Op::Divide;
  }
}

constexpr const char* kCannotCompare = "cannot compare {a} with {b}";

/// Why an operation does not go, for Checker::mismatch.
std::string refusalOf(Op op) {
  switch (op) {
    case Op::Add:
      return "cannot add {a} and {b}";
    case Op::Subtract:
      return "cannot compute {a} minus {b}";
    case Op::Multiply:
      return "cannot multiply {a} by {b}";
    default:
      return "cannot divide {a} by {b}";
  }
}

bool isOrdering(Op op) {
  return op >= Op::Less && op <= Op::GreaterEqual;
}
bool isOrdered(const Node& node) {
  return isNumber(node) || isDate(node);
}

/// What a product counts; a number without a unit scales the other side. Symmetric.
std::optional<Unit> unitOfProduct(Unit a, Unit b) {
  if (a > b) std::swap(a, b);
  if (a == Unit::Plain || (a == Unit::Count && b != Unit::Percent)) return b;
  if (a == Unit::Money && b == Unit::Percent) return Unit::Money;
  return std::nullopt;
}

std::optional<Unit> unitOfQuotient(Unit a, Unit b) {
  if (a == b) return Unit::Plain;
  if (b > Unit::Count) return std::nullopt;
  return a == Unit::Money || a == Unit::Percent ? a : Unit::Plain;
}

}  // namespace

NodePtr Checker::comparison(const Syntax& syntax) {
  NodePtr a = check(*syntax.args[0]);
  const bool forgotten_quotes_possible = a && a->type.kind == Kind::Enum;
  beside_ = forgotten_quotes_possible ? &a->type : nullptr;
  NodePtr b = check(*syntax.args[1]);
  beside_ = nullptr;
  if (!a || !b) return nullptr;
  const Op op = comparisonOf(syntax.symbol);
  if (isOrdering(op) && a->type.kind == b->type.kind && !isOrdered(*a))
    return report("type-mismatch", syntax, "values of type " + describe(a->type) + " have no order",
                  "only == and != compare them");
  if (!unify(a, b, kCannotCompare)) return nullptr;
  if (isOrdering(op) && !isOrdered(*a))
    return report("type-mismatch", syntax, "values of type " + describe(a->type) + " have no order",
                  "only == and != compare them");
  return make(op, Type::boolean(), syntax, {std::move(a), std::move(b)});
}

NodePtr Checker::membership(const Syntax& syntax) {
  std::vector<NodePtr> sides;
  bool fine = true;
  for (const SyntaxPtr& arg : syntax.args) {
    beside_ = !sides.empty() && sides[0] ? &sides[0]->type : nullptr;
    sides.push_back(check(*arg));
    beside_ = nullptr;
    fine = fine && sides.back();
  }
  if (!sides[0]) return nullptr;
  return isOneOf(syntax, std::move(sides));
}

/// `sides[0]` against each of the others; empty ones are reported already. A list of constants stays a list,
/// anything else is a chain of comparisons.
NodePtr Checker::isOneOf(const Syntax& syntax, std::vector<NodePtr> sides) {
  bool fine = true, constants = sides[0]->type.kind != Kind::Boolean;
  for (std::size_t i = 1; i < sides.size(); ++i) {
    NodePtr value = sides[0];
    fine = sides[i] && unify(value, sides[i], kCannotCompare) && fine;
    if (!fine) continue;
    constants = constants && isConstant(*sides[i]) && !isUnknownConstant(*sides[i]) && value == sides[0];
  }
  if (!fine) return nullptr;
  if (constants) return make(Op::In, Type::boolean(), syntax, std::move(sides));
  std::vector<NodePtr> comparisons;
  for (std::size_t i = 1; i < sides.size(); ++i) {
    NodePtr value = sides[0];
    if (!unify(value, sides[i], kCannotCompare)) return nullptr;
    comparisons.push_back(make(Op::Equal, Type::boolean(), syntax, {std::move(value), sides[i]}));
  }
  return make(Op::Or, Type::boolean(), syntax, std::move(comparisons));
}

NodePtr Checker::arithmetic(const Syntax& syntax) {
  NodePtr a = check(*syntax.args[0]);
  NodePtr b = check(*syntax.args[1]);
  if (!a || !b) return nullptr;
  const Op op = arithmeticOf(syntax.symbol);
  const bool sum = op == Op::Add || op == Op::Subtract;
  if (sum && (isDate(*a) || isDate(*b))) return datePlus(syntax, op, std::move(a), std::move(b));
  if (!isNumber(*a) || !isNumber(*b)) return mismatch(*a, *b, refusalOf(op));
  if (!sum) return scaled(syntax, op, std::move(a), std::move(b));
  if (!unify(a, b, refusalOf(op))) return nullptr;
  const Unit unit = a->type == b->type ? a->type.unit : Unit::Plain;
  return make(op, Type::number(unit), syntax, {std::move(a), std::move(b)});
}

NodePtr Checker::datePlus(const Syntax& syntax, Op op, NodePtr a, NodePtr b) {
  if (isDate(*a) && isDate(*b) && op == Op::Subtract)
    return make(op, Type::number(Unit::Days), syntax, {std::move(a), std::move(b)});
  if (isDate(*a) && isDays(*b)) return make(op, Type::date(), syntax, {std::move(a), std::move(b)});
  if (isDays(*a) && isDate(*b) && op == Op::Add)
    return make(op, Type::date(), syntax, {std::move(a), std::move(b)});
  const Node& other = isDate(*a) ? *b : *a;
  if (!isNumber(other) || isDays(other)) return mismatch(*a, *b, refusalOf(op));
  return report("type-mismatch", other, "only days join a date, but this is " + describe(other.type),
                "write days(" + written(other) + ")");
}

/// Products and quotients: literals scale and take no unit here.
NodePtr Checker::scaled(const Syntax& syntax, Op op, NodePtr a, NodePtr b) {
  const Unit left = a->type.unit, right = b->type.unit;
  const auto unit = op == Op::Multiply ? unitOfProduct(left, right) : unitOfQuotient(left, right);
  if (!unit) return mismatch(*a, *b, refusalOf(op));
  const auto computedPlain = [](const Node& node) {
    return node.type.unit == Unit::Plain && !isAdaptable(node);
  };
  const bool blurred = *unit == Unit::Count && (computedPlain(*a) || computedPlain(*b));
  return make(op, Type::number(blurred ? Unit::Plain : *unit), syntax, {std::move(a), std::move(b)});
}

NodePtr Checker::negate(const Syntax& syntax) {
  NodePtr value = check(*syntax.args[0]);
  if (!value) return nullptr;
  if (!isNumber(*value))
    return report("type-mismatch", *value, "- needs a number, but this is " + describe(value->type));
  const Type type = value->type;
  return make(Op::Negate, type, syntax, {std::move(value)});
}

NodePtr Checker::choose(const Syntax& syntax) {
  std::vector<NodePtr> parts;
  bool fine = checkSides(syntax, parts);
  if (parts[0] && parts[0]->type.kind != Kind::Boolean) {
    report("type-mismatch", *parts[0],
           "? needs true or false before it, but this is " + describe(parts[0]->type));
    fine = false;
  }
  if (parts[1] && parts[2] && !unify(parts[1], parts[2], "cannot choose between {a} and {b}")) fine = false;
  if (!fine) return nullptr;
  const Type type = parts[1]->type == parts[2]->type ? parts[1]->type : Type::number(Unit::Plain);
  return make(Op::Choose, type, syntax, std::move(parts));
}

}  // namespace lixiao::rules
