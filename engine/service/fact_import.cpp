#include <algorithm>
#include <set>
#include <unordered_map>

#include "engine/service/commands_impl.h"
#include "engine/service/fact_writing.h"
#include "engine/service/written.h"
#include "engine/store/student.h"
#include "engine/workflow/value.h"

namespace lixiao::service {
namespace {

using model::LocalizedText;
using model::Message;

std::vector<std::string> factNames(const workflow::Workflow& workflow) {
  std::vector<std::string> names;
  for (const workflow::FactSpec& fact : workflow.facts) names.push_back(fact.name);
  return names;
}

/// Judges facts that a person or a file delivers.
class FactCheck {
 public:
  FactCheck(const Snapshot& snapshot, const Actor& actor) : snapshot_(snapshot), actor_(actor) {}

  Checked<FactsSaid> run(const std::vector<FactRow>& rows) {
    std::vector<std::string> numbers;
    numbers.reserve(rows.size());
    for (const FactRow& row : rows) numbers.push_back(row.student_no);
    for (store::Student& student : store::findStudents(snapshot_.reader(), std::move(numbers)))
      if (!student.removed) students_.emplace(student.student_no, std::move(student));

    Checked<FactsSaid> checked;
    checked.write.actor = actor_.login;
    std::set<std::string> facts;
    for (const FactRow& row : rows) {
      RowReport report{row.row, row.student_no, {}, Verdict::Invalid, {}};
      model::Value value;
      report.verdict = judge(row, value, report.reason);
      if (const auto student = students_.find(row.student_no);
          student != students_.end() && report.verdict != Verdict::NotYours)
        report.name = student->second.name;
      if (isGood(report.verdict)) {
        facts.insert(row.fact);
        checked.write.rows.push_back({row.student_no, row.fact, {value, snapshot_.now(), actor_.login}});
      }
      add(checked.report, std::move(report));
    }
    checked.write.facts.assign(facts.begin(), facts.end());
    return checked;
  }

 private:
  Verdict judge(const FactRow& row, model::Value& value, Message& reason) {
    const auto refused = [&](Verdict verdict, Message why) {
      reason = std::move(why);
      return verdict;
    };
    if (auto wrong = wrongNumber(row.student_no)) return refused(Verdict::Invalid, *wrong);
    const auto index = snapshot_.workflow().fact(row.fact);
    if (!index)
      return refused(Verdict::Invalid,
                     noSuch(text::kNoFact, text::kNoFactHint, row.fact, factNames(snapshot_.workflow())));
    const auto [first, is_first] = row_of_.emplace(std::pair(row.student_no, row.fact), row.row);
    if (!is_first)
      return refused(Verdict::Repeated, {text::kRepeatedRow, {LocalizedText(std::to_string(first->second))}});
    const workflow::FactSpec& spec = snapshot_.workflow().facts[*index];
    const auto parsed = workflow::parseFact(spec, row.value);
    if (!parsed) return refused(Verdict::Invalid, notAValue(spec.title, spec.type, row.value));
    if (auto wrong = wrongCell(row.value, kMaxCell)) return refused(Verdict::Invalid, *wrong);
    value = *parsed;
    if (auto not_theirs = whyNotTheirs(row)) return refused(Verdict::NotYours, *not_theirs);
    return compare(row, spec, value, reason);
  }

  /// What a connector delivers is its own, but for the owner of the machine; a provider speaks of the
  /// students it delivers.
  std::optional<Message> whyNotTheirs(const FactRow& row) {
    if (actor_.role == Role::System) return std::nullopt;
    auto connector = connectors_.find(row.fact);
    if (connector == connectors_.end())
      connector = connectors_.emplace(row.fact, connectorOf(snapshot_.reader(), row.fact)).first;
    if (!connector->second.empty()) return Message{text::kFromConnector, {LocalizedText(connector->second)}};
    const auto student = students_.find(row.student_no);
    const workflow::Provider* own = providerOf(actor_, snapshot_.workflow());
    if (student == students_.end() || own == nullptr || student->second.provider == own->id)
      return std::nullopt;
    return Message{text::kNotYourStudent, {}};
  }

  Verdict compare(const FactRow& row, const workflow::FactSpec& spec, const model::Value& value,
                  Message& reason) {
    if (students_.count(row.student_no) == 0) return Verdict::WaitsForRoster;
    const auto held = store::factsOf(snapshot_.reader(), row.student_no);
    const auto before = held.find(row.fact);
    if (before == held.end()) return Verdict::Added;
    if (before->second.value == value) return Verdict::Unchanged;
    const std::string was = workflow::formatValue(spec.type, before->second.value);
    const std::string is = workflow::formatValue(spec.type, value);
    reason = {text::kChanges, {LocalizedText(was + " → " + is)}};
    return Verdict::Changed;
  }

  const Snapshot& snapshot_;
  const Actor& actor_;
  std::unordered_map<std::string, store::Student> students_;
  std::map<std::pair<std::string, std::string>, std::size_t> row_of_;
  std::map<std::string, std::string> connectors_;
};

}  // namespace

Outcome<BatchReport> Commands::importFacts(const Actor& actor, const std::vector<FactRow>& rows, Run run) {
  if (auto wrong = wrongRowCount(rows.size())) return refuse(Refusal::Kind::Invalid, *wrong);
  return impl_->batch(
      run, false,
      [&](const Snapshot& snapshot) -> Outcome<Checked<FactsSaid>> {
        if (auto why = whyNot(actor, Act::DeliverFacts, {.workflow = &snapshot.workflow()}))
          return refuse(Refusal::Kind::Forbidden, *why);
        return FactCheck(snapshot, actor).run(rows);
      },
      [](store::Transaction& transaction, const Snapshot& snapshot, Checked<FactsSaid>& checked) {
        writeFacts(transaction, snapshot, std::move(checked.write));
      });
}

}  // namespace lixiao::service
