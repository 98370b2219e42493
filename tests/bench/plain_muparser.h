#pragma once

#include <muParser.h>

#include <memory>
#include <vector>

#include "engine/workflow/batch_evaluator.h"
#include "engine/workflow/record.h"

namespace lixiao::bench {

/// What a straightforward program with muParser does: a parser for each rule, its variables bound to one row
/// of numbers, `Eval` row by row, `passes_when` only where the item applies. It knows nothing of unknown
/// values and of the age of facts. A rule that says `true` is left out, as it would be.
class PlainMuParser {
 public:
  PlainMuParser(const workflow::Workflow& workflow, const workflow::StudentType& type,
                const workflow::Circumstances& circumstances);

  void evaluate(const workflow::StudentColumns& students, std::size_t begin, std::size_t end,
                const workflow::DecisionColumns& decisions);
  /// Whether all that the rules read of this student is known and fresh: only there can it be right.
  bool knowsAllOf(const workflow::StudentColumns& students, std::size_t row) const;

 private:
  void prepare(workflow::RuleIndex rule);
  void read(rules::Slot slot);
  bool holds(workflow::RuleIndex rule) { return !rules_[rule] || rules_[rule]->Eval() != 0; }
  void readRow(const workflow::StudentColumns& students, std::size_t row);
  void decideItem(std::uint32_t position, const workflow::StudentColumns& students, std::size_t row,
                  const workflow::DecisionColumns& decisions);
  model::Cause decide(const workflow::Item& item, std::uint32_t position,
                      const workflow::StudentColumns& students, std::size_t row);
  model::Cause decideUnregistered(const workflow::Item& item);
  model::Cause decideByMode(const workflow::Item& item);
  model::DocumentCause decide(const workflow::Document& document, std::uint32_t position,
                              const workflow::StudentColumns& students, std::size_t row);

  const workflow::Workflow& workflow_;
  const workflow::StudentType& type_;
  const workflow::Circumstances& circumstances_;
  std::vector<std::unique_ptr<mu::Parser>> rules_;  ///< nullptr: holds for everybody
  std::vector<rules::Slot> read_;                   ///< attributes, facts and lists that the rules name
  std::vector<double> row_;                         ///< by slot
  std::vector<model::Cause> causes_;                ///< by item position
  bool any_applies_ = false;
  std::uint16_t remaining_ = 0;
};

}  // namespace lixiao::bench
