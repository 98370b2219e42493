#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "rules/scope.h"
#include "rules/type.h"

namespace lixiao::rules {

inline constexpr std::size_t kMaxRuleBytes = 2000;
inline constexpr std::size_t kMaxRuleDepth = 100;

enum class Op : std::uint8_t {
  Constant,
  Input,
  And,
  Or,
  Not,
  Equal,
  NotEqual,
  Less,
  LessEqual,
  Greater,
  GreaterEqual,
  In,
  Add,
  Subtract,
  Multiply,
  Divide,
  Negate,
  Choose,
  Known,
  Coalesce,
  AgeAt,
  Min,
  Max,
  Abs,
  Round,
};

/// One node of a checked, typed tree; immutable and shared.
struct Node {
  Op op = Op::Constant;
  Type type;
  std::size_t offset = 0;  ///< of its text in `source`, bytes
  std::size_t length = 0;
  std::shared_ptr<const std::string> source;  ///< the rule text it was written in (a condition has its own)
  std::string name;                           ///< inputs and conditions: the name as written
  Slot slot = 0;                              ///< inputs
  double number = 0;                          ///< constants: boolean 0/1, number in its unit, day, enum index
  std::string text;                           ///< constants of type text
  std::vector<std::shared_ptr<const Node>> args;  ///< In: the value, then the constants
};
using NodePtr = std::shared_ptr<const Node>;

/// A rule that passed all checks. Immutable; copies share the tree.
class Rule {
 public:
  Rule(std::string text, NodePtr root) : text_(std::move(text)), root_(std::move(root)) {}

  const std::string& text() const { return text_; }
  const Node& root() const { return *root_; }
  const NodePtr& rootPtr() const { return root_; }
  const Type& type() const { return root_->type; }

  /// The slots it reads, ascending, those of its conditions included.
  std::vector<Slot> slots() const;
  /// Its value when it is the same for everybody, whatever the inputs.
  std::optional<bool> constant() const;

 private:
  std::string text_;
  NodePtr root_;
};

struct Compiled {
  std::optional<Rule> rule;  ///< empty when there are problems
  std::vector<Problem>
      problems;  ///< in the order of the text; at least the first error of each kind of place
};

/// Lexes, parses, types and folds `text`, which must yield `expected`. Never throws for what a person can
/// type: too long, too deep and bytes that are not UTF-8 are problems too.
Compiled compile(std::string_view text, const Scope& scope, const Type& expected = Type::boolean());

/// A rule that is true for everybody: the default of `applies_when`.
Rule alwaysTrue();

/// The names that a text uses, without checking them; empty when it does not even lex.
std::vector<std::string> namesUsed(std::string_view text);

}  // namespace lixiao::rules
