#include "engine/model/status.h"

namespace lixiao::model {

ItemStatus statusOf(Cause cause) {
  switch (cause) {
    case Cause::NotInWorkflow:
    case Cause::DoesNotApply:
    case Cause::DeclaredNotApplicable:
    case Cause::AlternativeCleared:
    case Cause::PartsDoNotApply:
      return ItemStatus::NotApplicable;
    case Cause::ApplicabilityUnknown:
    case Cause::EarlierItemOpen:
    case Cause::NotYetOpen:
    case Cause::FactUnknown:
    case Cause::ListNotSubmitted:
    case Cause::AwaitsRegistration:
    case Cause::OpeningUnknown:
    case Cause::AwaitsConfirmation:
    case Cause::OthersOpen:
    case Cause::OthersUnknown:
    case Cause::PartsWaiting:
    case Cause::PartsUnknown:
      return ItemStatus::Waiting;
    case Cause::RuleFails:
    case Cause::OnList:
    case Cause::MustVisit:
    case Cause::MustDeclare:
    case Cause::Refused:
    case Cause::DeferralLapsed:
    case Cause::PartsOpen:
      return ItemStatus::ActionRequired;
    case Cause::Deferred:
    case Cause::PartsDeferred:
      return ItemStatus::Deferred;
    case Cause::RulePasses:
    case Cause::NotOnList:
    case Cause::Registered:
    case Cause::Waived:
    case Cause::Declared:
    case Cause::SmallAmountWaived:
    case Cause::PartsCleared:
      return ItemStatus::Cleared;
  }
  return ItemStatus::Waiting;
}

DocumentStatus statusOf(DocumentCause cause) {
  switch (cause) {
    case DocumentCause::NotInWorkflow:
    case DocumentCause::DoesNotApply:
      return DocumentStatus::NotApplicable;
    case DocumentCause::ApplicabilityUnknown:
    case DocumentCause::ItemsOpen:
    case DocumentCause::EarlierDocumentMissing:
      return DocumentStatus::Withheld;
    case DocumentCause::Released:
      return DocumentStatus::Released;
    case DocumentCause::Collected:
      return DocumentStatus::Collected;
  }
  return DocumentStatus::Withheld;
}

bool isClear(Cause cause) {
  const ItemStatus status = statusOf(cause);
  return status == ItemStatus::Cleared || status == ItemStatus::Deferred ||
         status == ItemStatus::NotApplicable;
}

bool isUndecided(Cause cause) {
  return cause == Cause::ApplicabilityUnknown || cause == Cause::FactUnknown ||
         cause == Cause::ListNotSubmitted || cause == Cause::OpeningUnknown ||
         cause == Cause::OthersUnknown || cause == Cause::PartsUnknown;
}

std::string_view word(ItemStatus status) {
  constexpr std::array<std::string_view, 5> kWords = {"not_applicable", "waiting", "action_required",
                                                      "deferred", "cleared"};
  return kWords[static_cast<std::size_t>(status)];
}

std::string_view word(DocumentStatus status) {
  constexpr std::array<std::string_view, 4> kWords = {"not_applicable", "withheld", "released", "collected"};
  return kWords[static_cast<std::size_t>(status)];
}

LocalizedText title(ItemStatus status) {
  switch (status) {
    case ItemStatus::NotApplicable:
      return {"无需办理", "does not apply"};
    case ItemStatus::Waiting:
      return {"等待审核", "waiting"};
    case ItemStatus::ActionRequired:
      return {"需办理", "action required"};
    case ItemStatus::Deferred:
      return {"暂缓", "deferred"};
    case ItemStatus::Cleared:
      return {"已通过", "cleared"};
  }
  return {};
}

LocalizedText title(DocumentStatus status) {
  switch (status) {
    case DocumentStatus::NotApplicable:
      return {"无需领取", "does not apply"};
    case DocumentStatus::Withheld:
      return {"暂不可领取", "withheld"};
    case DocumentStatus::Released:
      return {"可领取", "ready to collect"};
    case DocumentStatus::Collected:
      return {"已领取", "collected"};
  }
  return {};
}

namespace {

/// The template with the arguments in their places.
std::string filled(std::string_view text, const std::vector<LocalizedText>& arguments, Language language) {
  std::string result;
  for (std::size_t at = 0; at < text.size(); ++at) {
    const bool placeholder = text[at] == '{' && at + 2 < text.size() && text[at + 2] == '}' &&
                             text[at + 1] >= '0' && text[at + 1] <= '9';
    if (!placeholder) {
      result += text[at];
      continue;
    }
    const auto index = static_cast<std::size_t>(text[at + 1] - '0');
    if (index < arguments.size()) result += arguments[index].in(language);
    at += 2;
  }
  return result;
}

}  // namespace

std::string format(const Message& message, Language language, const Translate& translate) {
  const bool chinese = language == Language::Chinese;
  std::string result;
  if (!message.title.empty()) result = message.title.in(language) + (chinese ? "：" : ": ");
  const std::string translated = translate && !message.text.empty() ? translate(message.text) : std::string();
  result += filled(translated.empty() ? message.text : translated, message.arguments, language);
  bool first = message.text.empty();
  for (const Message& part : message.parts) {
    if (!first) result += chinese ? "；" : "; ";
    first = false;
    result += format(part, language, translate);
  }
  return result;
}

}  // namespace lixiao::model
