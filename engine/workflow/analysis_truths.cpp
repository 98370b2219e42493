#include "engine/workflow/analysis_truths.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <optional>

namespace lixiao::workflow {
namespace {

using rules::Kind;
using rules::Node;
using rules::Op;

constexpr std::size_t kMostCombinations = 4096;

/// Sets of Kleene's three values.
using Truths = unsigned;
constexpr Truths kFalse = 1, kUnknown = 2, kTrue = 4, kAny = kFalse | kUnknown | kTrue;

/// A value of a number, day, enum (its position) or text; empty is unknown.
struct Value {
  std::optional<double> number;
  std::string text;

  bool known() const { return number.has_value(); }
  bool operator==(const Value&) const = default;
};

bool isBoolean(const Node& node) {
  return node.type.kind == Kind::Boolean;
}

Value constantOf(const Node& node) {
  if (std::isnan(node.number)) return {};
  return {node.number, node.type.kind == Kind::Text ? node.text : std::string()};
}

/// The same for nodes that are written the same way.
std::string keyOf(const Node& node) {
  std::string key = std::to_string(static_cast<int>(node.op)) + ":";
  if (node.op == Op::Input) key += std::to_string(node.slot);
  if (node.op == Op::Constant) key += std::to_string(node.number) + node.text;
  for (const rules::NodePtr& arg : node.args) key += "(" + keyOf(*arg) + ")";
  return key;
}

/// Operations that yield one of their operands.
bool picks(Op op) {
  return op == Op::Coalesce || op == Op::Min || op == Op::Max;
}

bool compares(Op op) {
  return (op >= Op::Equal && op <= Op::GreaterEqual) || op == Op::In;
}

/// What a combination gives a value to: an input, or something that is not looked into.
struct Atom {
  std::string key;
  const Node* node = nullptr;
  std::vector<Value> values;  ///< truths as 0, 1; unknown last where it can be
};

/// The atoms of a rule with the values that tell apart.
class Atoms {
 public:
  Atoms(const Node& root, const Domain& domain) : domain_(domain) {
    collect(root);
    for (auto& [key, atom] : found_) {
      atom.values = isBoolean(*atom.node) ? truths(*atom.node) : valuesOf(key, *atom.node);
      list_.push_back(&atom);
    }
  }

  const std::vector<Atom*>& list() const { return list_; }

  std::size_t combinations() const {
    std::size_t count = 1;
    for (const Atom* atom : list_) {
      count *= std::max<std::size_t>(1, atom->values.size());
      if (count > kMostCombinations) break;
    }
    return count;
  }

 private:
  void collect(const Node& node) {
    switch (node.op) {
      case Op::Constant:
        return;
      case Op::And:
      case Op::Or:
      case Op::Not:
        return collectAll(node);
      case Op::Known:
        return isBoolean(*node.args[0]) ? collect(*node.args[0]) : collectValue(*node.args[0]);
      default:
        break;
    }
    if (compares(node.op)) return collectComparison(node);
    if (isBoolean(node) && (node.op == Op::Choose || node.op == Op::Coalesce)) return collectAll(node);
    add(node);
  }

  void collectAll(const Node& node) {
    for (const rules::NodePtr& arg : node.args) collect(*arg);
  }

  void collectComparison(const Node& node) {
    if (isBoolean(*node.args[0])) return collectAll(node);
    std::set<std::string> leaves[2];
    for (std::size_t i = 0; i < node.args.size(); ++i) collectLeaves(*node.args[i], leaves[i == 0 ? 0 : 1]);
    const bool enums = node.args[0]->type.kind == Kind::Enum;
    if (!leaves[0].empty() && !leaves[1].empty() && !enums) return add(node);
    std::vector<Value> constants;
    for (const rules::NodePtr& arg : node.args) collectConstants(*arg, constants);
    for (const rules::NodePtr& arg : node.args) collectValue(*arg);
    for (const auto& side : leaves)
      for (const std::string& key : side) {
        auto& own = constants_[key];
        own.insert(own.end(), constants.begin(), constants.end());
      }
  }

