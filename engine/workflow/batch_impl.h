#pragma once

#include <optional>
#include <vector>

#include "engine/workflow/batch_days.h"
#include "engine/workflow/batch_evaluator.h"
#include "engine/workflow/batch_kernels.h"
#include "engine/workflow/clear_days.h"
#include "rules/batch.h"

namespace lixiao::workflow {

/// What is the same for all students of the type on one day.
class BatchEvaluator::Impl {
 public:
  Impl(const Workflow& workflow, const StudentType& type, model::Date today, std::vector<bool> submitted,
       const rules::BatchProgram::Intern& intern, std::vector<std::optional<model::Date>> submitted_on);

  /// Day number or INT32_MIN.
  std::int32_t submittedOn(ListIndex list) const;

  const Workflow& workflow_;
  const StudentType& type_;
  const model::Date today_;
  const std::vector<bool> submitted_;                           ///< by ListIndex
  const std::vector<std::optional<model::Date>> submitted_on_;  ///< by ListIndex; may be shorter
  const ClearDays clear_days_;
  std::vector<std::optional<std::size_t>>
      known_rules_;  ///< by FactIndex, of declared ones: rule `known(FACT)` of the program
  const rules::BatchProgram program_;
  const std::optional<std::uint32_t> last_counted_;  ///< where all_cleared and remaining are complete
  const bool charges_are_read_;
};

/// What one thread needs for one block.
class BatchEvaluator::Scratch::Impl {
 public:
  Impl(const BatchEvaluator::Impl& evaluator, rules::Kernels kernels);

  void bind(const StudentColumns& students, const DecisionColumns& decisions);
  void decideBlock(std::size_t begin, std::size_t count);

 private:
  using Bytes = std::vector<std::uint8_t>;

  void start();
  void startCharges();
  void decideItem(std::uint32_t position);
  void decideByMode(const Item& item, std::uint8_t* causes);
  void decideDeclaration(const Item& item, std::uint8_t* causes);
  void takeParts(const Item& item, std::uint8_t* causes);
  void holdUntilOpen(const Item& item, std::uint8_t* causes);
  void applyRegistrations(std::uint32_t position, std::uint8_t* causes);
  void waitForOthers(std::uint32_t position, std::uint8_t* causes);
  void chooseInGroup(const Group& group);
  void publish(std::uint32_t position);
  void count(std::uint32_t position, const std::uint8_t* causes);
  void publishDay(std::uint32_t position, const std::uint8_t* causes);
  void addOwnDays(std::uint32_t position, std::int32_t* latest);
  void publishCharges(std::uint32_t position, const std::uint8_t* causes);
  void decideDocument(std::uint32_t position);

  std::uint8_t* causesOf(std::uint32_t position) { return decisions->items[position] + begin; }
  RegistrationBlock registrationsOf(std::uint32_t position) const;
  /// The column from the block's start; null when there is none.
  template <typename T>
  T* at(const std::vector<T*>& columns, std::size_t position) const {
    const bool given = position < columns.size() && columns[position] != nullptr;
    return given ? columns[position] + begin : nullptr;
  }

  const BatchEvaluator::Impl& e;
  const BatchKernels& k;
  rules::BlockEvaluator block;
  std::vector<Bytes> cleared;  ///< by item position
  Bytes all, applies_any, open, all_cleared, earlier_missing, always, never;
  std::vector<std::int32_t> remaining;
  std::vector<rules::Column> inputs;
  std::size_t uncarried = 0;  ///< items counted in `open` and not in `remaining` yet

  // Of the block at hand.
  const StudentColumns* students = nullptr;
  const DecisionColumns* decisions = nullptr;
  std::size_t begin = 0;
  std::size_t n = 0;

  // Empty where the type does not ask for them.
  Bytes worst, least, chosen, declared, own_clear;
  std::vector<std::vector<std::int32_t>> days;     ///< by item position
  std::vector<std::vector<std::int64_t>> charges;  ///< by item position
  std::vector<std::int64_t> charges_total, no_charges;
};

}  // namespace lixiao::workflow
