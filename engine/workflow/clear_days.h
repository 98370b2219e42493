#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "engine/workflow/evaluator.h"

namespace lixiao::workflow {

/// On which day an item became clear, for the items whose day a rule reads, and for their parts. Immutable
/// and thread-safe.
class ClearDays {
 public:
  ClearDays(const Workflow& workflow, const StudentType& type);

  bool any() const { return any_; }
  bool needed(std::uint32_t position) const { return needed_[position]; }
  /// The facts on which the item rests: what passes_when reads, or what it has declared.
  const std::vector<FactIndex>& facts(std::uint32_t position) const { return facts_[position]; }

  /// The day in the edition's zone, empty while the item is not clear or when nobody knows. Its parts have
  /// theirs in the evaluation.
  std::optional<model::Date> dayOf(std::uint32_t position, const Evaluation& evaluation,
                                   const StudentRecord& record, const Circumstances& circumstances) const;

 private:
  const Workflow& workflow_;
  const StudentType& type_;
  std::vector<bool> needed_;                   ///< by item position
  std::vector<std::vector<FactIndex>> facts_;  ///< by item position
  bool any_ = false;
};

}  // namespace lixiao::workflow