  /// The inputs of a value, and the truths that choose between them.
  void collectValue(const Node& node) {
    if (node.op == Op::Constant) return;
    if (node.op == Op::Choose) {
      collect(*node.args[0]);
      collectValue(*node.args[1]);
      return collectValue(*node.args[2]);
    }
    if (!picks(node.op)) return add(node);
    for (const rules::NodePtr& arg : node.args) collectValue(*arg);
  }

  void collectLeaves(const Node& node, std::set<std::string>& leaves) const {
    if (node.op == Op::Constant) return;
    if (node.op != Op::Choose && !picks(node.op)) {
      leaves.insert(keyOf(node));
      return;
    }
    for (const rules::NodePtr& arg : node.args)
      if (node.op != Op::Choose || arg != node.args[0]) collectLeaves(*arg, leaves);
  }

  void collectConstants(const Node& node, std::vector<Value>& constants) const {
    if (node.op == Op::Constant && !std::isnan(node.number)) constants.push_back(constantOf(node));
    if (node.op != Op::Choose && !picks(node.op)) return;
    for (const rules::NodePtr& arg : node.args) collectConstants(*arg, constants);
  }

  void add(const Node& node) {
    Atom& atom = found_[keyOf(node)];
    atom.key = keyOf(node);
    atom.node = &node;
  }

  static std::vector<Value> truths(const Node&) { return {{0.0, {}}, {1.0, {}}, {}}; }

  std::vector<Value> valuesOf(const std::string& key, const Node& node) const {
    if (node.type.kind == Kind::Enum) return wordsOf(node);
    if (node.type.kind == Kind::Text) return textsOf(key);
    return numbersOf(key, node);
  }

  std::vector<Value> wordsOf(const Node& node) const {
    std::vector<Value> values;
    const auto known = domain_.words.find(node.slot);
    if (node.op == Op::Input && known != domain_.words.end()) {
      for (const std::uint32_t word : known->second) values.push_back({static_cast<double>(word), {}});
      return values;
    }
    for (std::size_t word = 0; word < node.type.words->size(); ++word)
      values.push_back({static_cast<double>(word), {}});
    values.emplace_back();
    return values;
  }

  /// The texts it is compared with, and another one.
  std::vector<Value> textsOf(const std::string& key) const {
    std::vector<Value> values = {{0.0, std::string(1, '\0')}, {}};
    const auto constants = constants_.find(key);
    if (constants == constants_.end()) return values;
    for (const Value& each : constants->second)
      if (std::find(values.begin(), values.end(), Value{0.0, each.text}) == values.end())
        values.push_back({0.0, each.text});
    return values;
  }

  /// Each constant, and a number on either side and between. Where only whole numbers occur, and none lies
  /// between, there is none.
  std::vector<Value> numbersOf(const std::string& key, const Node& node) const {
    std::set<double> points;
    if (const auto constants = constants_.find(key); constants != constants_.end())
      for (const Value& each : constants->second) points.insert(*each.number);
    const bool whole =
        node.op == Op::Input && (node.type.kind == Kind::Date || node.type.unit != rules::Unit::Plain);
    const double step = whole ? 1 : 0.5;
    std::set<double> tried = points.empty() ? std::set<double>{0} : std::set<double>{};
    for (const double point : points) {
      const double below = whole ? std::ceil(point) - step : point - step;
      const double above = whole ? std::floor(point) + step : point + step;
      tried.insert(below);
      tried.insert(above);
      if (!whole || point == std::floor(point)) tried.insert(point);
    }
    if (!whole) addBetween(points, tried);
    const auto range = domain_.ranges.find(node.slot);
    std::vector<Value> values;
    if (node.op == Op::Input && range != domain_.ranges.end()) {
      tried.insert(range->second.first);
      tried.insert(range->second.second);
      for (const double number : tried)
        if (number >= range->second.first && number <= range->second.second) values.push_back({number, {}});
      return values;
    }
    for (const double number : tried) values.push_back({number, {}});
    values.emplace_back();
    return values;
  }

