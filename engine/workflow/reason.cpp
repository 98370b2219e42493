#include <algorithm>

#include "engine/workflow/evaluator.h"
#include "engine/workflow/reason_texts.h"
#include "engine/workflow/reason_words.h"

namespace lixiao::workflow {
namespace {

using model::DocumentCause;
using model::LocalizedText;
using model::Message;

Message itemsOpen(const Workflow& workflow, const Evaluation& evaluation, std::size_t document_position) {
  LocalizedText open;
  for (const std::size_t position : itemsInTheWay(workflow, evaluation, document_position))
    append(open, evaluation.items[position].item->title);
  if (!open.empty()) return {text::kItemsOpen, {open}};
  const bool any_applies =
      std::any_of(evaluation.items.begin(), evaluation.items.end(), [](const ItemResult& result) {
        const bool counts = !result.item->optional && !result.item->part_of;
        return counts && model::statusOf(result.cause) != model::ItemStatus::NotApplicable;
      });
  return {any_applies ? text::kRuleNotMet : text::kNothingApplies, {}};
}

Message afterDocuments(const Document& document, const Evaluation& evaluation) {
  LocalizedText first;
  for (const std::uint32_t position : document.after) {
    const DocumentResult& other = evaluation.documents[position];
    const model::DocumentStatus status = model::statusOf(other.cause);
    if (status == model::DocumentStatus::Withheld || status == model::DocumentStatus::Released)
      append(first, other.document->title);
  }
  return {text::kAfterDocument, {first}};
}

}  // namespace

std::vector<std::size_t> itemsInTheWay(const Workflow& workflow, const Evaluation& evaluation,
                                       std::size_t document_position) {
  const Document& document = *evaluation.documents[document_position].document;
  const std::vector<rules::Slot> slots = evaluation.type->rules[document.released_when].slots();
  const auto reads = [&](rules::Slot slot) { return std::binary_search(slots.begin(), slots.end(), slot); };
  const bool reads_all = reads(workflow.all_cleared) || reads(workflow.remaining);
  std::vector<std::size_t> open;
  for (std::size_t position = 0; position < evaluation.items.size(); ++position) {
    const ItemResult& result = evaluation.items[position];
    const bool counts = !result.item->optional && !result.item->part_of;
    const bool reads_day = result.item->day_is_read && reads(workflow.first_cleared_on + result.item->index);
    const bool read =
        (reads_all && counts) || reads_day || reads(workflow.first_cleared + result.item->index);
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
      return {text::kDoesNotApply, {}};
    case DocumentCause::ApplicabilityUnknown:
      return {text::kRuleNotMet, {}};
    case DocumentCause::ItemsOpen:
      return itemsOpen(workflow, evaluation, document_position);
    case DocumentCause::EarlierDocumentMissing:
      return afterDocuments(*result.document, evaluation);
    case DocumentCause::Released:
      return {text::kReady, {}};
    case DocumentCause::Collected:
      return {text::kHandedOver, {}};
  }
  return {};
}

const std::vector<std::string>& reasonTexts() {
  static const std::vector<std::string> kAll = {text::kDoesNotApply,
                                                text::kDeclaredNotApplicable,
                                                text::kAlternative,
                                                text::kWaitsForData,
                                                text::kComesAfter,
                                                text::kOpensOn,
                                                text::kWaitsForList,
                                                text::kWaitsForOffice,
                                                text::kAwaitsConfirmation,
                                                text::kOthersOpen,
                                                text::kOthersUnknown,
                                                text::kAsWritten,
                                                text::kAsWrittenWithRemark,
                                                text::kToSettle,
                                                text::kOnList,
                                                text::kOnListWithRemark,
                                                text::kVisit,
                                                text::kDeclare,
                                                text::kRefused,
                                                text::kRefusedWithRemark,
                                                text::kDeferralEnded,
                                                text::kDeferredUntil,
                                                text::kDeferred,
                                                text::kChecked,
                                                text::kCheckedWithoutData,
                                                text::kDeclaredFact,
                                                text::kPartsCleared,
                                                text::kSmallAmount,
                                                text::kNotOnList,
                                                text::kRegistered,
                                                text::kRegisteredWithRemark,
                                                text::kOverridden,
                                                text::kOverriddenList,
                                                text::kCondition,
                                                text::kCountsUntil,
                                                text::kOwing,
                                                text::kWaived,
                                                text::kDeclared,
                                                text::kItemsOpen,
                                                text::kNothingApplies,
                                                text::kRuleNotMet,
                                                text::kAfterDocument,
                                                text::kReady,
                                                text::kHandedOver};
  return kAll;
}

}  // namespace lixiao::workflow
