#include "tests/workflow/any_edition.h"

#include <algorithm>
#include <stdexcept>
#include <string>

#include "engine/model/text.h"
#include "engine/workflow/evaluator.h"
#include "engine/workflow/load.h"
#include "tests/workflow/random_edition.h"
#include "tests/workflow/reference_evaluator.h"

namespace lixiao::workflow::tests {
namespace {

constexpr std::string_view kMark = "#==== ";
constexpr std::size_t kMostStudents = 3;

const std::vector<SourceFile>& smallest() {
  static const std::vector<SourceFile> kFiles = {
      {"edition.yaml",
       "edition: 2015\n"
       "attributes: { student_type: { type: enum, values: [a] }, college: { type: text } }\n"
       "facts: { library.loans: { type: count, max_age: 24h } }\n"
       "departments: { library: { title: 图书馆, scope: college } }\n"
       "items:\n"
       "  library: { title: 图书馆, department: library, mode: automatic, passes_when: library.loans == 0 "
       "}\n"},
      {"a.yaml", "student_type: a\ntitle: A\nitems: [library]\n"}};
  return kFiles;
}

std::string guessedName(std::string_view text) {
  if (text.find("edition:") != std::string_view::npos) return "edition.yaml";
  return text.find("tests:") != std::string_view::npos ? "x.test.yaml" : "a.yaml";
}

void put(std::vector<SourceFile>& files, SourceFile file) {
  const auto same = [&](const SourceFile& other) { return other.path == file.path; };
  const auto found = std::find_if(files.begin(), files.end(), same);
  if (found == files.end()) return files.push_back(std::move(file));
  *found = std::move(file);
}

/// Where the first mark at the beginning of a line stands, from a place on.
std::size_t nextMark(std::string_view text, std::size_t from) {
  for (std::size_t at = text.find(kMark, from); at != std::string_view::npos; at = text.find(kMark, at + 1))
    if (at == 0 || text[at - 1] == '\n') return at;
  return text.size();
}

std::vector<SourceFile> filesOf(std::string_view text) {
  std::vector<SourceFile> files = smallest();
  const std::size_t first = nextMark(text, 0);
  if (first > 0) put(files, {guessedName(text.substr(0, first)), std::string(text.substr(0, first))});
  for (std::size_t at = first; at < text.size();) {
    const std::size_t name = at + kMark.size();
    const std::size_t content = std::min(text.find('\n', name), text.size() - 1) + 1;
    at = nextMark(text, content);
    const std::string_view path = text.substr(name, content - name - 1);
    const std::string_view part = text.substr(content, at - content);
    put(files, {model::isUtf8(path) ? std::string(path) : guessedName(part), std::string(part)});
  }
  return files;
}

void hold(bool promise, const char* broken) {
  if (!promise) throw std::logic_error(broken);
}

void compare(Evaluator& evaluator, const StudentType& type, const StudentRecord& record,
             const Circumstances& circumstances) {
  const Workflow& workflow = evaluator.workflow();
  const Evaluation evaluation = evaluator.evaluate(record, circumstances);
  ReferenceEvaluator reference(workflow, type, record, circumstances);
  for (std::uint32_t item = 0; item < evaluation.items.size(); ++item) {
    hold(evaluation.items[item].cause == reference.cause(item), "an item is decided differently");
    const model::Message why = reason(workflow, record, circumstances, evaluation, item);
    hold(model::isUtf8(model::format(why, model::Language::Chinese)), "a reason is not UTF-8");
    evaluator.explainItem(item);
  }
  for (std::uint32_t document = 0; document < evaluation.documents.size(); ++document) {
    hold(evaluation.documents[document].cause == reference.documentCause(document),
         "a document is decided differently");
    evaluator.explainDocument(document);
  }
}

void decideSome(const std::shared_ptr<const Workflow>& workflow) {
  Dice dice(1);
  const Circumstances circumstances = randomCircumstances(*workflow, dice);
  Evaluator evaluator(workflow);
  for (const StudentType& type : workflow->types)
    for (std::size_t i = 0; i < kMostStudents; ++i)
      compare(evaluator, type, randomStudent(*workflow, type, circumstances, dice), circumstances);
}

}  // namespace

void tryAnyEdition(std::string_view text) {
  const Loaded loaded = load(filesOf(text));
  hold(model::hasErrors(loaded.diagnostics) != static_cast<bool>(loaded.workflow),
       "errors and a workflow, or neither");
  for (const model::Diagnostic& diagnostic : loaded.diagnostics)
    hold(model::isUtf8(model::format(diagnostic)), "a diagnostic is not UTF-8");
  if (!loaded.workflow) return;
  run(loaded.tests, loaded.workflow);
  decideSome(loaded.workflow);
}

}  // namespace lixiao::workflow::tests
