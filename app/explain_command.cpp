#include <CLI/CLI.hpp>
#include <iostream>
#include <memory>

#include <nlohmann/json.hpp>

#include "app/command.h"
#include "app/folder.h"
#include "app/student_options.h"
#include "engine/workflow/evaluator.h"

namespace lixiao::app {
namespace {

std::string valueText(const rules::Explanation& explanation) {
  return explanation.value.known() ? workflow::formatValue(explanation.type, explanation.value) : "unknown";
}

/// The tree, a line a sub-expression; constants explain themselves.
void print(const rules::Explanation& explanation, int depth) {
  std::cout << std::string(static_cast<std::size_t>(depth) * 2, ' ') << explanation.text << "  →  "
            << valueText(explanation) << "\n";
  for (const rules::Explanation& child : explanation.children)
    if (child.text != valueText(child)) print(child, depth + 1);
}

nlohmann::json toJson(const rules::Explanation& explanation) {
  nlohmann::json children = nlohmann::json::array();
  for (const rules::Explanation& child : explanation.children) children.push_back(toJson(child));
  return {{"text", explanation.text}, {"value", valueText(explanation)}, {"children", std::move(children)}};
}

struct Subject {
  std::string id;
  model::LocalizedText title;
  std::string_view status;
  std::string reason;
  model::LocalizedText because;
  std::vector<workflow::RuleExplanation> rules;
};

std::vector<Subject> explain(workflow::Evaluator& evaluator, const workflow::StudentRecord& record,
                             const workflow::Circumstances& circumstances, model::Language language) {
  const workflow::Evaluation evaluation = evaluator.evaluate(record, circumstances);
  if (evaluation.type == nullptr)
    throw std::runtime_error("the student has no student_type with a workflow, so nothing is clear");
  const workflow::Workflow& workflow = evaluator.workflow();
  std::vector<Subject> subjects;
  for (std::size_t i = 0; i < evaluation.items.size(); ++i) {
    const workflow::ItemResult& result = evaluation.items[i];
    subjects.push_back(
        {result.item->id, result.item->title, word(model::statusOf(result.cause)),
         model::format(workflow::reason(workflow, record, circumstances, evaluation, i), language),
         result.item->because, evaluator.explainItem(i)});
  }
  for (std::size_t i = 0; i < evaluation.documents.size(); ++i) {
    const workflow::DocumentResult& result = evaluation.documents[i];
    subjects.push_back({"document:" + result.document->id, result.document->title,
                        word(model::statusOf(result.cause)),
                        model::format(workflow::documentReason(workflow, evaluation, i), language),
                        result.document->because, evaluator.explainDocument(i)});
  }
  return subjects;
}

void printText(const std::vector<Subject>& subjects, model::Language language) {
  for (const Subject& subject : subjects) {
    std::cout << subject.id << "  " << subject.title.in(language) << "\n  " << subject.status << ": "
              << subject.reason << "\n";
    if (const std::string because = subject.because.in(language); !because.empty())
      std::cout << "  because: " << because << "\n";
    for (const workflow::RuleExplanation& rule : subject.rules) {
      std::cout << "  " << rule.rule << "\n";
      print(rule.explanation, 2);
    }
    std::cout << "\n";
  }
}

void printJson(const std::vector<Subject>& subjects, model::Language language) {
  nlohmann::json all = nlohmann::json::array();
  for (const Subject& subject : subjects) {
    nlohmann::json rules = nlohmann::json::array();
    for (const workflow::RuleExplanation& rule : subject.rules)
      rules.push_back({{"rule", rule.rule}, {"explanation", toJson(rule.explanation)}});
    all.push_back({{"item", subject.id},
                   {"title", subject.title.in(language)},
                   {"status", subject.status},
                   {"reason", subject.reason},
                   {"because", subject.because.in(language)},
                   {"rules", std::move(rules)}});
  }
  std::cout << all.dump(2) << "\n";
}

int explainStudent(const StudentOptions& options, const std::string& student_no) {
  const workflow::Loaded loaded = loadYear(options.dir);
  const StudentsFile students(loaded.workflow, options.files());
  const std::size_t index = students.find(student_no);
  if (index == students.size())
    throw std::runtime_error(options.students + ": there is no student " + student_no);
  workflow::Evaluator evaluator(loaded.workflow);
  const auto subjects =
      explain(evaluator, students.record(index), students.circumstances(), options.language);
  options.json ? printJson(subjects, options.language) : printText(subjects, options.language);
  return Exit::kFine;
}

}  // namespace

void addExplain(CLI::App& application, Run& run) {
  auto options = std::make_shared<StudentOptions>();
  auto student_no = std::make_shared<std::string>();
  auto format = std::make_shared<std::string>("text");
  CLI::App* command =
      application.add_subcommand("explain", "Show every rule of one student with the values it read");
  options->addTo(*command);
  command->add_option("--student", *student_no, "the student's number")->required();
  command->add_option("--format", *format, "text or json")
      ->check(CLI::IsMember({"text", "json"}))
      ->capture_default_str();
  command->callback([=, &run] {
    options->json = *format == "json";
    run = [=] { return explainStudent(*options, *student_no); };
  });
}

}  // namespace lixiao::app
