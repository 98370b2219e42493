#pragma once

#include <set>
#include <string>
#include <unordered_map>
#include <vector>

#include "engine/service/commands_impl.h"
#include "engine/store/sealing.h"
#include "engine/store/student.h"
#include "rules/row.h"

namespace lixiao::service {

/// What one cell of a student was and is; the national ID is named without its values.
struct RosterChange {
  std::string key;
  CellChange cell;
};
std::vector<RosterChange> changesOf(const workflow::Workflow& workflow, const store::Student& before,
                                    const store::Student& after);

struct RosterWrite {
  std::vector<store::Student> students;  ///< added and changed ones
  struct Dropped {
    std::string student_no, item;
  };
  std::vector<Dropped> dropped;        ///< registrations made in advance by people who may not
  std::vector<std::string> removed;    ///< numbers to be taken off
  std::set<std::string> providers;     ///< whose roster it is
  std::set<std::string> removed_of;    ///< whose students they are
  std::set<std::string> over_half;     ///< who would lose more than half to a whole roster
  std::set<std::string> final_before;  ///< who had declared it final
};
/// What the person has to say before it is applied; empty when nothing is missing.
std::optional<Refusal> whatTermsLack(const workflow::Workflow& workflow, const RosterWrite& write,
                                     const RosterTerms& terms);

/// Judges the rows of a roster against the roster that is there.
class RosterCheck {
 public:
  RosterCheck(const Snapshot& snapshot, const Actor& actor, const store::Sealer& sealer);

  /// Judges the rows, and tells who is on the roster and in none of them.
  Checked<RosterWrite> run(const std::vector<RosterRow>& rows, bool whole);

 private:
  struct Judged {
    Verdict verdict = Verdict::Invalid;
    model::Message reason;
    store::Student student{};
    std::vector<CellChange> changes{};
    std::vector<Suspicion> suspicions{};
  };
  Judged judge(const RosterRow& row);
  RowReport reported(const RosterRow& row, Judged& judged);
  std::optional<model::Message> fillAttributes(const RosterRow& row, store::Student& student);
  std::optional<model::Message> fillIdentity(const RosterRow& row, store::Student& student,
                                             std::vector<Suspicion>& suspicions);
  const workflow::Provider* providerOfStudent(const store::Student& student);
  std::optional<model::Message> whyNotTheirs(const store::Student& student, const store::Student* before);
  Judged compared(const store::Student* before, store::Student student);
  std::vector<CellChange> shown(const std::vector<RosterChange>& changes, const store::Student& before,
                                const store::Student& after) const;
  std::string covered(const store::Student& student) const;
  void findAbsent(bool whole, BatchReport& report);
  void findFinal();
  std::string otherNumber(const store::Student& student) const;
  model::Message dropForeign(const store::Student& student);
  bool mayHaveRegistered(const workflow::StudentRecord& record, workflow::DepartmentIndex registrar,
                         const std::string& item) const;

  const Snapshot& snapshot_;
  const workflow::Workflow& workflow_;
  const Actor& actor_;
  const store::Sealer& sealer_;
  rules::RowEvaluator provides_;
  std::unordered_map<std::string, store::Student> existing_;
  std::unordered_map<std::string, std::size_t> row_of_number_;
  std::unordered_map<std::string, std::string> number_of_id_;
  RosterWrite write_;
};

}  // namespace lixiao::service
