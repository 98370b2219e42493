#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "engine/model/status.h"
#include "engine/workflow/record.h"
#include "engine/workflow/workflow.h"
#include "rules/row.h"

namespace lixiao::workflow {

struct ItemResult {
  const Item* item = nullptr;
  model::Cause cause = model::Cause::NotInWorkflow;
  DepartmentIndex registrar = 0;  ///< who acts on it for this student
  rules::Truth own_clear =
      rules::Truth::False;                  ///< `everyone_in`: whether it would be clear but for the others
  std::optional<model::Date> cleared_on{};  ///< where a rule reads it; empty when not clear or nobody knows
};

struct DocumentResult {
  const Document* document = nullptr;
  model::DocumentCause cause = model::DocumentCause::NotInWorkflow;
  const Batch* batch = nullptr;  ///< nullptr: none, or not known yet
};

/// The decisions on one student. Points into the Workflow.
struct Evaluation {
  const StudentType* type = nullptr;  ///< nullptr: no type, no workflow, so nothing is clear
  std::vector<ItemResult> items;      ///< in the order students see
  std::vector<DocumentResult> documents;
  std::vector<const Notice*> notices;  ///< those that hold
  std::size_t remaining = 0;           ///< items that count and are not clear
};

/// One rule of an item or document with the values it read.
struct RuleExplanation {
  /// `applies_when`, `opens_when`, `passes_when`, `waived_when`; of a document `applies_when`,
  /// `released_when` and `batches`, once for each batch that has a rule.
  std::string rule;
  rules::Truth truth;
  rules::Explanation explanation;
};

class TypeDecider;

/// Decides for one student at a time, by muParser. A pure function of its arguments. NOT thread-safe: take
/// one from an EvaluatorPool.
class Evaluator {
 public:
  explicit Evaluator(std::shared_ptr<const Workflow> workflow);
  ~Evaluator();

  const Workflow& workflow() const { return *workflow_; }
  Evaluation evaluate(const StudentRecord& record, const Circumstances& circumstances);
  /// Explains what the last `evaluate` decided.
  std::vector<RuleExplanation> explainItem(std::size_t position);
  std::vector<RuleExplanation> explainDocument(std::size_t position);

 private:
  struct NamedRuleIndex {
    const char* name;
    std::optional<RuleIndex> index;
  };
  std::vector<RuleExplanation> explain(const std::vector<NamedRuleIndex>& rules);

  std::shared_ptr<const Workflow> workflow_;
  std::vector<std::unique_ptr<TypeDecider>> types_;
  TypeDecider* last_ = nullptr;
};

/// Why the item stands as it does, for people. Pure: needs the decisions, not the rules.
model::Message reason(const Workflow& workflow, const StudentRecord& record,
                      const Circumstances& circumstances, const Evaluation& evaluation,
                      std::size_t item_position);
model::Message documentReason(const Workflow& workflow, const Evaluation& evaluation,
                              std::size_t document_position);

/// The positions of the items that keep a document back: those its released_when reads (all that count, for
/// all_cleared) and that are not clear.
std::vector<std::size_t> itemsInTheWay(const Workflow& workflow, const Evaluation& evaluation,
                                       std::size_t document_position);

/// Every sentence that the two above can give: the keys the catalogue must hold.
const std::vector<std::string>& reasonTexts();

}  // namespace lixiao::workflow
