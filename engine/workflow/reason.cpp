#include <algorithm>
#include <array>

#include "engine/workflow/evaluator.h"
#include "engine/workflow/inputs.h"

namespace lixiao::workflow {
namespace {

using model::Cause;
using model::DocumentCause;
using model::LocalizedText;
using model::Message;

// One sentence per cause; the catalogue's keys.
constexpr const char* kDoesNotApply = "does not apply";
constexpr const char* kDeclaredNotApplicable = "{0} registered that it does not apply";
constexpr const char* kAlternative = "done by another item of the same choice";
constexpr const char* kWaitsForData = "waits for data: {0}";
constexpr const char* kComesAfter = "comes after {0}";
constexpr const char* kOpensOn = "opens on {0}";
constexpr const char* kWaitsForList = "waits for the list of {0}";
constexpr const char* kWaitsForOffice = "waits for {0} to register it";
constexpr const char* kAwaitsConfirmation = "declared; waits for {0} to confirm it";
constexpr const char* kOthersOpen = "waits for others with the same {0}";
constexpr const char* kAsWritten = "{0}";
constexpr const char* kAsWrittenWithRemark = "{0}: {1}";
constexpr const char* kToSettle = "to be settled with {0}";
constexpr const char* kOnList = "on the list of {0}";
constexpr const char* kOnListWithRemark = "on the list of {0}: {1}";
constexpr const char* kVisit = "go to {0} in person";
constexpr const char* kDeclare = "your declaration is needed";
constexpr const char* kRefused = "{0} found it open";
constexpr const char* kRefusedWithRemark = "{0} found it open: {1}";
constexpr const char* kDeferralEnded = "the deferral ended on {0}";
constexpr const char* kDeferredUntil = "deferred until {0}";
constexpr const char* kDeferred = "deferred";
constexpr const char* kChecked = "checked automatically, data as of {0}";
constexpr const char* kCheckedWithoutData = "checked automatically";
constexpr const char* kDeclaredFact = "declared";
constexpr const char* kPartsCleared = "all its parts are clear";
constexpr const char* kSmallAmount = "a small amount is waived, data as of {0}";
constexpr const char* kNotOnList = "not on the list of {0}";
constexpr const char* kRegistered = "registered by {0} on {1}";
constexpr const char* kRegisteredWithRemark = "registered by {0} on {1}: {2}";
constexpr const char* kOverridden = "cleared by {0} on {1} against the automatic result: {2}";
constexpr const char* kWaived = "waived by {0} on {1}";
constexpr const char* kDeclared = "declared on {0}";
constexpr const char* kItemsOpen = "open: {0}";
constexpr const char* kNothingApplies = "no item applies, so nothing can be clear";
constexpr const char* kRuleNotMet = "its condition is not met yet";
constexpr const char* kAfterDocument = "{0} must be collected first";
constexpr const char* kReady = "ready to collect";
constexpr const char* kHandedOver = "handed over";

LocalizedText dateText(model::Date date) {
  const std::chrono::year_month_day ymd{date};
  static constexpr std::array<const char*, 12> kMonths = {"January",   "February", "March",    "April",
                                                          "May",       "June",     "July",     "August",
                                                          "September", "October",  "November", "December"};
  const auto year = std::to_string(static_cast<int>(ymd.year()));
  const auto month = static_cast<unsigned>(ymd.month());
  const auto day = std::to_string(static_cast<unsigned>(ymd.day()));
  return {year + "年" + std::to_string(month) + "月" + day + "日",
          day + " " + kMonths[month - 1] + " " + year};
}

/// Appends with 、 and a comma.
void append(LocalizedText& all, const LocalizedText& one) {
  all.zh += (all.zh.empty() ? "" : "、") + one.in(model::Language::Chinese);
  all.en += (all.en.empty() ? "" : ", ") + one.in(model::Language::English);
}

/// The sentence about one item; holds what every branch needs.
class ItemReason {
 public:
  ItemReason(const Workflow& workflow, const StudentRecord& record, const Circumstances& circumstances,
             const Evaluation& evaluation, std::size_t position)
      : workflow_(workflow),
        record_(record),
        circumstances_(circumstances),
        evaluation_(evaluation),
        item_(evaluation.type->items[position]),
        result_(evaluation.items[position]) {}

