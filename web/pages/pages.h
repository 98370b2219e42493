#pragma once

#include "web/visit.h"

/// The handlers of the route table. Each reads its fields, asks or commands the service once and shows the
/// answer.
namespace lixiao::web::pages {

http::Response front(const Visit& visit);
http::Response guides(const Visit& visit);
http::Response signInForm(const Visit& visit);
http::Response signIn(const Action& action);
http::Response signOut(const Action& action);
http::Response chooseLanguage(const Action& action);

http::Response me(const Visit& visit);
http::Response myStatus(const Visit& visit);
http::Response declare(const Action& action);
http::Response newsSeen(const Action& action);
http::Response chooseMail(const Action& action);
http::Response forgetMail(const Action& action);
http::Response confirmMailForm(const Visit& visit);
http::Response confirmMail(const Action& action);
http::Response leaveMailForm(const Visit& visit);
http::Response leaveMail(const Action& action);
http::Response mailDone(const Visit& visit);
http::Response retryMail(const Action& action);
http::Response apiMail(const Visit& visit);
http::Response apiReminders(const Visit& visit);
http::Response myWhy(const Visit& visit);

http::Response work(const Visit& visit);
http::Response students(const Visit& visit);
http::Response student(const Visit& visit);
http::Response why(const Visit& visit);
http::Response registerResult(const Action& action);
http::Response revoke(const Action& action);
http::Response collect(const Action& action);
http::Response takeBack(const Action& action);
http::Response history(const Visit& visit);
http::Response printBatches(const Visit& visit);
http::Response makePrintBatch(const Action& action);
http::Response printBatch(const Visit& visit);
http::Response printBatchCsv(const Visit& visit);
http::Response printBatchXlsx(const Visit& visit);
http::Response desk(const Visit& visit);
http::Response deskRegister(const Action& action);
http::Response deskUndo(const Action& action);
http::Response batchForm(const Visit& visit);
http::Response batch(const Action& action);
http::Response batchApply(const Action& action);
http::Response batchJob(const Visit& visit);
http::Response batches(const Visit& visit);
http::Response batchReport(const Visit& visit);
http::Response batchReportCsv(const Visit& visit);
http::Response batchReportXlsx(const Visit& visit);
http::Response batchUndo(const Action& action);
http::Response declarations(const Visit& visit);
http::Response decideDeclaration(const Action& action);
http::Response myAppointment(const Visit& visit);
http::Response bookMine(const Action& action);
http::Response cancelMine(const Action& action);
http::Response studentAppointment(const Visit& visit);
http::Response bookStudent(const Action& action);
http::Response cancelStudent(const Action& action);
http::Response missedStudent(const Action& action);
http::Response appointmentDay(const Visit& visit);
http::Response appointmentCsv(const Visit& visit);
http::Response guideDesk(const Visit& visit);
http::Response guideForm(const Visit& visit);
http::Response publishGuide(const Action& action);
http::Response withdrawGuide(const Action& action);
http::Response guideVersions(const Visit& visit);
http::Response restoreGuide(const Action& action);
http::Response listForm(const Visit& visit);
http::Response list(const Action& action);
http::Response unmatched(const Visit& visit);
http::Response withdrawUnmatched(const Action& action);
http::Response moveUnmatched(const Action& action);
http::Response certificates(const Visit& visit);
http::Response rosterForm(const Visit& visit);
http::Response rosterPreview(const Action& action);
http::Response rosterCommit(const Action& action);
http::Response rosterReport(const Action& action);
http::Response rosterFinal(const Action& action);

http::Response admin(const Visit& visit);
http::Response mySlip(const Visit& visit);
http::Response issueMySlip(const Action& action);
http::Response mySlipPdf(const Visit& visit);
http::Response slip(const Visit& visit);
http::Response issueSlip(const Action& action);
http::Response slipPdf(const Visit& visit);
http::Response slipForm(const Visit& visit);
http::Response slipCheck(const Visit& visit);

http::Response people(const Visit& visit);
http::Response changePeople(const Action& action);
http::Response accounts(const Visit& visit);
http::Response changeAccounts(const Action& action);
http::Response account(const Visit& visit);
http::Response changePassword(const Action& action);

http::Response goLiveForm(const Visit& visit);
http::Response goLive(const Action& action);
http::Response guideDuties(const Visit& visit);
http::Response journal(const Visit& visit);
http::Response adminLists(const Visit& visit);
http::Response recordCsv(const Visit& visit);
http::Response recordXlsx(const Visit& visit);
http::Response journalLines(const Visit& visit);
http::Response lookBack(const Visit& visit);
http::Response past(const Visit& visit);
http::Response statistics(const Visit& visit);
http::Response statisticsCsv(const Visit& visit);
http::Response statisticsXlsx(const Visit& visit);
http::Response edition(const Visit& visit);
http::Response editionDesk(const Action& action);
http::Response editionActivate(const Action& action);
http::Response versions(const Visit& visit);
http::Response difference(const Visit& visit);
http::Response restore(const Action& action);

http::Response health(const Visit& visit);
http::Response ready(const Visit& visit);
http::Response asset(const Visit& visit);

http::Response apiMe(const Visit& visit);
http::Response apiStudents(const Visit& visit);
http::Response apiDesk(const Visit& visit);
http::Response apiStudent(const Visit& visit);
http::Response apiHistory(const Visit& visit);
http::Response apiBatches(const Visit& visit);
http::Response apiBatch(const Visit& visit);
http::Response apiPrintBatches(const Visit& visit);
http::Response apiPrintBatch(const Visit& visit);
http::Response apiCounts(const Visit& visit);
http::Response apiStatistics(const Visit& visit);
http::Response apiEdition(const Visit& visit);
http::Response apiRoster(const Visit& visit);
http::Response apiMyAppointment(const Visit& visit);
http::Response apiAppointmentDay(const Visit& visit);
http::Response apiGuides(const Visit& visit);
http::Response apiGuideDuties(const Visit& visit);
http::Response apiLists(const Visit& visit);
http::Response apiList(const Visit& visit);
http::Response apiUnmatched(const Visit& visit);
http::Response apiConnectors(const Visit& visit);
http::Response apiMySlip(const Visit& visit);
http::Response apiSlip(const Visit& visit);
http::Response apiSlipCheck(const Visit& visit);
http::Response apiPeople(const Visit& visit);
http::Response apiAccounts(const Visit& visit);
http::Response apiTrial(const Visit& visit);
http::Response apiJournal(const Visit& visit);
http::Response apiRecord(const Visit& visit);
http::Response apiPast(const Visit& visit);
http::Response apiEditionCheck(const Action& action);
http::Response apiEditionSchema(const Visit& visit);

}  // namespace lixiao::web::pages
