#pragma once

namespace lixiao::workflow::text {

// One sentence per cause; the catalogue's keys.
inline constexpr const char* kDoesNotApply = "does not apply";
inline constexpr const char* kDeclaredNotApplicable = "{0} registered that it does not apply";
inline constexpr const char* kAlternative = "not needed, because this is done: {0}";
inline constexpr const char* kWaitsForData = "waits for data: {0}";
inline constexpr const char* kComesAfter = "comes after {0}";
inline constexpr const char* kOpensOn = "opens on {0}";
inline constexpr const char* kWaitsForList = "waits for the list of {0}";
inline constexpr const char* kWaitsForOffice = "waits for {0} to register it";
inline constexpr const char* kAwaitsConfirmation = "declared; waits for {0} to confirm it";
inline constexpr const char* kOthersOpen = "done for this student; others with the same {0} are still open";
inline constexpr const char* kOthersUnknown =
    "done for this student; for others with the same {0} data is missing";
inline constexpr const char* kAsWritten = "{0}";
inline constexpr const char* kAsWrittenWithRemark = "{0}: {1}";
inline constexpr const char* kToSettle = "to be settled with {0}";
inline constexpr const char* kOnList = "on the list of {0}";
inline constexpr const char* kOnListWithRemark = "on the list of {0}: {1}";
inline constexpr const char* kVisit = "go to {0} in person";
inline constexpr const char* kDeclare = "your declaration is needed";
inline constexpr const char* kRefused = "{0} found it open";
inline constexpr const char* kRefusedWithRemark = "{0} found it open: {1}";
inline constexpr const char* kDeferralEnded = "the deferral ended on {0}";
inline constexpr const char* kDeferredUntil = "deferred until {0}";
inline constexpr const char* kDeferred = "deferred";
inline constexpr const char* kChecked = "checked automatically, data as of {0}";
inline constexpr const char* kCheckedWithoutData = "checked automatically";
inline constexpr const char* kDeclaredFact = "declared";
inline constexpr const char* kPartsCleared = "all its parts are clear";
inline constexpr const char* kSmallAmount = "{0} is less than {1} and waived, data as of {2}";
inline constexpr const char* kNotOnList = "not on the list of {0}";
inline constexpr const char* kRegistered = "registered by {0} on {1}";
inline constexpr const char* kRegisteredWithRemark = "registered by {0} on {1}: {2}";
inline constexpr const char* kOverridden = "cleared by {0} on {1} against the automatic result: {2}";
inline constexpr const char* kOverriddenList = "cleared by {0} on {1} against the list: {2}";
inline constexpr const char* kCondition = "on condition: {0}";
inline constexpr const char* kCountsUntil = "counts until {0}";
inline constexpr const char* kOwing = "owing {0}";
inline constexpr const char* kWaived = "waived by {0} on {1}";
inline constexpr const char* kDeclared = "declared on {0}";
inline constexpr const char* kItemsOpen = "open: {0}";
inline constexpr const char* kNothingApplies = "no item applies, so nothing can be clear";
inline constexpr const char* kRuleNotMet = "its condition is not met yet";
inline constexpr const char* kAfterDocument = "{0} must be collected first";
inline constexpr const char* kReady = "ready to collect";
inline constexpr const char* kHandedOver = "handed over";

}  // namespace lixiao::workflow::text
