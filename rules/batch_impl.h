#pragma once

#include <vector>

#include "rules/batch.h"
#include "rules/instruction.h"

namespace lixiao::rules {

class BatchProgram::Impl {
 public:
  struct RuleResult {
    std::optional<Truth> constant;
    Instruction::Id id = 0;
  };
  std::vector<RuleResult> rules;
  std::vector<Instruction> instructions;  ///< arguments before their users
  std::size_t slots = 0;
};

}  // namespace lixiao::rules
