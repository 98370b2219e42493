#pragma once

#include <memory>
#include <string>
#include <vector>

#include "rules/rule.h"
#include "rules/syntax.h"

namespace lixiao::rules {

/// Gives every part of a rule its type and meaning, and collects what is wrong. A part with a problem yields
/// an empty NodePtr, which nobody reports again.
class Checker {
 public:
  Checker(const Scope& scope, std::shared_ptr<const std::string> source)
      : scope_(scope), source_(std::move(source)) {}

  /// The folded tree of a rule that must yield `expected`, or empty.
  NodePtr checkRule(const Syntax& root, const Type& expected);
  std::vector<Problem> takeProblems() { return std::move(problems_); }

 private:
  NodePtr check(const Syntax& syntax);

  // checker.cpp: leaves and logic
  NodePtr name(const Syntax& syntax);
  NodePtr meaning(const Syntax& syntax, const Scope::Input& input);
  NodePtr meaning(const Syntax& syntax, const Scope::Constant& constant);
  NodePtr meaning(const Syntax& syntax, const std::shared_ptr<const Rule>& condition);
  NodePtr meaning(const Syntax& syntax, const Scope::Several& several);
  NodePtr date(const Syntax& syntax, const std::string& text);
  NodePtr logic(const Syntax& syntax, Op op);
  bool checkSides(const Syntax& syntax, std::vector<NodePtr>& sides);
  void reportUnknownName(const Syntax& syntax);
  std::string hintForTruth(const Node& node) const;

  // several.cpp: inputs that hold several words
  const Scope::Several* severalOf(const Syntax& syntax) const;
  NodePtr within(const Syntax& syntax);
  NodePtr wordInput(const Syntax& syntax, const std::string& name, Slot slot);

  // operators.cpp: comparison and arithmetic
  NodePtr comparison(const Syntax& syntax);
  NodePtr membership(const Syntax& syntax);
  NodePtr isOneOf(const Syntax& syntax, std::vector<NodePtr> sides);
  NodePtr arithmetic(const Syntax& syntax);
  NodePtr datePlus(const Syntax& syntax, Op op, NodePtr a, NodePtr b);
  NodePtr scaled(const Syntax& syntax, Op op, NodePtr a, NodePtr b);
  NodePtr negate(const Syntax& syntax);
  NodePtr choose(const Syntax& syntax);

  // types.cpp: bringing two sides to one type
  bool unify(NodePtr& a, NodePtr& b, const std::string& phrase);
  NodePtr adapt(const NodePtr& node, const Type& target, const Node& other);
  NodePtr adaptNumber(const Node& literal, const Type& target);
  NodePtr adaptWord(const Node& literal, const Type& target, const Node& other);
  NodePtr mismatch(const Node& a, const Node& b, const std::string& phrase);

  // calls.cpp: functions
  NodePtr call(const Syntax& syntax);
  NodePtr known(const Syntax& syntax, std::vector<NodePtr> args);
  NodePtr coalesce(const Syntax& syntax, std::vector<NodePtr> args);
  NodePtr ageAt(const Syntax& syntax, std::vector<NodePtr> args);
  NodePtr days(const Syntax& syntax, std::vector<NodePtr> args);
  NodePtr leastOrMost(const Syntax& syntax, std::vector<NodePtr> args);
  NodePtr number(const Syntax& syntax, std::vector<NodePtr> args);

  NodePtr make(Op op, Type type, const Syntax& syntax, std::vector<NodePtr> args);
  NodePtr constant(Type type, const Syntax& syntax, double number);
  NodePtr report(std::string code, const Syntax& syntax, std::string message, std::string hint = {});
  NodePtr report(std::string code, const Node& node, std::string message, std::string hint = {});
  std::string written(const Node& node) const;
  std::string written(const Syntax& syntax) const;

  const Scope& scope_;
  std::shared_ptr<const std::string> source_;
  std::vector<Problem> problems_;
  const Type* beside_ =
      nullptr;  ///< the enum that a name is compared with: perhaps its quotes were forgotten
};

/// Literals take the type of what stands beside them: a number its unit, a text the enum's word.
bool isAdaptable(const Node& node);
/// The functions of the language, `date` included.
std::vector<std::string> functionNames();

}  // namespace lixiao::rules
