// Random editions that use everything the language has, decided in three ways that share no code: one student
// after another through muParser, in batch over columns, and by the plain reference evaluator.
#include <set>

#include "engine/workflow/batch_evaluator.h"
#include "engine/workflow/evaluator.h"
#include "tests/catch.h"
#include "tests/workflow/random_edition.h"
#include "tests/workflow/record_columns.h"
#include "tests/workflow/reference_evaluator.h"

using namespace lixiao;
using namespace lixiao::workflow;
using namespace lixiao::workflow::tests;

namespace {

/// What all three say of one student.
struct Said {
  std::vector<int> causes, own_clear, documents;
  std::size_t remaining = 0;

  bool operator==(const Said&) const = default;
};

/// What only the two that decide one student say.
struct SaidOfOne {
  std::vector<DepartmentIndex> registrars;
  std::vector<const Batch*> batches;
  std::vector<const Notice*> notices;

  bool operator==(const SaidOfOne&) const = default;
};

std::pair<Said, SaidOfOne> byRow(Evaluator& evaluator, const StudentRecord& record,
                                 const Circumstances& circumstances) {
  const Evaluation evaluation = evaluator.evaluate(record, circumstances);
  Said said;
  SaidOfOne of_one;
  for (const ItemResult& item : evaluation.items) {
    said.causes.push_back(static_cast<int>(item.cause));
    said.own_clear.push_back(static_cast<int>(item.own_clear));
    of_one.registrars.push_back(item.registrar);
  }
  for (const DocumentResult& document : evaluation.documents) {
    said.documents.push_back(static_cast<int>(document.cause));
    of_one.batches.push_back(document.batch);
  }
  said.remaining = evaluation.remaining;
  of_one.notices = evaluation.notices;
  return {said, of_one};
}

std::pair<Said, SaidOfOne> byReference(const Workflow& workflow, const StudentType& type,
                                       const StudentRecord& record, const Circumstances& circumstances) {
  ReferenceEvaluator reference(workflow, type, record, circumstances);
  Said said;
  SaidOfOne of_one;
  for (std::uint32_t item = 0; item < type.items.size(); ++item) {
    said.causes.push_back(static_cast<int>(reference.cause(item)));
    said.own_clear.push_back(static_cast<int>(reference.ownClear(item)));
    of_one.registrars.push_back(reference.registrar(item));
  }
  for (std::uint32_t document = 0; document < type.documents.size(); ++document) {
    said.documents.push_back(static_cast<int>(reference.documentCause(document)));
    const auto batch = reference.batch(document);
    of_one.batches.push_back(batch ? &type.documents[document].batches[*batch] : nullptr);
  }
  said.remaining = reference.remaining();
  of_one.notices = reference.notices();
  return {said, of_one};
}

std::vector<std::optional<model::Date>> submissionDays(const Workflow& workflow,
                                                       const Circumstances& circumstances) {
  std::vector<std::optional<model::Date>> days;
  for (const auto& at : circumstances.submitted_at)
    days.push_back(at ? std::optional(workflow.time_zone.dateAt(*at)) : std::nullopt);
  return days;
}

std::vector<Said> inBatch(const std::shared_ptr<const Workflow>& workflow, const StudentType& type,
                          const std::vector<StudentRecord>& records, const Circumstances& circumstances,
                          rules::Kernels kernels) {
  Texts texts;
  const RecordColumns columns(*workflow, type, records, circumstances, texts);
  const BatchEvaluator evaluator(
      workflow, type, circumstances.today, circumstances.submitted,
      [&texts](std::string_view text) { return texts.code(text); }, submissionDays(*workflow, circumstances));
  using Bytes = std::vector<std::uint8_t>;
  std::vector<Bytes> items(type.items.size(), Bytes(records.size())), own_clear = items;
  std::vector<Bytes> documents(type.documents.size(), Bytes(records.size()));
  std::vector<std::uint16_t> remaining(records.size());
  DecisionColumns decisions;
  for (Bytes& item : items) decisions.items.push_back(item.data());
  for (Bytes& document : documents) decisions.documents.push_back(document.data());
  for (std::size_t i = 0; i < type.items.size(); ++i)
    decisions.own_clear.push_back(type.items[i].everyone_in ? own_clear[i].data() : nullptr);
  decisions.remaining = remaining.data();
  BatchEvaluator::Scratch scratch(evaluator, kernels);
  const std::size_t middle = records.size() / 3;
  evaluator.evaluate(columns.columns(), 0, middle, decisions, scratch);
  evaluator.evaluate(columns.columns(), middle, records.size(), decisions, scratch);
  std::vector<Said> said(records.size());
  for (std::size_t row = 0; row < records.size(); ++row) {
    for (const Bytes& item : items) said[row].causes.push_back(item[row]);
    for (const Bytes& own : own_clear) said[row].own_clear.push_back(own[row]);
    for (const Bytes& document : documents) said[row].documents.push_back(document[row]);
    said[row].remaining = remaining[row];
  }
  return said;
}

std::string listed(const Said& said) {
  std::string text;
  for (const auto* numbers : {&said.causes, &said.own_clear, &said.documents}) {
    for (const int number : *numbers) text += std::to_string(number) + " ";
    text += "| ";
  }
  return text + std::to_string(said.remaining);
}

/// Which causes were seen, so that a test that meets nothing of the language is found out.
using Seen = std::set<int>;

Seen compareAll(unsigned seed, std::size_t students) {
  const auto workflow = randomEdition(seed);
  Dice dice(seed + 1000);
  const Circumstances circumstances = randomCircumstances(*workflow, dice);
  Evaluator evaluator(workflow);
  Seen seen;
  for (const StudentType& type : workflow->types) {
    std::vector<StudentRecord> records;
    for (std::size_t i = 0; i < students; ++i)
      records.push_back(randomStudent(*workflow, type, circumstances, dice));
    const auto baseline = inBatch(workflow, type, records, circumstances, rules::Kernels::Baseline);
    const auto best = inBatch(workflow, type, records, circumstances, rules::Kernels::Best);
    for (std::size_t row = 0; row < records.size(); ++row) {
      const auto [expected, expected_of_one] = byReference(*workflow, type, records[row], circumstances);
      const auto [by_row, by_row_of_one] = byRow(evaluator, records[row], circumstances);
      seen.insert(expected.causes.begin(), expected.causes.end());
      if (by_row == expected && baseline[row] == expected && best[row] == expected &&
          by_row_of_one == expected_of_one)
        continue;
      INFO("seed " << seed << ", " << type.id << ", student " << row);
      CHECK(listed(by_row) == listed(expected));
      CHECK(listed(baseline[row]) == listed(expected));
      CHECK(listed(best[row]) == listed(expected));
      REQUIRE(by_row_of_one == expected_of_one);
      FAIL("decided differently");
    }
  }
  return seen;
}

}  // namespace

TEST_CASE("One by one, in batch and by the reference, 80 random editions decide 9600 students alike",
          "[equality]") {
  Seen seen;
  for (unsigned seed = 1; seed <= 80; ++seed) seen.merge(compareAll(seed, 60));
  // Every cause there is, but that of an item which the student's type does not have.
  CHECK(seen.size() == model::kCauses - 1);
}

TEST_CASE("Blocks of a batch do not leak into one another", "[equality]") {
  CHECK_FALSE(compareAll(81, 2 * rules::kBlockRows + 77).empty());
}

TEST_CASE("Many more random editions decide alike", "[.long]") {
  for (unsigned seed = 1000; seed < 3000; ++seed) compareAll(seed, 40);
}
