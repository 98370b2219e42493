#include <algorithm>
#include <array>
#include <cassert>

#include "engine/workflow/batch_impl.h"

namespace lixiao::workflow {
namespace {

using model::Cause;
using rules::Column;

constexpr std::uint8_t code(Cause cause) {
  return static_cast<std::uint8_t>(cause);
}

/// What `truth(passes_when)`, membership of the list and what is declared make of an item.
constexpr std::array<std::uint8_t, 3> kByPasses = {code(Cause::RuleFails), code(Cause::FactUnknown),
                                                   code(Cause::RulePasses)};
constexpr std::array<std::uint8_t, 3> kByListed = {code(Cause::NotOnList), code(Cause::ListNotSubmitted),
                                                   code(Cause::OnList)};
constexpr std::array<std::uint8_t, 3> kByDeclared = {code(Cause::MustDeclare),
                                                     code(Cause::AwaitsConfirmation), code(Cause::Declared)};

const BatchKernels& kernelsFor(rules::Kernels kernels) {
  const BatchKernels* best = kernels == rules::Kernels::Best ? avx2Kernels() : nullptr;
  return best != nullptr ? *best : kBaselineKernels;
}

template <typename Items>
bool anyOf(const Items& items, bool (*asks)(const Item&)) {
  return std::any_of(items.begin(), items.end(), asks);
}

}  // namespace

BatchEvaluator::Scratch::Impl::Impl(const BatchEvaluator::Impl& evaluator, rules::Kernels kernels)
    : e(evaluator),
      k(kernelsFor(kernels)),
      block(evaluator.program_, kernels),
      cleared(evaluator.type_.items.size(), Bytes(rules::kBlockRows)),
      all(rules::kBlockRows),
      applies_any(rules::kBlockRows),
      open(rules::kBlockRows),
      all_cleared(rules::kBlockRows),
      earlier_missing(rules::kBlockRows),
      always(rules::kBlockRows, 2),
      never(rules::kBlockRows, 0),
      remaining(rules::kBlockRows),
      inputs(evaluator.workflow_.slots.size()),
      days(evaluator.type_.items.size()),
      charges(evaluator.type_.items.size()) {
  const auto& items = e.type_.items;
  const auto reserve = [](bool asked, Bytes& bytes) {
    if (asked) bytes.resize(rules::kBlockRows);
  };
  reserve(anyOf(items, [](const Item& item) { return !item.parts.empty(); }), worst);
  reserve(anyOf(items, [](const Item& item) { return !item.parts.empty(); }), least);
  reserve(anyOf(items, [](const Item& item) { return item.group.has_value(); }), chosen);
  reserve(anyOf(items, [](const Item& item) { return !item.declares.empty(); }), declared);
  reserve(anyOf(items, [](const Item& item) { return item.everyone_in.has_value(); }), own_clear);
  for (std::uint32_t position = 0; position < items.size(); ++position) {
    if (e.clear_days_.needed(position)) days[position].resize(rules::kBlockRows);
    if (e.charges_are_read_ && !items[position].charges.empty()) charges[position].resize(rules::kBlockRows);
  }
  if (!e.charges_are_read_) return;
  charges_total.resize(rules::kBlockRows);
  no_charges.resize(rules::kBlockRows);
}

void BatchEvaluator::Scratch::Impl::bind(const StudentColumns& columns, const DecisionColumns& out) {
  students = &columns;
  decisions = &out;
  std::copy(columns.inputs.begin(), columns.inputs.end(), inputs.begin());
  for (ListIndex list = 0; list < e.submitted_.size(); ++list)
    if (!e.submitted_[list]) inputs[e.workflow_.first_listed + list] = {};
}

void BatchEvaluator::Scratch::Impl::decideBlock(std::size_t from, std::size_t count) {
  begin = from;
  n = count;
  start();
  for (const Step& step : e.type_.order) switch (step.kind) {
      case Step::Kind::Item:
        decideItem(step.position);
        break;
      case Step::Kind::Group:
        chooseInGroup(e.type_.groups[step.position]);
        break;
      case Step::Kind::Document:
        decideDocument(step.position);
        break;
    }
  if (decisions->remaining != nullptr) k.narrow(n, remaining.data(), decisions->remaining + begin);
}

void BatchEvaluator::Scratch::Impl::start() {
  block.start(inputs, begin, n);
  for (ItemIndex item = 0; item < e.workflow_.item_ids.size(); ++item) {
    block.set(e.workflow_.first_cleared + item, Column::Form::Truth8, always.data());
    block.set(e.workflow_.first_applies + item, Column::Form::Truth8, never.data());
  }
  k.fill(n, 2, all.data());
  k.fill(n, 0, applies_any.data());
  k.fill(n, 0, open.data());
  uncarried = 0;
  k.fill(n, 0, all_cleared.data());
  std::fill_n(remaining.begin(), n, 0);
  block.set(e.workflow_.all_cleared, Column::Form::Truth8, all_cleared.data());
  block.set(e.workflow_.remaining, Column::Form::Int32, remaining.data());
  for (DocumentIndex document = 0; document < e.workflow_.document_ids.size(); ++document)
    block.set(e.workflow_.first_collected + document, Column::Form::Truth8, never.data());
  for (std::uint32_t position = 0; position < e.type_.documents.size(); ++position)
    if (const std::uint8_t* collected = at(students->collected, position))
      block.set(e.workflow_.first_collected + e.type_.documents[position].index, Column::Form::Truth8,
                collected);
  if (e.charges_are_read_) startCharges();
}

void BatchEvaluator::Scratch::Impl::startCharges() {
  for (ItemIndex item = 0; item < e.workflow_.item_ids.size(); ++item)
    block.set(e.workflow_.first_charges + item, Column::Form::Int64, no_charges.data());
  std::fill_n(charges_total.begin(), n, 0);
  block.set(e.workflow_.charges_total, Column::Form::Int64, charges_total.data());
}

/// Items of a group are told to later rules once the group has chosen.
void BatchEvaluator::Scratch::Impl::decideItem(std::uint32_t position) {
  const Item& item = e.type_.items[position];
  std::uint8_t* causes = causesOf(position);
  decideByMode(item, causes);
  if (!item.parts.empty()) takeParts(item, causes);
  holdUntilOpen(item, causes);
  for (const std::uint32_t earlier : item.after)
    k.holdBack(n, cleared[earlier].data(), code(Cause::EarlierItemOpen), causes);
  applyRegistrations(position, causes);
  const std::uint8_t* applies = block.truth(item.applies_when);
  if (e.program_.constant(item.applies_when) != rules::Truth::True) k.applyApplicability(n, applies, causes);
  block.set(e.workflow_.first_applies + item.index, Column::Form::Truth8, applies);
  if (item.everyone_in) waitForOthers(position, causes);
  if (!item.group) publish(position);
}

void BatchEvaluator::Scratch::Impl::decideByMode(const Item& item, std::uint8_t* causes) {
  switch (item.mode) {
    case Mode::Automatic:
      k.chooseByTruth(n, block.truth(*item.passes_when), kByPasses.data(), causes);
      if (item.waived_when) k.waive(n, block.truth(*item.waived_when), causes);
      return;
    case Mode::Exceptions: {
      if (!e.submitted_[*item.list]) return k.fill(n, code(Cause::ListNotSubmitted), causes);
      const Column& listed = inputs[e.workflow_.first_listed + *item.list];
      // The owner of the columns gives one for each submitted list.
      assert(listed.form == Column::Form::Truth8);
      const auto* membership = static_cast<const std::uint8_t*>(listed.data) + begin;
      return k.chooseByTruth(n, membership, kByListed.data(), causes);
    }
    case Mode::Registration:
      return k.fill(n, code(item.visit ? Cause::MustVisit : Cause::AwaitsRegistration), causes);
    case Mode::Declaration:
      return decideDeclaration(item, causes);
    case Mode::Parts:
      return k.fill(n, code(Cause::PartsDoNotApply), causes);
  }
}

void BatchEvaluator::Scratch::Impl::decideDeclaration(const Item& item, std::uint8_t* causes) {
  if (item.declares.empty()) return k.fill(n, code(Cause::MustDeclare), causes);
  k.fill(n, 2, declared.data());
  for (const FactIndex fact : item.declares)
    k.requireDeclared(n, block.truth(*e.known_rules_[fact]), at(students->unconfirmed, fact),
                      declared.data());
  k.chooseByTruth(n, declared.data(), kByDeclared.data(), causes);
}

void BatchEvaluator::Scratch::Impl::takeParts(const Item& item, std::uint8_t* causes) {
  k.fill(n, 0, worst.data());
  k.fill(n, 2, least.data());
  for (const std::uint32_t part : item.parts)
    k.takePart(n, causesOf(part), cleared[part].data(), worst.data(), least.data());
  k.finishParts(n, worst.data(), least.data(), causes);
}

void BatchEvaluator::Scratch::Impl::holdUntilOpen(const Item& item, std::uint8_t* causes) {
  if (item.opens_when)
    k.holdUntilOpen(n, block.truth(*item.opens_when), causes);
  else if (item.opens && e.today_ < item.opens->date)
    k.fill(n, code(Cause::NotYetOpen), causes);
}

void BatchEvaluator::Scratch::Impl::applyRegistrations(std::uint32_t position, std::uint8_t* causes) {
  const std::uint8_t* registrations = at(students->registrations, position);
  if (registrations == nullptr) return;
  k.applyRegistrations(n, registrations, at(students->registered_until, position), model::dayNumber(e.today_),
                       causes);
}

void BatchEvaluator::Scratch::Impl::waitForOthers(std::uint32_t position, std::uint8_t* causes) {
  std::uint8_t* own = at(decisions->own_clear, position);
  if (own == nullptr) own = own_clear.data();
  k.clearedOf(n, causes, own);
  k.waitForOthers(n, own, at(students->others_clear, position), causes);
}

void BatchEvaluator::Scratch::Impl::chooseInGroup(const Group& group) {
  k.fill(n, 0, chosen.data());
  for (const std::uint32_t position : group.items) k.markChosen(n, causesOf(position), chosen.data());
  for (const std::uint32_t position : group.items) {
    k.dropOthers(n, chosen.data(), causesOf(position), at(decisions->own_clear, position));
    publish(position);
  }
}

void BatchEvaluator::Scratch::Impl::decideDocument(std::uint32_t position) {
  const Document& document = e.type_.documents[position];
  k.fill(n, 0, earlier_missing.data());
  for (const std::uint32_t earlier : document.after)
    k.requireDocument(n, block.truth(e.type_.documents[earlier].applies_when),
                      at(students->collected, earlier), earlier_missing.data());
  k.decideDocument(n, block.truth(document.applies_when), block.truth(document.released_when),
                   earlier_missing.data(), at(students->collected, position),
                   decisions->documents[position] + begin);
}

}  // namespace lixiao::workflow
