#pragma once

#include <string_view>

/// The words of `journal.kind`. A word is never re-used for something else.
namespace lixiao::store::kind {

inline constexpr std::string_view kRosterImported = "roster.imported";
inline constexpr std::string_view kRosterDeclaredFinal = "roster.declared_final";
inline constexpr std::string_view kStudentAdded = "student.added";
inline constexpr std::string_view kStudentChanged = "student.changed";
inline constexpr std::string_view kStudentRemoved = "student.removed";
inline constexpr std::string_view kFactChanged = "fact.changed";
inline constexpr std::string_view kFactsConfirmed = "facts.confirmed";
inline constexpr std::string_view kListSubmitted = "list.submitted";
inline constexpr std::string_view kRegistrationMade = "registration.made";
inline constexpr std::string_view kRegistrationRevoked = "registration.revoked";
inline constexpr std::string_view kBatchApplied = "batch.applied";
inline constexpr std::string_view kBatchUndone = "batch.undone";
inline constexpr std::string_view kDeclarationMade = "declaration.made";
inline constexpr std::string_view kDeclarationConfirmed = "declaration.confirmed";
inline constexpr std::string_view kDeclarationRejected = "declaration.rejected";
inline constexpr std::string_view kDocumentCollected = "document.collected";
inline constexpr std::string_view kDocumentReturned = "document.returned";
inline constexpr std::string_view kAppointmentBooked = "appointment.booked";
inline constexpr std::string_view kAppointmentMoved = "appointment.moved";
inline constexpr std::string_view kAppointmentCancelled = "appointment.cancelled";
inline constexpr std::string_view kAppointmentMissed = "appointment.missed";
inline constexpr std::string_view kGuidePublished = "guide.published";
inline constexpr std::string_view kGuideWithdrawn = "guide.withdrawn";
inline constexpr std::string_view kSlipIssued = "slip.issued";
inline constexpr std::string_view kPrintBatchMade = "print_batch.made";
inline constexpr std::string_view kEditionActivated = "edition.activated";
inline constexpr std::string_view kOutgoingWritten = "outgoing.written";
inline constexpr std::string_view kOutgoingAcknowledged = "outgoing.acknowledged";
inline constexpr std::string_view kOutgoingFailed = "outgoing.failed";
inline constexpr std::string_view kConnectorPaused = "connector.paused";
inline constexpr std::string_view kConnectorResumed = "connector.resumed";
inline constexpr std::string_view kConnectorReleased = "connector.released";
inline constexpr std::string_view kConnectorDiscarded = "connector.discarded";
inline constexpr std::string_view kMailChosen = "mail.chosen";
inline constexpr std::string_view kMailConfirmed = "mail.confirmed";
inline constexpr std::string_view kMailLeft = "mail.left";
inline constexpr std::string_view kRunStarted = "run.started";
inline constexpr std::string_view kAccountCreated = "account.created";
inline constexpr std::string_view kAccountChanged = "account.changed";
inline constexpr std::string_view kAccountDisabled = "account.disabled";
inline constexpr std::string_view kAccountSignedIn = "account.signed_in";
inline constexpr std::string_view kAccountRefused = "account.refused";

}  // namespace lixiao::store::kind
