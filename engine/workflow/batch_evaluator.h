#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

#include "engine/model/status.h"
#include "engine/workflow/workflow.h"
#include "rules/batch.h"

namespace lixiao::workflow {

/// Columns of the students of one type. Absent pointers mean: nobody. Indexed by row.
struct StudentColumns {
  std::vector<rules::Column> inputs;               ///< by slot; attributes, facts and listed.* are read
  std::vector<const std::uint8_t*> registrations;  ///< by item position: 0 none, else 1 + RegistrationResult
  std::vector<const std::int32_t*>
      registered_until;                        ///< by item position: last day number, INT32_MAX for ever
  std::vector<const std::uint8_t*> collected;  ///< by document position: truth, 0 or 2
  // Only where the workflow asks for them; absent: nobody, and for `others_clear` nobody knows.
  std::vector<const std::int64_t*> charges{};        ///< by item position: minor units; INT64_MIN none
  std::vector<const std::int32_t*> registered_on{};  ///< by item position: day number; INT32_MIN none
  std::vector<const std::int32_t*> since{};          ///< by FactIndex: day number; INT32_MIN unknown
  std::vector<const std::uint8_t*> unconfirmed{};    ///< by FactIndex: 2 where one waits for confirmation
  std::vector<const std::uint8_t*>
      others_clear{};  ///< by item position: truth over those who share the value
};

/// Where the decisions go; indexed by row from the table's start.
struct DecisionColumns {
  std::vector<std::uint8_t*> items;      ///< by item position: model::Cause
  std::vector<std::uint8_t*> documents;  ///< by document position: model::DocumentCause
  std::uint16_t* remaining = nullptr;    ///< may be null
  /// By item position, may be shorter or null: `everyone_in` items' truth of being clear but for the others.
  std::vector<std::uint8_t*> own_clear{};
};

/// Decides for many students of one type on one day, over columns. Equal to Evaluator on every row. Immutable
/// after construction and thread-safe; each thread brings its own Scratch.
class BatchEvaluator {
 public:
  /// `submitted` by ListIndex: a list that was not submitted is unknown for everybody, whatever the column
  /// says. `submitted_on`, which may be shorter, dates `cleared_on` of those who are not on it.
  BatchEvaluator(std::shared_ptr<const Workflow> workflow, const StudentType& type, model::Date today,
                 std::vector<bool> submitted, const rules::BatchProgram::Intern& intern,
                 std::vector<std::optional<model::Date>> submitted_on = {});
  ~BatchEvaluator();

  class Scratch {
   public:
    explicit Scratch(const BatchEvaluator& evaluator, rules::Kernels kernels = rules::Kernels::Best);
    ~Scratch();

   private:
    friend class BatchEvaluator;
    class Impl;
    std::unique_ptr<Impl> impl_;
  };

  /// Decides the rows [begin, end).
  void evaluate(const StudentColumns& students, std::size_t begin, std::size_t end,
                const DecisionColumns& decisions, Scratch& scratch) const;

  const StudentType& type() const { return type_; }

 private:
  class Impl;
  std::shared_ptr<const Workflow> workflow_;
  const StudentType& type_;
  std::unique_ptr<Impl> impl_;
};

}  // namespace lixiao::workflow
