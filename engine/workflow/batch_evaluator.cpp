#include "engine/workflow/batch_evaluator.h"

#include <algorithm>

#include "engine/workflow/batch_days.h"
#include "engine/workflow/batch_impl.h"

namespace lixiao::workflow {
namespace {

bool counts(const Item& item) {
  return !item.optional && !item.part_of;
}

/// The item after which all_cleared and remaining are complete; nobody reads them before.
std::optional<std::uint32_t> lastCounted(const StudentType& type) {
  std::optional<std::uint32_t> last;
  const auto look = [&](std::uint32_t position) {
    if (counts(type.items[position])) last = position;
  };
  for (const Step& step : type.order) {
    if (step.kind == Step::Kind::Item && !type.items[step.position].group) look(step.position);
    if (step.kind == Step::Kind::Group)
      for (const std::uint32_t position : type.groups[step.position].items) look(position);
  }
  return last;
}

bool readsCharges(const Workflow& workflow, const StudentType& type) {
  const auto is_charge = [&](rules::Slot slot) {
    const SlotMeaning& meaning = workflow.slots[slot];
    return std::holds_alternative<ChargesSlot>(meaning) || std::holds_alternative<ChargesTotalSlot>(meaning);
  };
  return std::any_of(type.rules.begin(), type.rules.end(), [&](const rules::Rule& rule) {
    const std::vector<rules::Slot> slots = rule.slots();
    return std::any_of(slots.begin(), slots.end(), is_charge);
  });
}

/// `known(FACT)`. Of a fact that holds several words each word is known when the fact is.
rules::Rule knownRule(const Workflow& workflow, FactIndex fact) {
  const FactSpec& spec = workflow.facts[fact];
  auto input = std::make_shared<rules::Node>();
  input->op = rules::Op::Input;
  input->name = spec.name;
  input->type = spec.several ? rules::Type::boolean() : spec.type;
  input->slot = workflow.first_fact + fact;
  for (rules::Slot slot = 0; spec.several && slot < workflow.slots.size(); ++slot) {
    const auto* word = std::get_if<WordSlot>(&workflow.slots[slot]);
    if (word != nullptr && word->fact == fact) input->slot = slot;
  }
  auto known = std::make_shared<rules::Node>();
  known->op = rules::Op::Known;
  known->type = rules::Type::boolean();
  known->args = {std::move(input)};
  return {"known(" + spec.name + ")", std::move(known)};
}

/// The type's rules and behind them those that say whether a declared fact is known, entered in `known`.
std::vector<rules::Rule> programRules(const Workflow& workflow, const StudentType& type,
                                      std::vector<std::optional<std::size_t>>& known) {
  std::vector<rules::Rule> rules = type.rules;
  known.resize(workflow.facts.size());
  for (const Item& item : type.items)
    for (const FactIndex fact : item.declares) {
      if (known[fact]) continue;
      known[fact] = rules.size();
      rules.push_back(knownRule(workflow, fact));
    }
  return rules;
}

}  // namespace

BatchEvaluator::Impl::Impl(const Workflow& workflow, const StudentType& type, model::Date today,
                           std::vector<bool> submitted, const rules::BatchProgram::Intern& intern,
                           std::vector<std::optional<model::Date>> submitted_on)
    : workflow_(workflow),
      type_(type),
      today_(today),
      submitted_(std::move(submitted)),
      submitted_on_(std::move(submitted_on)),
      clear_days_(workflow, type),
      program_(programRules(workflow, type, known_rules_), workflow.slots.size(), workflow.today, today,
               intern),
      last_counted_(lastCounted(type)),
      charges_are_read_(readsCharges(workflow, type)) {}

std::int32_t BatchEvaluator::Impl::submittedOn(ListIndex list) const {
  const bool known = list < submitted_on_.size() && submitted_on_[list];
  return known ? model::dayNumber(*submitted_on_[list]) : kDayUnknown;
}

BatchEvaluator::BatchEvaluator(std::shared_ptr<const Workflow> workflow, const StudentType& type,
                               model::Date today, std::vector<bool> submitted,
                               const rules::BatchProgram::Intern& intern,
                               std::vector<std::optional<model::Date>> submitted_on)
    : workflow_(std::move(workflow)),
      type_(type),
      impl_(std::make_unique<Impl>(*workflow_, type, today, std::move(submitted), intern,
                                   std::move(submitted_on))) {}

BatchEvaluator::~BatchEvaluator() = default;

BatchEvaluator::Scratch::Scratch(const BatchEvaluator& evaluator, rules::Kernels kernels)
    : impl_(std::make_unique<Impl>(*evaluator.impl_, kernels)) {}

BatchEvaluator::Scratch::~Scratch() = default;

void BatchEvaluator::evaluate(const StudentColumns& students, std::size_t begin, std::size_t end,
                              const DecisionColumns& decisions, Scratch& scratch) const {
  scratch.impl_->bind(students, decisions);
  for (std::size_t at = begin; at < end; at += rules::kBlockRows)
    scratch.impl_->decideBlock(at, std::min(rules::kBlockRows, end - at));
}

}  // namespace lixiao::workflow