  Message message() const {
    switch (result_.cause) {
      case Cause::NotInWorkflow:
      case Cause::DoesNotApply:
        return {kDoesNotApply, {}};
      case Cause::DeclaredNotApplicable:
        return {kDeclaredNotApplicable, {registrar()}};
      case Cause::AlternativeCleared:
        return {kAlternative, {}};
      case Cause::PartsDoNotApply:
        return {kDoesNotApply, {}};
      case Cause::ApplicabilityUnknown:
        return {kWaitsForData, {missing(item_.applies_when)}};
      case Cause::EarlierItemOpen:
        return {kComesAfter, {earlier()}};
      case Cause::NotYetOpen:
        return {kOpensOn, {opensOn()}};
      case Cause::FactUnknown:
        return {kWaitsForData, {missing(*item_.passes_when)}};
      case Cause::ListNotSubmitted:
        return {kWaitsForList, {listOwner()}};
      case Cause::AwaitsRegistration:
        return {kWaitsForOffice, {registrar()}};
      case Cause::OpeningUnknown:
        return {kWaitsForData, {missing(*item_.opens_when)}};
      case Cause::AwaitsConfirmation:
        return {kAwaitsConfirmation, {confirmer()}};
      case Cause::OthersOpen:
      case Cause::OthersUnknown:
        return {kOthersOpen, {workflow_.attributes[*item_.everyone_in].title}};
      case Cause::PartsWaiting:
      case Cause::PartsUnknown:
      case Cause::PartsOpen:
      case Cause::PartsDeferred:
        return {kAsWritten, {worstParts()}};
      case Cause::RuleFails:
        return written({kToSettle, {registrar()}}, {});
      case Cause::OnList:
        return onList();
      case Cause::MustVisit:
        return written({kVisit, {registrar()}}, {});
      case Cause::MustDeclare:
        return written({kDeclare, {}}, {});
      case Cause::Refused:
        return registration().remark.empty()
                   ? Message{kRefused, {registrar()}}
                   : Message{kRefusedWithRemark, {registrar(), LocalizedText(registration().remark)}};
      case Cause::DeferralLapsed:
        return {kDeferralEnded, {dateText(*registration().until)}};
      case Cause::Deferred:
        return registration().until ? Message{kDeferredUntil, {dateText(*registration().until)}}
                                    : Message{kDeferred, {}};
      case Cause::RulePasses:
        return checked(kChecked);
      case Cause::NotOnList:
        return {kNotOnList, {listOwner()}};
      case Cause::Registered:
        return registered();
      case Cause::Waived:
        return {kWaived, {registrar(), dateText(registeredOn())}};
      case Cause::Declared:
        return declared();
      case Cause::SmallAmountWaived:
        return checked(kSmallAmount);
      case Cause::PartsCleared:
        return {kPartsCleared, {}};
    }
    return {};
  }

 private:
  LocalizedText registrar() const { return workflow_.departments[result_.registrar].title; }
  LocalizedText listOwner() const {
    return workflow_.departments[workflow_.lists[*item_.list].department].title;
  }
  const model::Registration& registration() const { return record_.registrations.at(item_.index); }
  model::Date registeredOn() const { return workflow_.time_zone.dateAt(registration().at); }

  Message registered() const {
    const LocalizedText remark(registration().remark);
    const LocalizedText day = dateText(registeredOn());
    if (item_.mode == Mode::Automatic) return {kOverridden, {registrar(), day, remark}};
    return remark.empty() ? Message{kRegistered, {registrar(), day}}
                          : Message{kRegisteredWithRemark, {registrar(), day, remark}};
  }

  /// A bare acknowledgement is a registration; a declared value is a fact.
  Message declared() const {
    if (!record_.registrations.contains(item_.index)) return {kDeclaredFact, {}};
    return {kDeclared, {dateText(registeredOn())}};
  }

  /// The department that must confirm what the student declared.
  LocalizedText confirmer() const {
    for (const FactIndex fact : item_.declares)
      if (const auto department = workflow_.facts[fact].confirmed_by)
        return workflow_.departments[*department].title;
    return registrar();
  }

  /// The parts that give the item its status, each with its own reason.
  LocalizedText worstParts() const {
    const model::ItemStatus worst = model::statusOf(result_.cause);
    LocalizedText all;
    for (const std::uint32_t position : item_.parts) {
      const ItemResult& part = evaluation_.items[position];
      if (model::statusOf(part.cause) != worst) continue;
      workflow::append(all, part.item->title);
    }
    return all;
  }

