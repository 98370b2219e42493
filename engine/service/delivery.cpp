#include <algorithm>
#include <map>

#include "engine/service/commands_impl.h"
#include "engine/service/fact_writing.h"
#include "engine/service/written.h"
#include "engine/workflow/value.h"

namespace lixiao::service {
namespace {

using model::LocalizedText;

/// Why the delivery cannot be taken, as a whole.
std::optional<Refusal> wrongDelivery(const workflow::Workflow& workflow, const Commands::Delivery& delivery) {
  const LocalizedText source(delivery.source);
  std::map<std::string, const workflow::FactSpec*> announced;
  for (const std::string& name : delivery.fact_names) {
    const auto fact = workflow.fact(name);
    if (!fact) return refuse(Refusal::Kind::Invalid, {text::kNoFact, {LocalizedText(name)}});
    announced.emplace(name, &workflow.facts[*fact]);
  }
  for (const Commands::Delivery::Row& row : delivery.facts) {
    if (auto wrong = wrongNumber(row.student_no)) return refuse(Refusal::Kind::Invalid, *wrong);
    const auto spec = announced.find(row.fact);
    if (spec == announced.end())
      return refuse(Refusal::Kind::Invalid, {text::kDeliveryFact, {source, LocalizedText(row.fact)}});
    if (!workflow::fits(*spec->second, row.value))
      return refuse(Refusal::Kind::Invalid, {text::kDeliveryValue, {source, LocalizedText(row.fact)}});
  }
  for (const std::string& student_no : delivery.unknown_students)
    if (auto wrong = wrongNumber(student_no)) return refuse(Refusal::Kind::Invalid, *wrong);
  return std::nullopt;
}

FactsSaid saidBy(Commands::Delivery delivery, model::Instant now) {
  const model::Instant as_of = std::min(delivery.as_of, now);  // nothing is fresher than now
  FactsSaid said{delivery.source, delivery.fact_names, {}, delivery.unknown_students.size()};
  said.rows.reserve(delivery.facts.size() + delivery.unknown_students.size() * delivery.fact_names.size());
  for (Commands::Delivery::Row& row : delivery.facts)
    said.rows.push_back(
        {std::move(row.student_no), std::move(row.fact), {std::move(row.value), as_of, delivery.source}});
  for (const std::string& student_no : delivery.unknown_students)
    for (const std::string& fact : delivery.fact_names)
      said.rows.push_back({student_no, fact, {model::Value(), as_of, delivery.source}});
  return said;
}

}  // namespace

Outcome<BatchReport> Commands::recordDelivery(Delivery delivery) {
  return impl_->change<BatchReport>(
      [&](store::Transaction& transaction, Snapshot& snapshot) -> Outcome<BatchReport> {
        if (auto wrong = wrongDelivery(snapshot.workflow(), delivery)) return *wrong;
        for (const std::string& fact : delivery.fact_names)
          setConnectorOf(transaction, fact, delivery.source);
        BatchReport report;
        report.good = delivery.facts.size();
        writeFacts(transaction, snapshot, saidBy(std::move(delivery), snapshot.now()));
        report.applied = true;
        return report;
      });
}

}  // namespace lixiao::service
