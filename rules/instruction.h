#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "rules/kernels.h"
#include "rules/scope.h"

namespace lixiao::rules {

/// One value of a block: a truth or a number for each row, made from columns or from earlier values.
struct Instruction {
  enum class Code : std::uint8_t {
    // truths
    TruthInput,
    TruthConstant,
    Range,
    Words,
    Codes,
    And,
    Or,
    Not,
    Same,
    KnownTruth,
    KnownNumber,
    ChooseTruth,
    CoalesceTruth,
    Compare,
    Among,
    // numbers
    NumberInput,
    NumberConstant,
    Arithmetic,
    Change,
    ChooseNumber,
    CoalesceNumber,
  };
  using Id = std::uint32_t;

  Code code = Code::TruthConstant;
  std::uint8_t variant = 0;  ///< which Comparison, Arithmetic or Change
  Slot slot = 0;             ///< of inputs
  Type type;                 ///< of inputs
  double number = 0;         ///< of constants; a truth as 0, 1, 2
  std::vector<Id> args;
  Interval interval;  ///< of Range
  std::shared_ptr<const WordTruths> words;
  std::vector<std::uint32_t> codes;  ///< of Codes, ascending
  bool inverted = false;             ///< of Codes
  std::vector<double> list;          ///< of Among

  bool yieldsTruth() const { return code < Code::NumberInput; }
};

}  // namespace lixiao::rules
