#pragma once

#include <functional>
#include <map>
#include <string>
#include <unordered_map>
#include <vector>

#include "rules/batch.h"
#include "rules/instruction.h"

namespace lixiao::rules {

/// Turns trees into instructions; two expressions that say the same become one, whichever rules they stand
/// in.
class Lowering {
 public:
  using Id = Instruction::Id;
  explicit Lowering(const BatchProgram::Intern& intern) : intern_(intern) {}

  Id lower(const Node& node);
  std::vector<Instruction> takeInstructions() { return std::move(instructions_); }

 private:
  Id lowerNew(const Node& node);
  Id constant(const Node& node);
  Id input(const Node& node);
  Id logic(const Node& node);
  Id opposite(Id id);
  Id known(const Node& node);
  Id comparison(const Node& node);
  Id booleanComparison(const Node& node);
  /// The fast ways to compare an input with constants; nothing when there is none.
  std::optional<Id> direct(Op op, const Node& left, const Node& right);
  std::optional<Id> directAge(Op op, const Node& age, double years);
  Id membership(const Node& node);
  Id words(const Node& input, const std::vector<NodePtr>& constants, bool inverted);
  Id codes(const Node& input, const std::vector<NodePtr>& constants, bool inverted);
  Id interval(const Node& input, std::int64_t low, std::int64_t high, bool inverted);
  Id arithmetic(const Node& node);
  Id change(const Node& node);
  Id leastOrMost(const Node& node);
  Id choose(const Node& node);
  Id coalesce(const Node& node);

  Id make(Instruction::Code code, std::vector<Id> args, std::uint8_t variant = 0);
  Id add(Instruction instruction);

  const BatchProgram::Intern& intern_;
  std::vector<Instruction> instructions_;
  std::map<std::string, Id> known_instructions_;
  std::unordered_map<const Node*, Id> lowered_;
};

/// The tree with `slot` replaced by a known day and everything that follows from it folded.
NodePtr withToday(const NodePtr& root, Slot slot, double today);

}  // namespace lixiao::rules
