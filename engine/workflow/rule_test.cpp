#include "engine/workflow/rule_test.h"

#include "engine/workflow/evaluator.h"

namespace lixiao::workflow {
namespace {

/// `finance.tuition_due <= 0 = false (finance.tuition_due = 300.00)`, indented by depth; constants are left
/// out.
void describe(const rules::Explanation& explanation, int depth, std::string& text) {
  text += std::string(static_cast<std::size_t>(depth) * 2, ' ') + explanation.text + " = " +
          (explanation.value.known() ? formatValue(explanation.type, explanation.value) : "unknown") + "\n";
  for (const rules::Explanation& child : explanation.children)
    if (child.text != formatValue(child.type, child.value)) describe(child, depth + 1, text);
}

std::string describe(const std::vector<RuleExplanation>& rules) {
  std::string text;
  for (const RuleExplanation& rule : rules) {
    text += rule.rule + ":\n";
    describe(rule.explanation, 1, text);
  }
  return text;
}

/// The status and its explanation of an item or document of the evaluation; `not_applicable` when the
/// student's type does not have it.
struct Found {
  std::string status = "not_applicable";
  std::string why = "the student type does not have it\n";
};

std::string batchLabel(const DocumentResult& result) {
  return result.batch == nullptr ? "none" : result.batch->label.in(model::Language::Chinese);
}

Found find(Evaluator& evaluator, const RuleTest& test, const Evaluation& evaluation,
           const std::string& subject) {
  const Workflow& workflow = evaluator.workflow();
  const auto english = [](const model::Message& message) {
    return model::format(message, model::Language::English);
  };
  for (std::size_t i = 0; i < evaluation.items.size(); ++i) {
    if (evaluation.items[i].item->id != subject) continue;
    const model::Message why = reason(workflow, test.student, test.circumstances, evaluation, i);
    return {std::string(word(model::statusOf(evaluation.items[i].cause))),
            english(why) + "\n" + describe(evaluator.explainItem(i))};
  }
  for (std::size_t i = 0; i < evaluation.documents.size(); ++i) {
    if ("batch." + evaluation.documents[i].document->id == subject)
      return {batchLabel(evaluation.documents[i]), describe(evaluator.explainDocument(i))};
    if (evaluation.documents[i].document->id != subject) continue;
    return {std::string(word(model::statusOf(evaluation.documents[i].cause))),
            english(documentReason(workflow, evaluation, i)) + "\n" + describe(evaluator.explainDocument(i))};
  }
  return {};
}

}  // namespace

std::vector<RuleTestFailure> run(const std::vector<RuleTest>& tests,
                                 std::shared_ptr<const Workflow> workflow) {
  Evaluator evaluator(std::move(workflow));
  std::vector<RuleTestFailure> failures;
  for (const RuleTest& test : tests) {
    const Evaluation evaluation = evaluator.evaluate(test.student, test.circumstances);
    for (const RuleTest::Expectation& expectation : test.expectations) {
      const Found found = find(evaluator, test, evaluation, expectation.subject);
      if (found.status != expectation.status)
        failures.push_back({&test, &expectation, found.status, found.why});
    }
  }
  return failures;
}

}  // namespace lixiao::workflow
