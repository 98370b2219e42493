#include "web/routes.h"

#include "web/pages/pages.h"

namespace lixiao::web {

namespace {

using service::Role;
using Names = std::vector<std::string_view>;

Route get(std::string_view pattern, Access access, Page page, Names fields = {}) {
  return {"GET", pattern, access, std::move(fields), page, nullptr, Route::Body::None};
}

Route post(std::string_view pattern, Access access, Deed deed, Names fields = {},
           Route::Body body = Route::Body::Form) {
  return {"POST", pattern, access, std::move(fields), nullptr, deed, body};
}

}  // namespace

const std::vector<Route>& routes() {
  constexpr Access everyone = Access::everyone();
  constexpr Access anyone_known = Access::signedIn();
  constexpr Access student = Access::of({Role::Student});
  constexpr Access staff = Access::of({Role::Staff});
  constexpr Access offices = Access::of({Role::Staff, Role::Admin, Role::Auditor});
  constexpr Access staff_and_admin = Access::of({Role::Staff, Role::Admin});
  constexpr Access admin = Access::of({Role::Admin});
  constexpr Access admins = Access::of({Role::Admin, Role::Auditor});

  const Names record = {"student_no", "actor", "item", "kind", "from", "to", "text", "before"};

  static const std::vector<Route> table = {
      get("/", everyone, pages::front),
      get("/sign-in", everyone, pages::signInForm, {"next", "done"}),
      get("/guides", everyone, pages::guides),
      post("/sign-in", everyone, pages::signIn, {"login", "password", "next"}),
      post("/sign-out", everyone, pages::signOut),
      post("/language", everyone, pages::chooseLanguage, {"language", "next"}),

      get("/me", student, pages::me, {"done"}),
      get("/me/status", student, pages::myStatus, {"seen"}),
      post("/me/declare", student, pages::declare, {"item", "value:*", "word:*"}),
      post("/me/recheck", student, pages::recheckMe),
      post("/me/seen", student, pages::newsSeen),
      get("/me/slip", student, pages::mySlip),
      post("/me/slip", student, pages::issueMySlip),
      get("/me/slip.pdf", student, pages::mySlipPdf),
      get("/me/why/{subject}", student, pages::myWhy),
      get("/me/record", student, pages::journal, {"before"}),

      get("/me/appointments/{item}", student, pages::myAppointment, {"done"}),
      post("/me/appointments/{item}", student, pages::bookMine, {"slot", "seen", "reason"}),
      post("/me/appointments/{item}/cancel", student, pages::cancelMine, {"seen", "reason"}),

      get("/work", staff, pages::work),
      get("/work/students", offices, pages::students,
          {"q", "item", "document", "status", "department", "by", "value", "page"}),
      get("/work/students/{no}", offices, pages::student, {"done", "subject"}),
      get("/work/students/{no}/slip", offices, pages::slip),
      post("/work/students/{no}/slip", staff_and_admin, pages::issueSlip),
      get("/work/students/{no}/slip.pdf", offices, pages::slipPdf),
      get("/work/students/{no}/why/{subject}", offices, pages::why),
      get("/work/students/{no}/on", offices, pages::lookBack, {"day"}),
      get("/work/students/{no}/on/{day}", offices, pages::past),
      post("/work/students/{no}/register", staff, pages::registerResult,
           {"item", "result", "remark", "until", "condition", "amount", "seen"}),
      post("/work/students/{no}/revoke", staff, pages::revoke, {"item", "reason", "seen"}),
      post("/work/students/{no}/collect", staff, pages::collect,
           {"document", "recipient", "proxy", "proxy_id", "letter", "remark"}),
      get("/work/students/{no}/recheck", staff, pages::studentRechecked, {"seen"}),
      post("/work/students/{no}/recheck", staff, pages::recheckStudent),
      post("/work/students/{no}/take-back", staff, pages::takeBack, {"document", "reason"}),
      get("/work/students/{no}/history/{subject}", offices, pages::history),
      get("/work/desk", staff, pages::desk, {"item", "q", "last", "done"}),
      post("/work/desk", staff, pages::deskRegister,
           {"item", "student_no", "result", "remark", "until", "condition", "amount", "seen"}),
      post("/work/desk/undo", staff, pages::deskUndo, {"item", "student_no", "seen"}),
      get("/work/students/{no}/appointments/{item}", offices, pages::studentAppointment, {"done"}),
      post("/work/students/{no}/appointments/{item}", staff, pages::bookStudent, {"slot", "seen", "reason"}),
      post("/work/students/{no}/appointments/{item}/cancel", staff, pages::cancelStudent, {"seen", "reason"}),
      post("/work/students/{no}/appointments/{item}/missed", staff, pages::missedStudent, {"seen"}),
      get("/work/appointments/{item}", staff, pages::appointmentDay, {"day"}),
      get("/work/appointments/{item}/csv", staff, pages::appointmentCsv, {"day"}),
      get("/work/items/{id}/batch", staff, pages::batchForm),
      post("/work/items/{id}/batch", staff, pages::batch, {"rows", "result", "remark"}, Route::Body::Upload),
      post("/work/items/{id}/batch/apply", staff, pages::batchApply, {"ticket", "step"}),
      get("/work/batch-jobs/{number}", staff, pages::batchJob),
      get("/work/batches", offices, pages::batches, {"before"}),
      get("/work/batches/{number}", offices, pages::batchReport, {"done"}),
      get("/work/batches/{number}/report.csv", offices, pages::batchReportCsv),
      get("/work/batches/{number}/report.xlsx", offices, pages::batchReportXlsx),
      post("/work/batches/{number}/undo", staff, pages::batchUndo, {"reason", "only_rest"}),
      get("/work/declarations", staff, pages::declarations, {"done"}),
      post("/work/declarations", staff, pages::decideDeclaration,
           {"student_no", "fact", "seen", "decision", "reason"}),
      get("/work/lists/{id}", offices, pages::listForm, {"done"}),
      post("/work/lists/{id}", staff, pages::list,
           {"rows", "nobody", "step", "seen", "q", "college", "class", "pick:*"}, Route::Body::Upload),
      get("/work/unmatched", offices, pages::unmatched, {"done", "page"}),
      post("/work/unmatched/withdraw", staff, pages::withdrawUnmatched, {"pick:*", "reason"}),
      post("/work/unmatched/move", staff, pages::moveUnmatched, {"which", "to"}),
      get("/work/guides", staff, pages::guideDesk, {"done"}),
      get("/work/guides/edit", staff, pages::guideForm, {"item", "campus", "another"}),
      post("/work/guides/edit", staff, pages::publishGuide,
           {"item", "campus", "place", "hours", "contact", "phone", "bring", "text", "seen", "step"}),
      post("/work/guides/withdraw", staff, pages::withdrawGuide, {"item", "campus", "seen"}),
      get("/work/guides/versions", staff, pages::guideVersions, {"item", "campus"}),
      post("/work/guides/restore", staff, pages::restoreGuide, {"item", "campus", "version", "seen"}),
      get("/work/record", staff, pages::journal, record),
      get("/work/record.csv", staff, pages::recordCsv, record),
      get("/work/record.xlsx", staff, pages::recordXlsx, record),
      get("/work/statistics", staff, pages::statistics, {"by", "item"}),
      get("/work/statistics.csv", staff, pages::statisticsCsv, {"by", "item", "table"}),
      get("/work/statistics.xlsx", staff, pages::statisticsXlsx, {"by", "item"}),
      get("/work/people", staff, pages::people, {"done", "login"}),
      post("/work/people", staff, pages::changePeople, {"step", "login", "name", "scope", "until"}),
      get("/certificates/{document}/print-batches", offices, pages::printBatches,
          {"cut_off", "grouped_by", "done"}),
      post("/certificates/{document}/print-batches/make", staff, pages::makePrintBatch,
           {"cut_off", "grouped_by", "expected"}),
      get("/certificates/print-batches/{number}", offices, pages::printBatch),
      get("/certificates/print-batches/{number}/list.csv", offices, pages::printBatchCsv),
      get("/certificates/print-batches/{number}/list.xlsx", offices, pages::printBatchXlsx),
      get("/certificates", staff, pages::certificates, {"q", "document", "status", "page"}),
      get("/roster", staff, pages::rosterForm, {"done"}),
      post("/roster/preview", staff, pages::rosterPreview, {}, Route::Body::Upload),
      post("/roster/commit", staff, pages::rosterCommit, {"ticket", "whole", "over_half", "reason"}),
      post("/roster/report", staff, pages::rosterReport, {"ticket", "whole", "over_half", "reason"}),
      post("/roster/final", staff, pages::rosterFinal, {"confirm", "seen"}),

      get("/admin", admins, pages::admin),
      get("/admin/accounts", admin, pages::accounts, {"q", "page", "done", "login"}),
      post("/admin/accounts", admin, pages::changeAccounts,
           {"step", "login", "name", "role", "department", "scope", "student_no", "until", "head"}),
      get("/admin/go-live", admin, pages::goLiveForm, {"step"}),
      post("/admin/go-live", admin, pages::goLive, {"edition"}),
      post("/admin/mail/retry", admin, pages::retryMail, {"id"}),
      get("/admin/outgoing", admins, pages::outgoing, {"done"}),
      get("/admin/outgoing/messages/{number}/students.csv", admins, pages::outgoingStudentsCsv),
      post("/admin/outgoing/{name}/retry", admin, pages::retryOutgoing),
      get("/admin/connectors/{name}", admins, pages::connector, {"done"}),
      post("/admin/connectors/{name}/pause", admin, pages::pauseConnector, {"paused"}),
      post("/admin/connectors/{name}/poll", admin, pages::pollConnector),
      post("/admin/connectors/{name}/release", admin, pages::releasePoll, {"ticket"}),
      post("/admin/connectors/{name}/discard", admin, pages::discardPoll, {"ticket"}),
      post("/admin/connectors/{name}/try", admin, pages::tryConnector, {"student_no"}),
      get("/admin/lists", admins, pages::adminLists),
      get("/admin/guides", admins, pages::guideDuties),
      get("/admin/statistics", admins, pages::statistics, {"by", "item"}),
      get("/admin/statistics.csv", admins, pages::statisticsCsv, {"by", "item", "table"}),
      get("/admin/statistics.xlsx", admins, pages::statisticsXlsx, {"by", "item"}),
      get("/admin/journal", admins, pages::journal, record),
      get("/admin/journal.csv", admins, pages::recordCsv, record),
      get("/admin/journal.xlsx", admins, pages::recordXlsx, record),
      get("/admin/journal.jsonl", admins, pages::journalLines),

      get("/admin/edition", admins, pages::edition, {"done"}),
      post("/admin/edition/draft", admin, pages::editionDesk,
           {"draft", "name", "text", "new_name", "step", "part"}, Route::Body::Upload),
      post("/admin/edition/activate", admin, pages::editionActivate, {"ticket"}),
      get("/admin/versions", admins, pages::versions),
      get("/admin/versions/difference", admins, pages::difference, {"from", "to"}),
      post("/admin/versions/restore", admin, pages::restore, {"id"}),

      get("/slip", everyone, pages::slipForm, {"code"}),
      get("/slip/{code}", everyone, pages::slipCheck),
      get("/account", anyone_known, pages::account, {"done"}),
      post("/account", anyone_known, pages::changePassword, {"old", "new", "again", "username"}),
      post("/account/mail", anyone_known, pages::chooseMail, {"address", "language", "want:*"}),
      post("/account/mail/forget", anyone_known, pages::forgetMail),
      get("/mail/confirm/{token}", everyone, pages::confirmMailForm),
      post("/mail/confirm/{token}", everyone, pages::confirmMail),
      get("/mail/leave/{token}", everyone, pages::leaveMailForm),
      post("/mail/leave/{token}", everyone, pages::leaveMail),
      get("/mail/done", everyone, pages::mailDone, {"what"}),

      get("/api/me", student, pages::apiMe),
      get("/api/students", offices, pages::apiStudents,
          {"q", "item", "status", "document", "department", "by", "value", "page"}),
      get("/api/me/slip", student, pages::apiMySlip),
      get("/api/slip/{code}", everyone, pages::apiSlipCheck),
      get("/api/students/{no}/slip", offices, pages::apiSlip),
      get("/api/people", staff, pages::apiPeople),
      get("/api/accounts", admin, pages::apiAccounts, {"q", "page"}),
      get("/api/desk", staff, pages::apiDesk, {"item", "q"}),
      get("/api/students/{no}", anyone_known, pages::apiStudent),
      get("/api/students/{no}/history/{subject}", offices, pages::apiHistory),
      get("/api/batches", offices, pages::apiBatches, {"before"}),
      get("/api/batches/{number}", offices, pages::apiBatch),
      get("/api/documents/{document}/print-batches", offices, pages::apiPrintBatches),
      get("/api/print-batches/{number}", offices, pages::apiPrintBatch),
      get("/api/counts", offices, pages::apiCounts),
      get("/api/record", anyone_known, pages::apiRecord, record),
      get("/api/students/{no}/on/{day}", offices, pages::apiPast),
      get("/api/statistics", offices, pages::apiStatistics, {"by", "item"}),
      get("/api/edition", everyone, pages::apiEdition),
      get("/api/edition/schema", admins, pages::apiEditionSchema),
      post("/api/edition/check", admin, pages::apiEditionCheck, {"draft"}, Route::Body::Upload),
      get("/api/roster", offices, pages::apiRoster),
      get("/api/me/appointments/{item}", student, pages::apiMyAppointment),
      get("/api/appointments/{item}", staff, pages::apiAppointmentDay, {"day"}),
      get("/api/guides", everyone, pages::apiGuides),
      get("/api/guides/duties", admins, pages::apiGuideDuties),
      get("/api/lists", offices, pages::apiLists),
      get("/api/lists/{id}", offices, pages::apiList),
      get("/api/unmatched", offices, pages::apiUnmatched),
      get("/api/outgoing", admins, pages::apiOutgoing),
      get("/api/outgoing/messages/{number}", admins, pages::apiOutgoingMessage),
      get("/api/connectors", admins, pages::apiConnectors),
      get("/api/connectors/{name}/polls", admins, pages::apiConnectorPolls),
      get("/api/reminders", staff, pages::apiReminders),
      get("/api/mail", admins, pages::apiMail),
      get("/api/trial", admin, pages::apiTrial),
      get("/api/journal", admins, pages::apiJournal, {"student_no", "actor", "item", "kind", "before"}),

      get("/healthz", everyone, pages::health),
      get("/readyz", everyone, pages::ready),
      get("/assets/{name}", everyone, pages::asset),
  };
  return table;
}

}  // namespace lixiao::web
