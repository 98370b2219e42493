#include "tests/bench/plain_muparser.h"

#include <algorithm>
#include <limits>

#include "tests/bench/plain_rule.h"

namespace lixiao::bench {
namespace {

using model::Cause;
using model::DocumentCause;
using rules::Column;

template <typename T>
T at(const Column& column, std::size_t row) {
  return static_cast<const T*>(column.data)[row];
}

double numberAt(const Column& column, std::size_t row) {
  switch (column.form) {
    case Column::Form::Truth8:
      return at<std::uint8_t>(column, row) == 2 ? 1 : 0;
    case Column::Form::Word8:
      return at<std::uint8_t>(column, row);
    case Column::Form::Code32:
      return at<std::uint32_t>(column, row);
    case Column::Form::Day32:
    case Column::Form::Int32:
      return at<std::int32_t>(column, row);
    case Column::Form::Int64:
      return static_cast<double>(at<std::int64_t>(column, row));
    case Column::Form::Absent:
      break;
  }
  return 0;
}

bool isKnown(const Column& column, std::size_t row) {
  if (column.as_of != nullptr && column.as_of[row] < column.fresh_from) return false;
  switch (column.form) {
    case Column::Form::Truth8:
      return at<std::uint8_t>(column, row) != 1;
    case Column::Form::Word8:
      return at<std::uint8_t>(column, row) != 255;
    case Column::Form::Code32:
      return at<std::uint32_t>(column, row) != 0;
    case Column::Form::Day32:
    case Column::Form::Int32:
      return at<std::int32_t>(column, row) != std::numeric_limits<std::int32_t>::min();
    case Column::Form::Int64:
      return at<std::int64_t>(column, row) != std::numeric_limits<std::int64_t>::min();
    case Column::Form::Absent:
      break;
  }
  return false;
}

constexpr bool standsInNoWay(Cause cause) {
  return cause <= model::kLastNotApplicable || cause >= Cause::Deferred;
}

}  // namespace

PlainMuParser::PlainMuParser(const workflow::Workflow& workflow, const workflow::StudentType& type,
                             const workflow::Circumstances& circumstances)
    : workflow_(workflow),
      type_(type),
      circumstances_(circumstances),
      rules_(type.rules.size()),
      row_(workflow.slots.size()),
      causes_(type.items.size()) {
  row_[workflow.today] = model::dayNumber(circumstances.today);
  std::fill_n(row_.begin() + workflow.first_cleared, workflow.item_ids.size(), 1.0);
  for (const workflow::Item& item : type.items) {
    prepare(item.applies_when);
    if (item.passes_when) prepare(*item.passes_when);
    if (item.list) read(workflow.first_listed + *item.list);
  }
  for (const workflow::Document& document : type.documents) {
    prepare(document.applies_when);
    prepare(document.released_when);
  }
}

void PlainMuParser::prepare(workflow::RuleIndex index) {
  const rules::Rule& rule = type_.rules[index];
  if (rule.constant() == true) return;
  auto parser = std::make_unique<mu::Parser>();
  for (const rules::Slot slot : rule.slots()) {
    parser->DefineVar(plainVariable(slot), &row_[slot]);
    if (slot < workflow_.first_cleared) read(slot);
  }
  parser->SetExpr(plainText(rule.root()));
  parser->Eval();
  rules_[index] = std::move(parser);
}

void PlainMuParser::read(rules::Slot slot) {
  if (std::find(read_.begin(), read_.end(), slot) == read_.end()) read_.push_back(slot);
}

void PlainMuParser::evaluate(const workflow::StudentColumns& students, std::size_t begin, std::size_t end,
                             const workflow::DecisionColumns& decisions) {
  for (std::size_t row = begin; row < end; ++row) {
    readRow(students, row);
    for (const workflow::Step& step : type_.order) {
      const std::uint32_t position = step.position;
      if (step.kind == workflow::Step::Kind::Item)
        decideItem(position, students, row, decisions);
      else
        decisions.documents[position][row] =
            static_cast<std::uint8_t>(decide(type_.documents[position], position, students, row));
    }
    decisions.remaining[row] = remaining_;
  }
}

bool PlainMuParser::knowsAllOf(const workflow::StudentColumns& students, std::size_t row) const {
  return std::all_of(read_.begin(), read_.end(),
                     [&](rules::Slot slot) { return isKnown(students.inputs[slot], row); });
}

void PlainMuParser::readRow(const workflow::StudentColumns& students, std::size_t row) {
  for (const rules::Slot slot : read_) row_[slot] = numberAt(students.inputs[slot], row);
  row_[workflow_.all_cleared] = 0;
  any_applies_ = false;
  remaining_ = 0;
}

void PlainMuParser::decideItem(std::uint32_t position, const workflow::StudentColumns& students,
                               std::size_t row, const workflow::DecisionColumns& decisions) {
  const workflow::Item& item = type_.items[position];
  const Cause cause = decide(item, position, students, row);
  causes_[position] = cause;
  decisions.items[position][row] = static_cast<std::uint8_t>(cause);
  row_[workflow_.first_cleared + item.index] = standsInNoWay(cause) ? 1 : 0;
  if (item.optional) return;
  any_applies_ = any_applies_ || cause > model::kLastNotApplicable;
  if (!standsInNoWay(cause)) ++remaining_;
  row_[workflow_.all_cleared] = any_applies_ && remaining_ == 0 ? 1 : 0;
  row_[workflow_.remaining] = remaining_;
}

Cause PlainMuParser::decide(const workflow::Item& item, std::uint32_t position,
                            const workflow::StudentColumns& students, std::size_t row) {
  const bool applies = holds(item.applies_when);
  row_[workflow_.first_applies + item.index] = applies ? 1 : 0;
  if (!applies) return Cause::DoesNotApply;
  bool deferral_lapsed = false;
  const std::uint8_t* registrations = students.registrations[position];
  if (registrations != nullptr && registrations[row] != 0) {
    const std::int32_t* until = students.registered_until[position];
    const bool lapsed = until != nullptr && until[row] < model::dayNumber(circumstances_.today);
    switch (static_cast<model::RegistrationResult>(registrations[row] - 1)) {
      case model::RegistrationResult::Deferred:
        if (!lapsed) return Cause::Deferred;
        deferral_lapsed = true;
        break;
      case model::RegistrationResult::Cleared:
        if (!lapsed) return Cause::Registered;
        break;
      case model::RegistrationResult::Refused:
        if (!lapsed) return Cause::Refused;
        break;
      case model::RegistrationResult::NotApplicable:
        if (!lapsed) return Cause::DeclaredNotApplicable;
        break;
      case model::RegistrationResult::Waived:
        if (!lapsed) return Cause::Waived;
        break;
      case model::RegistrationResult::Declared:
        if (!lapsed) return Cause::Declared;
        break;
    }
  }
  const Cause own = decideUnregistered(item);
  return deferral_lapsed && !standsInNoWay(own) ? Cause::DeferralLapsed : own;
}

Cause PlainMuParser::decideUnregistered(const workflow::Item& item) {
  for (const std::uint32_t earlier : item.after)
    if (!standsInNoWay(causes_[earlier])) return Cause::EarlierItemOpen;
  if (item.opens && circumstances_.today < item.opens->date) return Cause::NotYetOpen;
  return decideByMode(item);
}

Cause PlainMuParser::decideByMode(const workflow::Item& item) {
  switch (item.mode) {
    case workflow::Mode::Automatic:
      return holds(*item.passes_when) ? Cause::RulePasses : Cause::RuleFails;
    case workflow::Mode::Exceptions:
      if (!circumstances_.submitted[*item.list]) return Cause::ListNotSubmitted;
      return row_[workflow_.first_listed + *item.list] != 0 ? Cause::OnList : Cause::NotOnList;
    case workflow::Mode::Registration:
      return item.visit ? Cause::MustVisit : Cause::AwaitsRegistration;
    case workflow::Mode::Declaration:
    case workflow::Mode::Parts:
      break;
  }
  return Cause::MustDeclare;
}

DocumentCause PlainMuParser::decide(const workflow::Document& document, std::uint32_t position,
                                    const workflow::StudentColumns& students, std::size_t row) {
  const std::uint8_t* collected = students.collected[position];
  if (collected != nullptr && collected[row] != 0) return DocumentCause::Collected;
  if (!holds(document.applies_when)) return DocumentCause::DoesNotApply;
  if (!holds(document.released_when)) return DocumentCause::ItemsOpen;
  for (const std::uint32_t earlier : document.after) {
    const std::uint8_t* first = students.collected[earlier];
    const bool handed_out = first != nullptr && first[row] != 0;
    if (!handed_out && holds(type_.documents[earlier].applies_when))
      return DocumentCause::EarlierDocumentMissing;
  }
  return DocumentCause::Released;
}

}  // namespace lixiao::bench
