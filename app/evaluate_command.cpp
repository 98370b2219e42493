#include <CLI/CLI.hpp>
#include <iostream>
#include <memory>
#include <sstream>
#include <thread>

#include <nlohmann/json.hpp>

#include "app/command.h"
#include "app/folder.h"
#include "app/student_options.h"
#include "engine/tabular/csv_writer.h"
#include "engine/workflow/evaluator.h"

namespace lixiao::app {
namespace {

/// Students decided at a time by one thread; the parts are written in order.
constexpr std::size_t kPart = 4096;
/// Before every JSON object; left out before the first.
constexpr std::string_view kSeparator = ",\n";

struct Line {
  const std::string& student_no;
  std::string item;
  std::string_view status;
  std::string reason;
};

/// `, batch 首批`, "" when there is none.
std::string batchWords(const workflow::DocumentResult& result, model::Language language) {
  if (result.batch == nullptr || result.cause != model::DocumentCause::Released) return {};
  return (language == model::Language::Chinese ? "，批次：" : ", batch ") + result.batch->label.in(language);
}

/// Calls `write(Line)` for every item and document of one student; false when no workflow applies.
template <typename Write>
bool decide(workflow::Evaluator& evaluator, const StudentsFile& students, std::size_t index,
            model::Language language, Write write) {
  const workflow::StudentRecord record = students.record(index);
  const auto& circumstances = students.circumstances();
  const workflow::Evaluation evaluation = evaluator.evaluate(record, circumstances);
  for (std::size_t i = 0; i < evaluation.items.size(); ++i) {
    if (evaluation.items[i].item->part_of) continue;  // the whole tells of its parts
    const auto why = workflow::reason(evaluator.workflow(), record, circumstances, evaluation, i);
    write(Line{record.student_no, evaluation.items[i].item->id,
               word(model::statusOf(evaluation.items[i].cause)), model::format(why, language)});
  }
  for (std::size_t i = 0; i < evaluation.documents.size(); ++i) {
    const auto why = workflow::documentReason(evaluator.workflow(), evaluation, i);
    write(Line{record.student_no, "document:" + evaluation.documents[i].document->id,
               word(model::statusOf(evaluation.documents[i].cause)),
               model::format(why, language) + batchWords(evaluation.documents[i], language)});
  }
  return evaluation.type != nullptr;
}

/// The output of one part, and the numbers of students without a workflow.
struct Part {
  std::string text;
  std::vector<std::string> without_workflow;
};

Part decidePart(workflow::Evaluator& evaluator, const StudentsFile& students, std::size_t begin,
                const StudentOptions& options) {
  Part part;
  std::ostringstream out;
  const std::size_t end = std::min(begin + kPart, students.size());
  tabular::CsvWriter csv(out);
  for (std::size_t index = begin; index < end; ++index) {
    const bool known = decide(evaluator, students, index, options.language, [&](const Line& line) {
      if (options.json) {
        out << kSeparator
            << nlohmann::json{{"student_no", line.student_no},
                              {"item", line.item},
                              {"status", line.status},
                              {"reason", line.reason}}
                   .dump();
        return;
      }
      csv.text(line.student_no).plain(line.item).plain(line.status).text(line.reason);
      csv.endRow();
    });
    if (!known) part.without_workflow.push_back(students.record(index).student_no);
  }
  csv.flush();
  part.text = std::move(out).str();
  return part;
}

/// Decides everybody on all processors and writes the parts in the order of the file.
std::vector<std::string> decideAll(const std::shared_ptr<const workflow::Workflow>& workflow,
                                   const StudentsFile& students, const StudentOptions& options) {
  const std::size_t threads = std::max(1U, std::thread::hardware_concurrency());
  std::vector<std::unique_ptr<workflow::Evaluator>> evaluators;
  for (std::size_t i = 0; i < threads; ++i)
    evaluators.push_back(std::make_unique<workflow::Evaluator>(workflow));
  std::vector<std::string> without_workflow;
  bool first = options.json;
  for (std::size_t begin = 0; begin < students.size(); begin += kPart * threads) {
    std::vector<Part> parts(threads);
    {
      std::vector<std::jthread> workers;
      for (std::size_t i = 0; i < threads && begin + i * kPart < students.size(); ++i)
        workers.emplace_back(
            [&, i] { parts[i] = decidePart(*evaluators[i], students, begin + i * kPart, options); });
    }
    for (Part& part : parts) {
      std::cout << std::string_view(part.text).substr(first && !part.text.empty() ? kSeparator.size() : 0);
      first = first && part.text.empty();
      without_workflow.insert(without_workflow.end(), part.without_workflow.begin(),
                              part.without_workflow.end());
    }
  }
  return without_workflow;
}

int evaluate(const StudentOptions& options) {
  const workflow::Loaded loaded = loadYear(options.dir);
  const StudentsFile students(loaded.workflow, options.files());
  std::cout << (options.json ? "[\n" : "student_no,item,status,reason\n");
  const std::vector<std::string> without_workflow = decideAll(loaded.workflow, students, options);
  if (options.json) std::cout << "\n]\n";
  std::cout.flush();
  for (const std::string& student_no : without_workflow)
    std::cerr << "lixiao: student " << student_no
              << " has no student_type with a workflow, so nothing is clear\n";
  if (!std::cout) throw std::runtime_error("the output could not be written");
  return without_workflow.empty() ? Exit::kFine : Exit::kFindings;
}

}  // namespace

void addEvaluate(CLI::App& application, Run& run) {
  auto options = std::make_shared<StudentOptions>();
  CLI::App* command =
      application.add_subcommand("evaluate", "Decide the students of a file; needs no database");
  options->addTo(*command);
  auto format = std::make_shared<std::string>("csv");
  command->add_option("--format", *format, "csv or json")
      ->check(CLI::IsMember({"csv", "json"}))
      ->capture_default_str();
  command->callback([=, &run] {
    options->json = *format == "json";
    run = [=] { return evaluate(*options); };
  });
}

}  // namespace lixiao::app
