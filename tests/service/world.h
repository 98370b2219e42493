#pragma once

#include <atomic>
#include <filesystem>
#include <string>
#include <vector>

#include "engine/board/board.h"
#include "engine/board/editions.h"
#include "engine/model/clock.h"
#include "engine/service/accounts.h"
#include "engine/service/appointments.h"
#include "engine/service/batch_jobs.h"
#include "engine/service/batches.h"
#include "engine/service/certificates.h"
#include "engine/service/commands.h"
#include "engine/service/guides.h"
#include "engine/service/histories.h"
#include "engine/service/history.h"
#include "engine/service/lists.h"
#include "engine/service/messages.h"
#include "engine/service/outgoing.h"
#include "engine/service/people.h"
#include "engine/service/planning.h"
#include "engine/service/printing.h"
#include "engine/service/queries.h"
#include "engine/service/rosters.h"
#include "engine/service/slips.h"
#include "engine/service/source_acts.h"
#include "engine/service/statistics.h"
#include "engine/service/trial.h"
#include "engine/service/unmatched.h"
#include "engine/store/database.h"
#include "engine/store/journal.h"
#include "engine/store/sealing.h"

namespace lixiao::service::test {

/// Stands still unless it is moved.
class TestClock final : public model::Clock {
 public:
  explicit TestClock(model::Instant start) : now_(start.time_since_epoch().count()) {}
  model::Instant now() const override { return model::Instant{std::chrono::milliseconds{now_.load()}}; }
  void advance(std::chrono::milliseconds by) { now_ += by.count(); }

 private:
  std::atomic<std::int64_t> now_;
};

class Folder {
 public:
  Folder();
  ~Folder();
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;
  const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
};

/// The service over a new database. Noon of 24 June 2015 unless told otherwise; no edition is active.
struct World {
  explicit World(const char* now = "2015-06-24T12:00:00+08:00");

  Folder folder;
  TestClock clock;
  store::Database database;
  store::Sealer sealer;
  board::Editions editions;
  board::Board board;
  const Engine engine;
  Commands commands;
  Queries queries;
  Planning planning;
  Rosters rosters;
  Lists lists;
  Unmatched unmatched;
  Guides guides;
  Messages messages;
  Statistics statistics;
  History history;
  Batches batches;
  BatchJobs batch_jobs;
  Certificates certificates;
  Printing printing;
  Histories histories;
  Appointments appointments;
  Accounts accounts;
  People people;
  Slips slips;
  Trial trial;
  SourceActs source_acts;
  Outgoing outgoing;

  /// Activates files; fails the test when they are refused.
  void activate(const std::vector<workflow::SourceFile>& files);
  /// Each number with its type; 毕业, college 医学院 unless the row says otherwise.
  void addStudents(const std::vector<RosterRow>& rows);
  /// No debts and no loans, as of now.
  void payEverything(const std::vector<std::string>& student_nos);
  /// The list is handed in, with these on it.
  void submit(const std::string& list, const std::vector<std::string>& student_nos);

  /// The office registers one result; the college's is that of 医学院.
  void registers(const std::string& department, const RegistrationRow& row);
  /// The Party office says that the student is no member.
  void deliverNoPartyMember(const std::string& student_no);

  std::vector<store::JournalRecord> journal(const std::string& kind);
  std::string statusOf(const std::string& student_no, const std::string& item);
  std::string documentOf(const std::string& student_no, const std::string& document);
  std::int64_t revisionOf(const std::string& student_no, const std::string& item);
};

/// The small edition of these tests: departments registrar, graduate_school, finance, library, equipment,
/// archive, party, college (scoped); items college_procedures, finance, library, equipment, archive (after
/// college_procedures), party (party members), survey (declared); document diploma, then certificate.
std::vector<workflow::SourceFile> smallEdition();
/// The 2015 plan, with its tests.
std::vector<workflow::SourceFile> plan2015();

Actor admin();
Actor auditor();
Actor system();
Actor staff(const std::string& department, const std::string& scope = {});
Actor student(const std::string& student_no);

RosterRow undergraduate(const std::string& student_no, const std::string& college = "医学院");
RosterRow postgraduate(const std::string& student_no);
RegistrationRow cleared(const std::string& student_no, const std::string& item,
                        const std::string& remark = {});
RegistrationRow refused(const std::string& student_no, const std::string& item, const std::string& remark);
/// A valid resident number; another for each n.
std::string nationalId(int n);

/// `will_clear already_clear`: the verdicts of a report.
std::string verdicts(const Outcome<BatchReport>& outcome);
/// The reason in English, `conflict: meanwhile …`; "done" when it was not refused.
template <class T>
std::string told(const Outcome<T>& outcome);
std::string told(const Refusal& refusal);

template <class T>
std::string told(const Outcome<T>& outcome) {
  return outcome ? std::string("done") : told(outcome.refusal());
}

}  // namespace lixiao::service::test