  LocalizedText opensOn() const {
    const auto day = dayFor(workflow_, record_, circumstances_, *item_.opens);
    return day ? dateText(*day) : LocalizedText();
  }

  Message onList() const {
    const std::string& remark = record_.listed.at(*item_.list);
    if (!item_.message.empty()) return written({}, remark);
    if (remark.empty()) return {kOnList, {listOwner()}};
    return {kOnListWithRemark, {listOwner(), LocalizedText(remark)}};
  }

  /// The admin's message when there is one, else `otherwise`.
  Message written(Message otherwise, const std::string& remark) const {
    if (item_.message.empty()) return otherwise;
    LocalizedText text(fill(item_.message.zh), fill(item_.message.en));
    if (remark.empty()) return {kAsWritten, {text}};
    return {kAsWrittenWithRemark, {text, LocalizedText(remark)}};
  }

  std::string fill(const std::vector<MessageTemplate::Piece>& pieces) const {
    std::string text;
    for (const MessageTemplate::Piece& piece : pieces) {
      if (!piece.slot) {
        text += piece.text;
        continue;
      }
      const model::Value value = inputValue(workflow_, record_, circumstances_, *piece.slot);
      text += value.known() ? formatValue(typeOf(*piece.slot), value) : "—";
    }
    return text;
  }

  const rules::Type& typeOf(rules::Slot slot) const {
    return slot < workflow_.first_fact ? workflow_.attributes[slot].type
                                       : workflow_.facts[slot - workflow_.first_fact].type;
  }

  /// What the rule reads and does not know.
  LocalizedText missing(RuleIndex rule) const {
    LocalizedText all;
    for (const rules::Slot slot : evaluation_.type->rules[rule].slots()) append(all, slot);
    return all;
  }

  void append(LocalizedText& all, rules::Slot slot) const {
    const SlotMeaning& meaning = workflow_.slots[slot];
    if (const auto* cleared = std::get_if<ClearedSlot>(&meaning)) return appendUndecided(all, cleared->index);
    if (const auto* applies = std::get_if<AppliesSlot>(&meaning)) return appendUndecided(all, applies->index);
    if (std::holds_alternative<AllClearedSlot>(meaning) || std::holds_alternative<RemainingSlot>(meaning))
      return;
    if (inputValue(workflow_, record_, circumstances_, slot).known()) return;
    if (const auto* attribute = std::get_if<AttributeSlot>(&meaning))
      workflow::append(all, workflow_.attributes[attribute->index].title);
    else if (const auto* fact = std::get_if<FactSlot>(&meaning))
      workflow::append(all, workflow_.facts[fact->index].title);
    else if (const auto* listed = std::get_if<ListedSlot>(&meaning))
      workflow::append(all, workflow_.lists[listed->index].title);
  }

  void appendUndecided(LocalizedText& all, ItemIndex index) const {
    for (const ItemResult& other : evaluation_.items)
      if (other.item->index == index && model::isUndecided(other.cause))
        workflow::append(all, other.item->title);
  }

  LocalizedText earlier() const {
    LocalizedText all;
    for (const std::uint32_t position : item_.after)
      if (!model::isClear(evaluation_.items[position].cause))
        workflow::append(all, evaluation_.items[position].item->title);
    return all;
  }

  /// The oldest of the facts it rests on.
  Message checked(const char* sentence) const {
    std::optional<model::Instant> oldest;
    for (const rules::Slot slot : evaluation_.type->rules[*item_.passes_when].slots())
      if (const auto* fact = std::get_if<FactSlot>(&workflow_.slots[slot]))
        if (record_.facts[fact->index].value.known())
          oldest =
              std::min(oldest.value_or(record_.facts[fact->index].as_of), record_.facts[fact->index].as_of);
    if (!oldest) return {kCheckedWithoutData, {}};
    return {sentence, {LocalizedText(workflow_.time_zone.format(*oldest))}};
  }

