#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/model/text.h"

namespace lixiao::model {

enum class ItemStatus : std::uint8_t { NotApplicable, Waiting, ActionRequired, Deferred, Cleared };
enum class DocumentStatus : std::uint8_t { NotApplicable, Withheld, Released, Collected };

/// Why an item has its status. The cause decides the status, so the board keeps one byte per item and
/// student.
enum class Cause : std::uint8_t {
  // not applicable
  NotInWorkflow,          ///< the student's type does not have this item
  DoesNotApply,           ///< applies_when is false
  DeclaredNotApplicable,  ///< its office registered that it does not apply
  AlternativeCleared,     ///< another item of its `one_of` group is clear
  PartsDoNotApply,        ///< no part of it applies
  // waiting
  ApplicabilityUnknown,  ///< applies_when is unknown
  EarlierItemOpen,       ///< an item of `after` is not clear
  NotYetOpen,            ///< before `opens`
  FactUnknown,           ///< passes_when is unknown
  ListNotSubmitted,      ///< the exception list is awaited
  AwaitsRegistration,    ///< only the department must act
  OpeningUnknown,        ///< opens on a day of the student's own that is not known
  AwaitsConfirmation,    ///< declared; its department must confirm
  OthersOpen,            ///< `everyone_in`: somebody who shares the value is not clear
  OthersUnknown,         ///< `everyone_in`: what would decide somebody's is missing, or the value itself
  PartsWaiting,          ///< a part waits
  PartsUnknown,          ///< what would decide a part is missing, and none is known to be open
  // action required
  RuleFails,       ///< passes_when is false
  OnList,          ///< the student stands on the exception list
  MustVisit,       ///< registration with `visit: true`
  MustDeclare,     ///< the student's own declaration is missing
  Refused,         ///< the office looked and refused
  DeferralLapsed,  ///< a deferral's day has passed
  PartsOpen,       ///< the student must act on a part
  // deferred
  Deferred,
  PartsDeferred,  ///< the worst of its parts is deferred
  // cleared
  RulePasses,
  NotOnList,
  Registered,  ///< registered cleared by its office (an override when the mode is automatic)
  Waived,
  Declared,
  SmallAmountWaived,  ///< passes_when holds when amounts below `waive_below` count as nothing
  PartsCleared,
};
inline constexpr std::size_t kCauses = static_cast<std::size_t>(Cause::PartsCleared) + 1;
/// Causes stand in the order of their statuses, so that kernels can compare ranges.
inline constexpr Cause kLastNotApplicable = Cause::PartsDoNotApply;
inline constexpr Cause kLastWaiting = Cause::PartsUnknown;
inline constexpr Cause kLastActionRequired = Cause::PartsOpen;
inline constexpr Cause kLastDeferred = Cause::PartsDeferred;

/// Why a document has its status.
enum class DocumentCause : std::uint8_t {
  NotInWorkflow,
  DoesNotApply,  // not applicable
  ApplicabilityUnknown,
  ItemsOpen,
  EarlierDocumentMissing,  // withheld
  Released,
  Collected,
};
inline constexpr std::size_t kDocumentCauses = static_cast<std::size_t>(DocumentCause::Collected) + 1;

ItemStatus statusOf(Cause cause);
DocumentStatus statusOf(DocumentCause cause);
/// Whether an item of this cause stands in nobody's way: cleared, deferred or not applicable.
bool isClear(Cause cause);
/// Whether `cleared.ITEM` is unknown: what would decide it has not been delivered.
bool isUndecided(Cause cause);

/// `action_required`: the word of YAML, database, CSV and API.
std::string_view word(ItemStatus status);
std::string_view word(DocumentStatus status);
/// 需办理 and `action required`: the words people read.
LocalizedText title(ItemStatus status);
LocalizedText title(DocumentStatus status);

/// A sentence for people: a template in English, which is also its key in the catalogue, with {0}, {1} … for
/// the arguments. Further sentences may follow, each under a title of its own: "books: two are out; thesis:
/// not handed in".
struct Message {
  std::string text;
  std::vector<LocalizedText> arguments;
  std::vector<Message> parts{};  ///< sentences that follow
  LocalizedText title{};         ///< of a part; stands before its text

  bool empty() const { return text.empty() && parts.empty(); }
  bool operator==(const Message&) const = default;
};

/// The translation of a text, empty for the English one.
using Translate = std::function<std::string(std::string_view text)>;
/// Puts the arguments into the translated text; parts follow, divided by semicolons.
std::string format(const Message& message, Language language, const Translate& translate = {});

}  // namespace lixiao::model
