#pragma once

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
  model::LocalizedText title;
  std::string before, after;
};
std::vector<RosterChange> changesOf(const workflow::Workflow& workflow, const store::Student& before,
                                    const store::Student& after);

struct RosterWrite {
  std::vector<store::Student> students;  ///< added and changed ones
  struct Dropped {
    std::string student_no, item;
  };
  std::vector<Dropped> dropped;  ///< registrations made in advance by people who may not
};

/// Judges the rows of a roster against the roster that is there.
class RosterCheck {
 public:
  RosterCheck(const Snapshot& snapshot, const Actor& actor, const store::Sealer& sealer);

  Checked<RosterWrite> run(const std::vector<RosterRow>& rows);

 private:
  struct Judged {
    Verdict verdict = Verdict::Invalid;
    model::Message reason;
    store::Student student;
  };
  Judged judge(const RosterRow& row);
  std::optional<model::Message> fillAttributes(const RosterRow& row, store::Student& student);
  std::optional<model::Message> fillIdentity(const RosterRow& row, store::Student& student);
  const workflow::Provider* providerOfStudent(const store::Student& student);
  std::optional<model::Message> whyNotTheirs(const store::Student& student, const store::Student* before);
  Judged compared(const store::Student* before, store::Student student);
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