  const Workflow& workflow_;
  const StudentRecord& record_;
  const Circumstances& circumstances_;
  const Evaluation& evaluation_;
  const Item& item_;
  const ItemResult& result_;
};

Message itemsOpen(const Workflow& workflow, const Evaluation& evaluation, std::size_t document_position) {
  LocalizedText open;
  for (const std::size_t position : itemsInTheWay(workflow, evaluation, document_position))
    append(open, evaluation.items[position].item->title);
  if (!open.empty()) return {kItemsOpen, {open}};
  const bool any_applies =
      std::any_of(evaluation.items.begin(), evaluation.items.end(), [](const ItemResult& result) {
        return !result.item->optional && model::statusOf(result.cause) != model::ItemStatus::NotApplicable;
      });
  return {any_applies ? kRuleNotMet : kNothingApplies, {}};
}

Message afterDocuments(const Document& document, const Evaluation& evaluation) {
  LocalizedText first;
  for (const std::uint32_t position : document.after) {
    const DocumentResult& other = evaluation.documents[position];
    const model::DocumentStatus status = model::statusOf(other.cause);
    if (status == model::DocumentStatus::Withheld || status == model::DocumentStatus::Released)
      append(first, other.document->title);
  }
  return {kAfterDocument, {first}};
}

}  // namespace

Message reason(const Workflow& workflow, const StudentRecord& record, const Circumstances& circumstances,
               const Evaluation& evaluation, std::size_t item_position) {
  return ItemReason(workflow, record, circumstances, evaluation, item_position).message();
}

std::vector<std::size_t> itemsInTheWay(const Workflow& workflow, const Evaluation& evaluation,
                                       std::size_t document_position) {
  const Document& document = *evaluation.documents[document_position].document;
  const std::vector<rules::Slot> slots = evaluation.type->rules[document.released_when].slots();
  const auto reads = [&](rules::Slot slot) { return std::binary_search(slots.begin(), slots.end(), slot); };
  const bool reads_all = reads(workflow.all_cleared) || reads(workflow.remaining);
  std::vector<std::size_t> open;
  for (std::size_t position = 0; position < evaluation.items.size(); ++position) {
    const ItemResult& result = evaluation.items[position];
    const bool read =
        (reads_all && !result.item->optional) || reads(workflow.first_cleared + result.item->index);
    if (read && !model::isClear(result.cause)) open.push_back(position);
  }
  return open;
}

Message documentReason(const Workflow& workflow, const Evaluation& evaluation,
                       std::size_t document_position) {
  const DocumentResult& result = evaluation.documents[document_position];
  switch (result.cause) {
    case DocumentCause::NotInWorkflow:
    case DocumentCause::DoesNotApply:
      return {kDoesNotApply, {}};
    case DocumentCause::ApplicabilityUnknown:
      return {kRuleNotMet, {}};
    case DocumentCause::ItemsOpen:
      return itemsOpen(workflow, evaluation, document_position);
    case DocumentCause::EarlierDocumentMissing:
      return afterDocuments(*result.document, evaluation);
    case DocumentCause::Released:
      return {kReady, {}};
    case DocumentCause::Collected:
      return {kHandedOver, {}};
  }
  return {};
}

const std::vector<std::string>& reasonTexts() {
  static const std::vector<std::string> kAll = {kDoesNotApply,
                                                kDeclaredNotApplicable,
                                                kAlternative,
                                                kWaitsForData,
                                                kComesAfter,
                                                kOpensOn,
                                                kWaitsForList,
                                                kWaitsForOffice,
                                                kAwaitsConfirmation,
                                                kOthersOpen,
                                                kAsWritten,
                                                kAsWrittenWithRemark,
                                                kToSettle,
                                                kOnList,
                                                kOnListWithRemark,
                                                kVisit,
                                                kDeclare,
                                                kRefused,
                                                kRefusedWithRemark,
                                                kDeferralEnded,
                                                kDeferredUntil,
                                                kDeferred,
                                                kChecked,
                                                kCheckedWithoutData,
                                                kDeclaredFact,
                                                kPartsCleared,
                                                kSmallAmount,
                                                kNotOnList,
                                                kRegistered,
                                                kRegisteredWithRemark,
                                                kOverridden,
                                                kWaived,
                                                kDeclared,
                                                kItemsOpen,
                                                kNothingApplies,
                                                kRuleNotMet,
                                                kAfterDocument,
                                                kReady,
                                                kHandedOver};
  return kAll;
}

}  // namespace lixiao::workflow
