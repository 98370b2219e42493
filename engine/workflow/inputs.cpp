#include "engine/workflow/inputs.h"

namespace lixiao::workflow {
namespace {

template <typename... Cases>
struct Overloaded : Cases... {
  using Cases::operator()...;
};
template <typename... Cases>
Overloaded(Cases...) -> Overloaded<Cases...>;  // clang 14 wants it spelt out

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

}  // namespace lixiao::workflow
