#include "rules/lowering.h"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <type_traits>

#include "rules/compute.h"
#include "rules/fold.h"

namespace lixiao::rules {
namespace {

using Code = Instruction::Code;

template <typename T>
void append(std::string& key, const T& value) {
  static_assert(std::is_arithmetic_v<T>);
  char bytes[sizeof value];
  std::memcpy(bytes, &value, sizeof value);
  key.append(bytes, sizeof value);
}

template <typename T>
void appendAll(std::string& key, const std::vector<T>& values) {
  append(key, values.size());
  for (const T& value : values) append(key, value);
}

/// Equal for instructions that give the same values.
std::string keyOf(const Instruction& instruction) {
  std::string key;
  append(key, static_cast<std::uint8_t>(instruction.code));
  append(key, instruction.variant);
  append(key, instruction.slot);
  append(key, instruction.number);
  append(key, instruction.interval.low);
  append(key, instruction.interval.high);
  append(key, static_cast<std::uint8_t>(instruction.interval.inverted ? 1 : 0));
  append(key, static_cast<std::uint8_t>(instruction.inverted ? 1 : 0));
  appendAll(key, instruction.args);
  appendAll(key, instruction.codes);
  appendAll(key, instruction.list);
  if (instruction.words)
    key.append(reinterpret_cast<const char*>(instruction.words->truth.data()),
               instruction.words->truth.size());
  return key;
}

Comparison comparisonOf(Op op) {
  switch (op) {
    case Op::Equal:
      return Comparison::Equal;
    case Op::NotEqual:
      return Comparison::NotEqual;
    case Op::Less:
      return Comparison::Less;
    case Op::LessEqual:
      return Comparison::LessEqual;
    case Op::Greater:
      return Comparison::Greater;
    default:
      return Comparison::GreaterEqual;
  }
}

/// The comparison that says the same with its sides exchanged.
Op mirrored(Op op) {
  switch (op) {
    case Op::Less:
      return Op::Greater;
    case Op::LessEqual:
      return Op::GreaterEqual;
    case Op::Greater:
      return Op::Less;
    case Op::GreaterEqual:
      return Op::LessEqual;
    default:
      return op;
  }
}

Arithmetic arithmeticOf(const Node& node) {
  const bool date = node.type.kind == Kind::Date;
  switch (node.op) {
    case Op::Add:
      return date ? Arithmetic::DayPlus : Arithmetic::Add;
    case Op::Subtract:
      return date ? Arithmetic::DayMinus : Arithmetic::Subtract;
    case Op::Multiply:
      return isShare(node) ? Arithmetic::Share : Arithmetic::Multiply;
    case Op::AgeAt:
      return Arithmetic::Age;
    default:
      return Arithmetic::Divide;
  }
}

bool isBoolean(const Node& node) {
  return node.type.kind == Kind::Boolean;
}
bool isKnownConstant(const Node& node) {
  return isConstant(node) && !isUnknownConstant(node);
}

}  // namespace

Lowering::Id Lowering::lower(const Node& node) {
  if (const auto found = lowered_.find(&node); found != lowered_.end()) return found->second;
  const Id id = lowerNew(node);
  lowered_.emplace(&node, id);
  return id;
}

Lowering::Id Lowering::lowerNew(const Node& node) {
  switch (node.op) {
    case Op::Constant:
      return constant(node);
    case Op::Input:
      return input(node);
    case Op::And:
    case Op::Or:
      return logic(node);
    case Op::Not:
      return opposite(lower(*node.args[0]));
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
    case Op::Negate:
    case Op::Abs:
    case Op::Round:
      return change(node);
    case Op::Add:
    case Op::Subtract:
    case Op::Multiply:
    case Op::Divide:
    case Op::AgeAt:
      break;
  }
  return arithmetic(node);
}

Lowering::Id Lowering::constant(const Node& node) {
  Instruction instruction;
  instruction.code = isBoolean(node) ? Code::TruthConstant : Code::NumberConstant;
  instruction.number = node.number;
  if (isBoolean(node)) instruction.number = isUnknownConstant(node) ? 1 : 2 * node.number;
  if (node.type.kind == Kind::Text && isKnownConstant(node)) instruction.number = intern_(node.text);
  return add(std::move(instruction));
}

Lowering::Id Lowering::input(const Node& node) {
  Instruction instruction;
  instruction.code = isBoolean(node) ? Code::TruthInput : Code::NumberInput;
  instruction.slot = node.slot;
  instruction.type = node.type;
  return add(std::move(instruction));
}

Lowering::Id Lowering::logic(const Node& node) {
  std::vector<Id> sides;
  for (const NodePtr& arg : node.args) sides.push_back(lower(*arg));
  std::sort(sides.begin(), sides.end());
  sides.erase(std::unique(sides.begin(), sides.end()), sides.end());
  if (sides.size() == 1) return sides.front();
  return make(node.op == Op::And ? Code::And : Code::Or, std::move(sides));
}

Lowering::Id Lowering::opposite(Id id) {
  if (instructions_[id].code == Code::Not) return instructions_[id].args[0];
  return make(Code::Not, {id});
}

/// Of an input: whether anything at all is true of it.
Lowering::Id Lowering::known(const Node& node) {
  const Node& arg = *node.args[0];
  if (isBoolean(arg)) return make(Code::KnownTruth, {lower(arg)});
  if (arg.op != Op::Input) return make(Code::KnownNumber, {lower(arg)});
  if (arg.type.kind == Kind::Enum) return make(Code::KnownTruth, {words(arg, {}, true)});
  if (arg.type.kind == Kind::Text) return make(Code::KnownTruth, {codes(arg, {}, true)});
  return make(Code::KnownTruth, {interval(arg, INT64_MIN, INT64_MAX, false)});
}

Lowering::Id Lowering::comparison(const Node& node) {
  const Node &left = *node.args[0], &right = *node.args[1];
  if (const auto id = direct(node.op, left, right)) return *id;
  if (const auto id = direct(mirrored(node.op), right, left)) return *id;
  const auto variant = static_cast<std::uint8_t>(comparisonOf(node.op));
  const Id a = lower(left);
  return make(Code::Compare, {a, lower(right)}, variant);
}

Lowering::Id Lowering::booleanComparison(const Node& node) {
  Id a = lower(*node.args[0]), b = lower(*node.args[1]);
  if (a > b) std::swap(a, b);
  const Id same = make(Code::Same, {a, b});
  return node.op == Op::Equal ? same : opposite(same);
}

std::optional<Lowering::Id> Lowering::direct(Op op, const Node& left, const Node& right) {
  if (!isKnownConstant(right)) return std::nullopt;
  const bool age_of_input =
      left.op == Op::AgeAt && isConstant(*left.args[0]) && left.args[1]->op == Op::Input;
  if (age_of_input) return directAge(op, left, right.number);
  if (left.op != Op::Input) return std::nullopt;
  if (left.type.kind == Kind::Enum)
    return words(left, {std::make_shared<const Node>(right)}, op == Op::NotEqual);
  if (left.type.kind == Kind::Text)
    return codes(left, {std::make_shared<const Node>(right)}, op == Op::NotEqual);
  const double c = right.number;
  const auto down = static_cast<std::int64_t>(std::floor(c)), up = static_cast<std::int64_t>(std::ceil(c));
  switch (op) {
    case Op::Less:
      return interval(left, INT64_MIN, up - 1, false);
    case Op::LessEqual:
      return interval(left, INT64_MIN, down, false);
    case Op::Greater:
      return interval(left, down + 1, INT64_MAX, false);
    case Op::GreaterEqual:
      return interval(left, up, INT64_MAX, false);
    default:
      return interval(left, up, down, op == Op::NotEqual);
  }
}

/// `age_at(day, x) >= 18` holds for whoever was born early enough: the age falls as the day of birth grows.
std::optional<Lowering::Id> Lowering::directAge(Op op, const Node& node, double years) {
  const double on = node.args[0]->number;
  const auto firstBirth = [&](auto younger) {
    std::int64_t low = kFirstDay, high = kLastDay + 1;
    while (low < high) {
      const std::int64_t middle = low + (high - low) / 2;
      if (younger(age(on, static_cast<double>(middle))))
        high = middle;
      else
        low = middle + 1;
    }
    return low;
  };
  const std::int64_t below = firstBirth([&](double x) { return x < years; });
  const std::int64_t at_most = firstBirth([&](double x) { return x <= years; });
  const Node& birth = *node.args[1];
  switch (op) {
    case Op::Less:
      return interval(birth, below, INT64_MAX, false);
    case Op::LessEqual:
      return interval(birth, at_most, INT64_MAX, false);
    case Op::Greater:
      return interval(birth, INT64_MIN, at_most - 1, false);
    case Op::GreaterEqual:
      return interval(birth, INT64_MIN, below - 1, false);
    default:
      return interval(birth, at_most, below - 1, op == Op::NotEqual);
  }
}

Lowering::Id Lowering::membership(const Node& node) {
  const Node& value = *node.args[0];
  const std::vector<NodePtr> constants(node.args.begin() + 1, node.args.end());
  if (value.op == Op::Input && value.type.kind == Kind::Enum) return words(value, constants, false);
  if (value.op == Op::Input && value.type.kind == Kind::Text) return codes(value, constants, false);
  Instruction instruction;
  instruction.code = Code::Among;
  instruction.args = {lower(value)};
  for (const NodePtr& constant : constants)
    instruction.list.push_back(constant->type.kind == Kind::Text ? intern_(constant->text)
                                                                 : constant->number);
  std::sort(instruction.list.begin(), instruction.list.end());
  return add(std::move(instruction));
}

Lowering::Id Lowering::words(const Node& input, const std::vector<NodePtr>& constants, bool inverted) {
  auto words = std::make_shared<WordTruths>();
  words->words = std::min<std::size_t>(input.type.words->size(), 255);
  words->truth.fill(1);
  std::fill_n(words->truth.begin(), words->words, inverted ? 2 : 0);
  for (const NodePtr& constant : constants) {
    const auto word = static_cast<std::size_t>(constant->number);
    if (word < words->words) words->truth[word] = inverted ? 0 : 2;
  }
  Instruction instruction;
  instruction.code = Code::Words;
  instruction.slot = input.slot;
  instruction.type = input.type;
  instruction.words = std::move(words);
  return add(std::move(instruction));
}

Lowering::Id Lowering::codes(const Node& input, const std::vector<NodePtr>& constants, bool inverted) {
  Instruction instruction;
  instruction.code = Code::Codes;
  instruction.slot = input.slot;
  instruction.type = input.type;
  instruction.inverted = inverted;
  for (const NodePtr& constant : constants) instruction.codes.push_back(intern_(constant->text));
  std::sort(instruction.codes.begin(), instruction.codes.end());
  return add(std::move(instruction));
}

Lowering::Id Lowering::interval(const Node& input, std::int64_t low, std::int64_t high, bool inverted) {
  Instruction instruction;
  instruction.code = Code::Range;
  instruction.slot = input.slot;
  instruction.type = input.type;
  instruction.interval.low = low;
  instruction.interval.high = high;
  instruction.interval.inverted = inverted;
  return add(std::move(instruction));
}

Lowering::Id Lowering::arithmetic(const Node& node) {
  const Arithmetic kind = arithmeticOf(node);
  Id a = lower(*node.args[0]), b = lower(*node.args[1]);
  const bool days_first = kind == Arithmetic::DayPlus && node.args[0]->type.kind == Kind::Number;
  const bool any_order = kind == Arithmetic::Add || kind == Arithmetic::Multiply || kind == Arithmetic::Share;
  if (days_first || (any_order && a > b)) std::swap(a, b);
  return make(Code::Arithmetic, {a, b}, static_cast<std::uint8_t>(kind));
}

Lowering::Id Lowering::change(const Node& node) {
  const bool scaled = node.type.unit == Unit::Money || node.type.unit == Unit::Percent;
  const Change kind = node.op == Op::Negate ? Change::Negate
                      : node.op == Op::Abs  ? Change::Abs
                      : scaled              ? Change::RoundMinor
                                            : Change::RoundWhole;
  return make(Code::Change, {lower(*node.args[0])}, static_cast<std::uint8_t>(kind));
}

Lowering::Id Lowering::leastOrMost(const Node& node) {
  const auto kind = static_cast<std::uint8_t>(node.op == Op::Min ? Arithmetic::Smaller : Arithmetic::Larger);
  Id result = lower(*node.args[0]);
  for (std::size_t i = 1; i < node.args.size(); ++i)
    result = make(Code::Arithmetic, {result, lower(*node.args[i])}, kind);
  return result;
}

Lowering::Id Lowering::choose(const Node& node) {
  const Id condition = lower(*node.args[0]), yes = lower(*node.args[1]), no = lower(*node.args[2]);
  return make(isBoolean(node) ? Code::ChooseTruth : Code::ChooseNumber, {condition, yes, no});
}

Lowering::Id Lowering::coalesce(const Node& node) {
  const Id first = lower(*node.args[0]), second = lower(*node.args[1]);
  return make(isBoolean(node) ? Code::CoalesceTruth : Code::CoalesceNumber, {first, second});
}

Lowering::Id Lowering::make(Code code, std::vector<Id> args, std::uint8_t variant) {
  Instruction instruction;
  instruction.code = code;
  instruction.variant = variant;
  instruction.args = std::move(args);
  return add(std::move(instruction));
}

Lowering::Id Lowering::add(Instruction instruction) {
  const auto [known, is_new] = known_instructions_.emplace(keyOf(instruction), instructions_.size());
  if (is_new) instructions_.push_back(std::move(instruction));
  return known->second;
}

}  // namespace lixiao::rules
