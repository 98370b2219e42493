#include "engine/workflow/evaluator.h"

#include "engine/workflow/decider.h"

namespace lixiao::workflow {

Evaluator::Evaluator(std::shared_ptr<const Workflow> workflow) : workflow_(std::move(workflow)) {
  for (const StudentType& type : workflow_->types)
    types_.push_back(std::make_unique<TypeDecider>(*workflow_, type));
}

Evaluator::~Evaluator() = default;

Evaluation Evaluator::evaluate(const StudentRecord& record, const Circumstances& circumstances) {
  last_ = nullptr;
  const std::string* type = record.attributes[workflow_->student_type].text();
  for (const auto& candidate : types_)
    if (type != nullptr && candidate->type().id == *type) last_ = candidate.get();
  return last_ == nullptr ? Evaluation{} : last_->evaluate(record, circumstances);
}

std::vector<RuleExplanation> Evaluator::explain(const std::vector<NamedRuleIndex>& rules) {
  std::vector<RuleExplanation> result;
  result.reserve(rules.size());
  for (const NamedRuleIndex& rule : rules)
    if (rule.index)
      result.push_back({rule.name, last_->rules().truth(*rule.index), last_->rules().explain(*rule.index)});
  return result;
}

std::vector<RuleExplanation> Evaluator::explainItem(std::size_t position) {
  const Item& item = last_->type().items[position];
  return explain({{"applies_when", item.applies_when},
                  {"opens_when", item.opens_when},
                  {"passes_when", item.passes_when},
                  {"waived_when", item.waived_when}});
}

std::vector<RuleExplanation> Evaluator::explainDocument(std::size_t position) {
  const Document& document = last_->type().documents[position];
  std::vector<NamedRuleIndex> rules = {{"applies_when", document.applies_when},
                                       {"released_when", document.released_when}};
  for (const Batch& batch : document.batches) rules.push_back({"batches", batch.when});
  return explain(rules);
}

}  // namespace lixiao::workflow
