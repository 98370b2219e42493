#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "engine/workflow/clear_days.h"
#include "engine/workflow/evaluator.h"
#include "engine/workflow/record.h"
#include "rules/row.h"

namespace lixiao::workflow {

/// The rules of one student type, bound to one student at a time. Decides step by step in the type's order,
/// so that what a rule reads is decided before it. NOT thread-safe.
class TypeDecider {
 public:
  TypeDecider(const Workflow& workflow, const StudentType& type);

  const StudentType& type() const { return type_; }
  /// Bound to the student decided last.
  rules::RowEvaluator& rules() { return rules_; }

  Evaluation evaluate(const StudentRecord& record, const Circumstances& circumstances);

 private:
  void bind();
  void decideItem(std::uint32_t position);
  model::Cause decide(const Item& item, rules::Truth applies);
  std::optional<model::Cause> beforeOpening(const Item& item);
  model::Cause decideUnregistered(const Item& item);
  model::Cause decideByMode(const Item& item);
  model::Cause byRule(const Item& item);
  model::Cause byDeclaration(const Item& item) const;
  model::Cause worstWithParts(const Item& item, model::Cause own) const;
  void waitForOthers(ItemResult& result) const;
  void chooseInGroup(const Group& group);
  void publish(std::uint32_t position);
  void publishCharges(const Item& item, model::Cause cause);
  void countTowardsAll(model::Cause cause);
  void decideDocument(std::uint32_t position);
  model::DocumentCause decide(const Document& document);
  const Batch* batchOf(const Document& document, model::DocumentCause cause);
  DepartmentIndex registrar(const Item& item);

  const Workflow& workflow_;
  const StudentType& type_;
  rules::RowEvaluator rules_;
  const ClearDays clear_days_;

  // Of the student at hand.
  const StudentRecord* record_ = nullptr;
  const Circumstances* circumstances_ = nullptr;
  Evaluation result_;
  std::optional<std::int64_t> charged_;  ///< so far; nothing when not known
  model::Value all_cleared_;
  bool any_applies_ = false;
};

}  // namespace lixiao::workflow