  static void addBetween(const std::set<double>& points, std::set<double>& tried) {
    for (auto at = points.begin(); at != points.end(); ++at)
      if (const auto next = std::next(at); next != points.end()) tried.insert((*at + *next) / 2);
  }

  const Domain& domain_;
  std::map<std::string, Atom> found_;
  std::map<std::string, std::vector<Value>> constants_;
  std::vector<Atom*> list_;
};

/// Evaluates a rule for one combination.
class Trial {
 public:
  explicit Trial(const std::map<std::string, Value>& values) : values_(values) {}

  Truths truth(const Node& node) const {
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
    const auto own = values_.find(keyOf(node));
    if (own != values_.end()) return truthOf(own->second);
    return isBoolean(*node.args[0]) ? sameTruth(node) : comparison(node);
  }

 private:
  static Truths truthOf(const Value& value) {
    return !value.known() ? kUnknown : *value.number != 0 ? kTrue : kFalse;
  }

  static Truths negated(Truths truth) {
    return truth == kUnknown ? kUnknown : truth == kTrue ? kFalse : kTrue;
  }

  Truths joined(const Node& node) const {
    const Truths decisive = node.op == Op::And ? kFalse : kTrue;
    bool unknown = false;
    for (const rules::NodePtr& arg : node.args) {
      const Truths part = truth(*arg);
      if (part == decisive) return decisive;
      unknown = unknown || part == kUnknown;
    }
    return unknown ? kUnknown : negated(decisive);
  }

  Truths chosen(const Node& node) const {
    const Truths condition = truth(*node.args[0]);
    return condition == kUnknown ? kUnknown : truth(*node.args[condition == kTrue ? 1 : 2]);
  }

  bool isKnown(const Node& node) const {
    return isBoolean(node) ? truth(node) != kUnknown : value(node).known();
  }

  Truths sameTruth(const Node& node) const {
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

  Truths comparison(const Node& node) const {
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

  static bool holds(Op op, const Value& a, const Value& b) {
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

  Value value(const Node& node) const {
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
        return values_.at(keyOf(node));
    }
  }

  Value extreme(const Node& node) const {
    Value best = value(*node.args[0]);
    for (const rules::NodePtr& arg : node.args) {
      const Value each = value(*arg);
      if (!each.known() || !best.known()) return {};
      if (node.op == Op::Min ? *each.number < *best.number : *each.number > *best.number) best = each;
    }
    return best;
  }

  const std::map<std::string, Value>& values_;
};

/// The truths of a rule over all combinations.
Truths tried(const Node& root, const Atoms& atoms) {
  Truths found = 0;
  std::map<std::string, Value> values;
  const std::function<void(std::size_t)> next = [&](std::size_t at) {
    if (found == kAny) return;
    if (at == atoms.list().size()) {
      found |= Trial(values).truth(root);
      return;
    }
    const Atom& atom = *atoms.list()[at];
    for (const Value& value : atom.values) {
      values[atom.key] = value;
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
  if (atoms.combinations() <= kMostCombinations) return tried(node, atoms);
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

void collectFixed(const Node& node, const rules::Rule& rule, const Domain& domain,
                  std::set<FixedPart>& parts) {
  if (!isBoolean(node) || node.op == Op::Constant || !isOwn(node, rule.root(), rule.text())) return;
  const Outcomes found = outcomes(node, domain);
  if (isFixed(found)) {
    parts.insert({node.offset, node.length, !found.may_be_true});
    return;
  }
  if (node.op != Op::And && node.op != Op::Or && node.op != Op::Not && node.op != Op::Choose) return;
  for (const rules::NodePtr& arg : node.args) collectFixed(*arg, rule, domain, parts);
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
  collectFixed(rule.root(), rule, domain, parts);
  return parts;
}

}  // namespace lixiao::workflow
