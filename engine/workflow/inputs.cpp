#include "engine/workflow/inputs.h"

#include <set>

#include "engine/workflow/value.h"

namespace lixiao::workflow {
namespace {

template <typename... Cases>
struct Overloaded : Cases... {
  using Cases::operator()...;
};
template <typename... Cases>
Overloaded(Cases...) -> Overloaded<Cases...>;  // clang 14 wants it spelt out

model::Value wordValue(const Workflow& workflow, const StudentRecord& record,
                       const Circumstances& circumstances, WordSlot slot) {
  const FactSpec& spec = workflow.facts[slot.fact];
  const model::Value value = freshValue(spec, record.facts[slot.fact], circumstances.now);
  const rules::Truth holds = holdsWord(value, (*spec.type.words)[slot.word]);
  return holds == rules::Truth::Unknown ? model::Value() : model::Value(holds == rules::Truth::True);
}

}  // namespace

model::Value freshValue(const FactSpec& spec, const model::Fact& fact, model::Instant now) {
  if (spec.max_age && fact.as_of + *spec.max_age < now) return {};
  return fact.value;
}

model::Value inputValue(const Workflow& workflow, const StudentRecord& record,
                        const Circumstances& circumstances, rules::Slot slot) {
  return std::visit(
      Overloaded{[&](AttributeSlot s) { return record.attributes[s.index]; },
                 [&](FactSlot s) {
                   return freshValue(workflow.facts[s.index], record.facts[s.index], circumstances.now);
                 },
                 [&](ListedSlot s) {
                   return circumstances.submitted[s.index] ? model::Value(record.listed.count(s.index) > 0)
                                                           : model::Value();
                 },
                 [&](CollectedSlot s) { return model::Value(record.collections.count(s.index) > 0); },
                 [&](TodaySlot) { return model::Value(circumstances.today); },
                 [&](WordSlot s) { return wordValue(workflow, record, circumstances, s); },
                 [](auto) { return model::Value(); }},
      workflow.slots[slot]);
}

rules::Row inputRow(const Workflow& workflow, const StudentRecord& record,
                    const Circumstances& circumstances) {
  rules::Row row(workflow.slots.size());
  for (rules::Slot slot = 0; slot < row.size(); ++slot)
    row[slot] = inputValue(workflow, record, circumstances, slot);
  return row;
}

std::optional<model::Date> dayFor(const Workflow& workflow, const StudentRecord& record,
                                  const Circumstances& circumstances, const Day& day) {
  if (!day.from) return day.date;
  const model::Value from = inputValue(workflow, record, circumstances, *day.from);
  if (from.date() == nullptr) return std::nullopt;
  return *from.date() + std::chrono::days(day.days);
}

bool isLive(const model::Registration& registration, model::Date today) {
  return !registration.until || *registration.until >= today;
}

const model::Registration* liveRegistration(const StudentRecord& record, const Item& item,
                                            model::Date today) {
  const auto found = record.registrations.find(item.index);
  const bool live = found != record.registrations.end() && isLive(found->second, today);
  return live ? &found->second : nullptr;
}

bool deferralLapsed(const StudentRecord& record, const Item& item, model::Date today) {
  const auto found = record.registrations.find(item.index);
  return found != record.registrations.end() && found->second.result == model::RegistrationResult::Deferred &&
         !isLive(found->second, today);
}

std::optional<std::int64_t> chargeOf(const StudentRecord& record, const Item& item, model::Cause cause,
                                     model::Date today) {
  if (model::statusOf(cause) == model::ItemStatus::NotApplicable) return 0;
  if (cause == model::Cause::ApplicabilityUnknown) return std::nullopt;
  const model::Registration* registration = liveRegistration(record, item, today);
  return registration == nullptr ? std::nullopt : std::optional(registration->amount.value_or(0));
}

std::vector<FactIndex> factsRead(const Workflow& workflow, const rules::Rule& rule) {
  std::set<FactIndex> facts;
  for (const rules::Slot slot : rule.slots()) {
    if (const auto* fact = std::get_if<FactSlot>(&workflow.slots[slot])) facts.insert(fact->index);
    if (const auto* word = std::get_if<WordSlot>(&workflow.slots[slot])) facts.insert(word->fact);
  }
  return {facts.begin(), facts.end()};
}

}  // namespace lixiao::workflow
