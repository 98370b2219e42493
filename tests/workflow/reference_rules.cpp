#include <algorithm>
#include <cmath>

#include "tests/workflow/reference_evaluator.h"

namespace lixiao::workflow::tests {

using rules::Kind;
using rules::Node;
using rules::Op;
using rules::Unit;
using Worth = ReferenceEvaluator::Worth;

namespace {

Worth number(double x) {
  return ReferenceEvaluator::Known{x, {}};
}

int fullYears(double on, double birth) {
  const std::chrono::year_month_day now{model::dateOf(static_cast<std::int32_t>(on))};
  const std::chrono::year_month_day born{model::dateOf(static_cast<std::int32_t>(birth))};
  const int years = static_cast<int>(now.year()) - static_cast<int>(born.year());
  const bool before_birthday =
      now.month() < born.month() || (now.month() == born.month() && now.day() < born.day());
  return before_birthday ? years - 1 : years;
}

bool compared(Op op, const ReferenceEvaluator::Known& a, const ReferenceEvaluator::Known& b) {
  switch (op) {
    case Op::Equal:
      return a == b;
    case Op::NotEqual:
      return !(a == b);
    case Op::Less:
      return a.number < b.number;
    case Op::LessEqual:
      return a.number <= b.number;
    case Op::Greater:
      return a.number > b.number;
    default:
      return a.number >= b.number;
  }
}

/// Of two operands beside each other, a number of days joins a date in whole days.
double beside(const Node& node, std::size_t index, double x) {
  return node.type.kind == Kind::Date && node.args[index]->type.kind == Kind::Number ? std::trunc(x) : x;
}

Worth arithmetic(const Node& node, double a, double b) {
  const Unit left = node.args[0]->type.unit, right = node.args[1]->type.unit;
  const bool share =
      (left == Unit::Money && right == Unit::Percent) || (left == Unit::Percent && right == Unit::Money);
  switch (node.op) {
    case Op::Add:
      return number(beside(node, 0, a) + beside(node, 1, b));
    case Op::Subtract:
      return number(beside(node, 0, a) - beside(node, 1, b));
    case Op::Multiply:
      return number(share ? a * b / 10000 : a * b);
    default:
      return b == 0 ? Worth() : number(a / b);
  }
}

}  // namespace

/// And (`deciding` false) and or (`deciding` true): one deciding side is enough, else one unknown side is.
Worth ReferenceEvaluator::kleene(const Node& node, bool deciding) {
  bool unknown = false;
  for (const auto& side : node.args) {
    const Worth value = worth(*side);
    if (value && (value->number != 0) == deciding) return number(deciding ? 1 : 0);
    unknown = unknown || !value;
  }
  return unknown ? Worth() : number(deciding ? 0 : 1);
}

Worth ReferenceEvaluator::worth(const Node& node) {
  switch (node.op) {
    case Op::Constant:
      if (node.type.kind == Kind::Text) return Known{0, node.text};
      return std::isnan(node.number) ? Worth() : number(node.number);
    case Op::Input:
      return input(node);
    case Op::And:
      return kleene(node, false);
    case Op::Or:
      return kleene(node, true);
    case Op::Known:
      return number(worth(*node.args[0]) ? 1 : 0);
    case Op::Coalesce: {
      const Worth first = worth(*node.args[0]);
      return first ? first : worth(*node.args[1]);
    }
    case Op::Choose: {
      const Worth condition = worth(*node.args[0]);
      return condition ? worth(*node.args[condition->number != 0 ? 1 : 2]) : Worth();
    }
    default:
      return computed(node);
  }
}

/// Everything that is unknown as soon as one operand is.
Worth ReferenceEvaluator::computed(const Node& node) {
  std::vector<Known> args;
  for (const auto& arg : node.args) {
    const Worth value = worth(*arg);
    if (!value) return {};
    args.push_back(*value);
  }
  switch (node.op) {
    case Op::Not:
      return number(1 - args[0].number);
    case Op::In:
      return number(std::find(args.begin() + 1, args.end(), args[0]) != args.end() ? 1 : 0);
    case Op::Add:
    case Op::Subtract:
    case Op::Multiply:
    case Op::Divide:
      return arithmetic(node, args[0].number, args[1].number);
    case Op::Negate:
      return number(-args[0].number);
    case Op::AgeAt:
      return number(fullYears(args[0].number, args[1].number));
    case Op::Min:
    case Op::Max: {
      double best = args[0].number;
      for (const Known& arg : args)
        best = node.op == Op::Min ? std::min(best, arg.number) : std::max(best, arg.number);
      return number(best);
    }
    case Op::Abs:
      return number(std::fabs(args[0].number));
    case Op::Round: {
      const bool scaled = node.type.unit == Unit::Money || node.type.unit == Unit::Percent;
      return number(scaled ? std::round(args[0].number / 100) * 100 : std::round(args[0].number));
    }
    default:
      return number(compared(node.op, args[0], args[1]) ? 1 : 0);
  }
}

Worth ReferenceEvaluator::fromValue(const model::Value& value, const rules::Type& type) const {
  if (value.boolean() != nullptr) return number(*value.boolean() ? 1 : 0);
  if (value.number() != nullptr) return number(static_cast<double>(*value.number()));
  if (value.date() != nullptr) return number(model::dayNumber(*value.date()));
  if (value.text() == nullptr) return {};
  if (type.kind == Kind::Text) return Known{0, *value.text()};
  for (std::size_t i = 0; i < type.words->size(); ++i)
    if ((*type.words)[i] == *value.text()) return number(static_cast<double>(i));
  return {};
}

/// Unknown when it is older than it may be.
Worth ReferenceEvaluator::fact(FactIndex index, const rules::Type& type) {
  const model::Fact& held = record_.facts[index];
  const auto max_age = workflow_.facts[index].max_age;
  if (max_age && circumstances_.now - held.as_of > *max_age) return {};
  return fromValue(held.value, type);
}

Worth ReferenceEvaluator::input(const Node& node) {
  const SlotMeaning& meaning = workflow_.slots[node.slot];
  if (const auto* attribute = std::get_if<AttributeSlot>(&meaning))
    return fromValue(record_.attributes[attribute->index], node.type);
  if (const auto* slot = std::get_if<FactSlot>(&meaning)) return fact(slot->index, node.type);
  if (const auto* listed = std::get_if<ListedSlot>(&meaning))
    return circumstances_.submitted[listed->index] ? number(record_.listed.contains(listed->index) ? 1 : 0)
                                                   : Worth();
  if (const auto* word = std::get_if<WordSlot>(&meaning)) {
    const Worth words = fact(word->fact, rules::Type::text());
    if (!words) return {};
    const std::string wanted = ";" + (*workflow_.facts[word->fact].type.words)[word->word] + ";";
    return number((";" + words->text + ";").find(wanted) != std::string::npos ? 1 : 0);
  }
  if (const auto* collected = std::get_if<CollectedSlot>(&meaning))
    return number(record_.collections.contains(collected->index) ? 1 : 0);
  if (std::holds_alternative<TodaySlot>(meaning)) return number(model::dayNumber(circumstances_.today));
  return derived(meaning);
}

}  // namespace lixiao::workflow::tests
