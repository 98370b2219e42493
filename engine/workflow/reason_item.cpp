#include "engine/workflow/reason_item.h"

#include <algorithm>

#include "engine/workflow/inputs.h"
#include "engine/workflow/reason_texts.h"
#include "engine/workflow/reason_words.h"

namespace lixiao::workflow {

using model::Cause;
using model::ItemStatus;
using model::LocalizedText;
using model::Message;

Message reason(const Workflow& workflow, const StudentRecord& record, const Circumstances& circumstances,
               const Evaluation& evaluation, std::size_t item_position) {
  return ItemReason(workflow, record, circumstances, evaluation, item_position).message();
}

Message ItemReason::message() const {
  switch (model::statusOf(result_.cause)) {
    case ItemStatus::NotApplicable:
      return notApplicable();
    case ItemStatus::Waiting:
      return waiting();
    case ItemStatus::ActionRequired:
      return actionRequired();
    case ItemStatus::Deferred:
      return deferred();
    case ItemStatus::Cleared:
      break;
  }
  return cleared();
}

Message ItemReason::notApplicable() const {
  if (result_.cause == Cause::DeclaredNotApplicable)
    return withTerms({text::kDeclaredNotApplicable, {registrar()}});
  if (result_.cause == Cause::AlternativeCleared) return {text::kAlternative, {alternatives()}};
  return {text::kDoesNotApply, {}};
}

Message ItemReason::waiting() const {
  switch (result_.cause) {
    case Cause::ApplicabilityUnknown:
      return {text::kWaitsForData, {missing(item_.applies_when)}};
    case Cause::EarlierItemOpen:
      return {text::kComesAfter, {earlier()}};
    case Cause::NotYetOpen:
      return {text::kOpensOn, {opensOn()}};
    case Cause::OpeningUnknown:
      return {text::kWaitsForData, {missing(*item_.opens_when)}};
    case Cause::FactUnknown:
      return withParts({text::kWaitsForData, {missing(*item_.passes_when)}});
    case Cause::ListNotSubmitted:
      return withParts({text::kWaitsForList, {listOwner()}});
    case Cause::AwaitsRegistration:
      return withParts({text::kWaitsForOffice, {registrar()}});
    case Cause::AwaitsConfirmation:
      return withParts({text::kAwaitsConfirmation, {confirmer()}});
    case Cause::OthersOpen:
      return withOthers(text::kOthersOpen);
    case Cause::OthersUnknown:
      return withOthers(text::kOthersUnknown);
    default:
      return withParts({});
  }
}

Message ItemReason::actionRequired() const {
  switch (result_.cause) {
    case Cause::RuleFails:
      return withParts(written({text::kToSettle, {registrar()}}, {}));
    case Cause::OnList:
      return withParts(onList());
    case Cause::MustVisit:
      return withParts(written({text::kVisit, {registrar()}}, {}));
    case Cause::MustDeclare:
      return withParts(written({text::kDeclare, {}}, {}));
    case Cause::Refused:
      return withTerms(refused());
    case Cause::DeferralLapsed:
      return {text::kDeferralEnded, {dateText(*registration().until)}};
    default:
      return withParts({});
  }
}

Message ItemReason::deferred() const {
  if (result_.cause == Cause::PartsDeferred) return withParts({});
  if (!registration().until) return withTerms({text::kDeferred, {}});
  return withTerms({text::kDeferredUntil, {dateText(*registration().until)}});
}

Message ItemReason::cleared() const {
  switch (result_.cause) {
    case Cause::NotOnList:
      return {text::kNotOnList, {listOwner()}};
    case Cause::Registered:
      return withTerms(registered());
    case Cause::Waived:
      return withTerms({text::kWaived, {registrar(), registeredOn()}});
    case Cause::Declared:
      return declared();
    case Cause::SmallAmountWaived:
      return smallAmount();
    case Cause::PartsCleared:
      return {text::kPartsCleared, {}};
    default:
      return checked();
  }
}

Message ItemReason::refused() const {
  const std::string& remark = registration().remark;
  if (remark.empty()) return {text::kRefused, {registrar()}};
  return {text::kRefusedWithRemark, {registrar(), LocalizedText(remark)}};
}

/// Against what the rule or the list says of the student, it is shown as an override.
Message ItemReason::registered() const {
  const LocalizedText remark(registration().remark);
  if (item_.mode == Mode::Automatic) return {text::kOverridden, {registrar(), registeredOn(), remark}};
  if (remark.empty()) return {text::kRegistered, {registrar(), registeredOn()}};
  const bool on_list = item_.mode == Mode::Exceptions && record_.listed.contains(*item_.list);
  return {on_list ? text::kOverriddenList : text::kRegisteredWithRemark,
          {registrar(), registeredOn(), remark}};
}

/// A bare acknowledgement is a registration; a declared value is a fact.
Message ItemReason::declared() const {
  if (liveRegistration(record_, item_, circumstances_.today) == nullptr) return {text::kDeclaredFact, {}};
  return withTerms({text::kDeclared, {registeredOn()}});
}

Message ItemReason::smallAmount() const {
  std::int64_t owed = 0;
  std::string currency;
  for (const FactIndex fact : factsRead(workflow_, evaluation_.type->rules[*item_.passes_when])) {
    const FactSpec& spec = workflow_.facts[fact];
    const std::int64_t* amount = record_.facts[fact].value.number();
    if (spec.type.unit != rules::Unit::Money || amount == nullptr) continue;
    owed += std::max<std::int64_t>(0, *amount);
    currency = spec.currency;
  }
  const auto oldest = oldestFact();
  const LocalizedText as_of(oldest ? workflow_.time_zone.format(*oldest) : std::string());
  return {text::kSmallAmount, {moneyText(owed, currency), moneyText(item_.waive_below, currency), as_of}};
}

Message ItemReason::checked() const {
  const auto oldest = oldestFact();
  if (!oldest) return {text::kCheckedWithoutData, {}};
  return {text::kChecked, {LocalizedText(workflow_.time_zone.format(*oldest))}};
}

Message ItemReason::onList() const {
  const std::string& remark = record_.listed.at(*item_.list);
  if (!item_.message.empty()) return written({}, remark);
  if (remark.empty()) return {text::kOnList, {listOwner()}};
  return {text::kOnListWithRemark, {listOwner(), LocalizedText(remark)}};
}

Message ItemReason::withOthers(const char* sentence) const {
  const LocalizedText& shared = workflow_.attributes[*item_.everyone_in].title;
  const bool known = record_.attributes[*item_.everyone_in].known();
  return known ? Message{sentence, {shared}} : Message{text::kWaitsForData, {shared}};
}

Message ItemReason::withTerms(Message message) const {
  const model::Registration& terms = registration();
  if (!terms.condition.empty()) message.parts.push_back({text::kCondition, {LocalizedText(terms.condition)}});
  if (terms.amount) message.parts.push_back({text::kOwing, {moneyText(*terms.amount, item_.charges)}});
  if (terms.until && terms.result != model::RegistrationResult::Deferred)
    message.parts.push_back({text::kCountsUntil, {dateText(*terms.until)}});
  return message;
}

Message ItemReason::withParts(Message message) const {
  const bool deferred = model::statusOf(result_.cause) == ItemStatus::Deferred;
  for (const std::uint32_t position : item_.parts) {
    const ItemResult& part = evaluation_.items[position];
    const bool tells =
        deferred ? model::statusOf(part.cause) == ItemStatus::Deferred : !model::isClear(part.cause);
    if (!tells) continue;
    Message why = reason(workflow_, record_, circumstances_, evaluation_, position);
    why.title = part.item->title;
    message.parts.push_back(std::move(why));
  }
  return message;
}

}  // namespace lixiao::workflow
