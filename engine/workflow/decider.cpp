#include "engine/workflow/decider.h"

#include <algorithm>

#include "engine/workflow/inputs.h"

namespace lixiao::workflow {
namespace {

using model::Cause;
using model::DocumentCause;
using rules::Truth;

/// `cleared.ITEM`: true when it stands in nobody's way, unknown when what would decide it is missing.
model::Value clearedValue(Cause cause) {
  return model::isUndecided(cause) ? model::Value() : model::Value(model::isClear(cause));
}

model::Value valueOf(Truth truth) {
  return truth == Truth::Unknown ? model::Value() : model::Value(truth == Truth::True);
}

}  // namespace

TypeDecider::TypeDecider(const Workflow& workflow, const StudentType& type)
    : workflow_(workflow),
      type_(type),
      rules_(type.rules, workflow.slots.size()),
      clear_days_(workflow, type) {}

Evaluation TypeDecider::evaluate(const StudentRecord& record, const Circumstances& circumstances) {
  record_ = &record;
  circumstances_ = &circumstances;
  bind();
  for (const Step& step : type_.order) switch (step.kind) {
      case Step::Kind::Item:
        decideItem(step.position);
        break;
      case Step::Kind::Group:
        chooseInGroup(type_.groups[step.position]);
        break;
      case Step::Kind::Document:
        decideDocument(step.position);
        break;
    }
  for (const Notice& notice : type_.notices)
    if (rules_.truth(notice.when) == Truth::True) result_.notices.push_back(&notice);
  return std::move(result_);
}

void TypeDecider::bind() {
  rules::Row row = inputRow(workflow_, *record_, *circumstances_);
  for (ItemIndex item = 0; item < workflow_.item_ids.size(); ++item) {
    row[workflow_.first_cleared + item] = model::Value(true);  // an item the type lacks is in nobody's way
    row[workflow_.first_applies + item] = model::Value(false);
    if (workflow_.first_charges != 0) row[workflow_.first_charges + item] = model::Value(std::int64_t{0});
  }
  row[workflow_.all_cleared] = model::Value(false);
  row[workflow_.remaining] = model::Value(std::int64_t{0});
  if (workflow_.charges_total != 0) row[workflow_.charges_total] = model::Value(std::int64_t{0});
  rules_.bind(row);
  result_ = {};
  result_.type = &type_;
  result_.items.resize(type_.items.size());
  result_.documents.resize(type_.documents.size());
  charged_ = 0;
  all_cleared_ = model::Value(true);
  any_applies_ = false;
}

/// Items of a group are told to later rules once the group has chosen.
void TypeDecider::decideItem(std::uint32_t position) {
  const Item& item = type_.items[position];
  const Truth applies = rules_.truth(item.applies_when);
  rules_.set(workflow_.first_applies + item.index, valueOf(applies));
  ItemResult& result = result_.items[position];
  result = {&item, decide(item, applies), registrar(item), Truth::False, {}};
  if (item.everyone_in) waitForOthers(result);
  if (!item.group) publish(position);
}

void TypeDecider::waitForOthers(ItemResult& result) const {
  const model::Value clear = clearedValue(result.cause);
  result.own_clear = !clear.known() ? Truth::Unknown : *clear.boolean() ? Truth::True : Truth::False;
  const bool applies = model::statusOf(result.cause) != model::ItemStatus::NotApplicable;
  if (result.own_clear != Truth::True || !applies) return;
  const auto others = record_->others_clear.find(result.item->index);
  const Truth clear_with_others = others == record_->others_clear.end() ? Truth::Unknown : others->second;
  if (clear_with_others == Truth::False) result.cause = Cause::OthersOpen;
  if (clear_with_others == Truth::Unknown) result.cause = Cause::OthersUnknown;
}

void TypeDecider::chooseInGroup(const Group& group) {
  const bool chosen = std::any_of(group.items.begin(), group.items.end(), [&](std::uint32_t position) {
    const model::ItemStatus status = model::statusOf(result_.items[position].cause);
    return status == model::ItemStatus::Cleared || status == model::ItemStatus::Deferred;
  });
  for (const std::uint32_t position : group.items) {
    ItemResult& result = result_.items[position];
    if (chosen && !model::isClear(result.cause)) {
      result.cause = Cause::AlternativeCleared;
      if (result.item->everyone_in) result.own_clear = Truth::True;
    }
    publish(position);
  }
}

/// Lets later rules read what was decided.
void TypeDecider::publish(std::uint32_t position) {
  const Item& item = type_.items[position];
  const Cause cause = result_.items[position].cause;
  rules_.set(workflow_.first_cleared + item.index, clearedValue(cause));
  if (clear_days_.needed(position)) {
    const auto day = clear_days_.dayOf(position, result_, *record_, *circumstances_);
    result_.items[position].cleared_on = day;
    if (item.day_is_read)
      rules_.set(workflow_.first_cleared_on + item.index, day ? model::Value(*day) : model::Value());
  }
  if (!item.charges.empty()) publishCharges(item, cause);
  if (!item.optional && !item.part_of) countTowardsAll(cause);
}

void TypeDecider::publishCharges(const Item& item, Cause cause) {
  const auto charge = chargeOf(*record_, item, cause, circumstances_->today);
  charged_ = charged_ && charge ? std::optional(*charged_ + *charge) : std::nullopt;
  rules_.set(workflow_.first_charges + item.index, charge ? model::Value(*charge) : model::Value());
  rules_.set(workflow_.charges_total, charged_ ? model::Value(*charged_) : model::Value());
}

/// Keeps all_cleared and remaining; they are complete once the last item that counts is decided. A student
/// to whom no item applies is never clear.
void TypeDecider::countTowardsAll(Cause cause) {
  if (!model::isClear(cause)) ++result_.remaining;
  const model::Value cleared = clearedValue(cause);
  const bool already_false = all_cleared_.known() && !*all_cleared_.boolean();
  if (!already_false && (!cleared.known() || !*cleared.boolean())) all_cleared_ = cleared;
  any_applies_ = any_applies_ || model::statusOf(cause) != model::ItemStatus::NotApplicable;
  rules_.set(workflow_.all_cleared, any_applies_ ? all_cleared_ : model::Value(false));
  rules_.set(workflow_.remaining, model::Value(static_cast<std::int64_t>(result_.remaining)));
}

void TypeDecider::decideDocument(std::uint32_t position) {
  const Document& document = type_.documents[position];
  const DocumentCause cause = decide(document);
  result_.documents[position] = {&document, cause, batchOf(document, cause)};
}

DocumentCause TypeDecider::decide(const Document& document) {
  if (record_->collections.count(document.index) > 0) return DocumentCause::Collected;
  const Truth applies = rules_.truth(document.applies_when);
  if (applies == Truth::False) return DocumentCause::DoesNotApply;
  if (applies == Truth::Unknown) return DocumentCause::ApplicabilityUnknown;
  if (rules_.truth(document.released_when) != Truth::True) return DocumentCause::ItemsOpen;
  for (const std::uint32_t earlier : document.after) {
    const Document& first = type_.documents[earlier];
    const bool needed = rules_.truth(first.applies_when) != Truth::False;
    if (needed && record_->collections.count(first.index) == 0) return DocumentCause::EarlierDocumentMissing;
  }
  return DocumentCause::Released;
}

/// The first that holds; none while it cannot be told whether an earlier one does.
const Batch* TypeDecider::batchOf(const Document& document, DocumentCause cause) {
  if (cause == DocumentCause::DoesNotApply) return nullptr;
  for (const Batch& batch : document.batches) {
    const Truth holds = batch.when ? rules_.truth(*batch.when) : Truth::True;
    if (holds != Truth::False) return holds == Truth::True ? &batch : nullptr;
  }
  return nullptr;
}

DepartmentIndex TypeDecider::registrar(const Item& item) {
  for (const Registrar& registrar : item.registrars)
    if (!registrar.when || rules_.truth(*registrar.when) == Truth::True) return registrar.department;
  return item.registrars.back().department;
}

}  // namespace lixiao::workflow
