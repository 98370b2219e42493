#pragma once

#include <map>
#include <optional>
#include <string>
#include <utility>

#include "engine/service/commands.h"
#include "engine/service/registration_form.h"
#include "engine/service/shared_registering.h"
#include "engine/service/snapshot.h"

namespace lixiao::service {

/// A registration that is to be written.
struct WantedRegistration {
  std::string student_no, item;
  model::Registration registration;
  std::optional<SharedValue> shared;  ///< on this value instead of the student
  std::size_t students = 1;           ///< for whom it counts
  bool absent = false;                ///< nobody on the roster has the number
};

/// Judges wishes to register a result, one after another, as the same actor: a row sees what the rows before
/// it would change. NOT thread-safe.
class RegistrationJudge {
 public:
  RegistrationJudge(const Snapshot& snapshot, const Actor& actor) : snapshot_(snapshot), actor_(actor) {}

  struct Judgement {
    RowReport report;
    std::optional<WantedRegistration> write;  ///< empty: refused, or nothing changes
  };
  Judgement judge(const RegistrationRow& row);

 private:
  struct Judged {
    Verdict verdict = Verdict::Invalid;
    model::Message reason{};
    std::string field{};
  };
  /// The student of a row, decided afresh, the item, and what would be written.
  struct Case {
    const workflow::StudentRecord& record;
    const workflow::Evaluation& evaluation;
    std::size_t position;
    const workflow::Item& item;
    model::Cause cause;
    const model::Registration* live;  ///< the registration that counts now
    WantedRegistration& wanted;
  };
  static Judged judgedBy(const FormFault& fault) { return {Verdict::Invalid, fault.reason, fault.field}; }
  Judged decide(const RegistrationRow& row, std::string& name, WantedRegistration& wanted);
  Judged decideAbsent(const RegistrationRow& row, workflow::ItemIndex item, WantedRegistration& wanted) const;
  Judged decide(const RegistrationRow& row, const workflow::StudentRecord& record,
                const workflow::Evaluation& evaluation, workflow::ItemIndex item,
                WantedRegistration& wanted) const;
  Judged decide(const RegistrationRow& row, Case& what) const;
  Judged clear(const RegistrationRow& row, Case& what) const;
  Judged change(const RegistrationRow& row, Case& what) const;
  std::optional<Judged> whyNotForAll(const RegistrationRow& row, Case& what) const;
  model::Message replaced(const Case& what) const;
  std::optional<workflow::StudentRecord> find(const std::string& student_no) const;
  void take(workflow::StudentRecord record, workflow::ItemIndex item, const WantedRegistration& wanted);

  const Snapshot& snapshot_;
  const Actor& actor_;
  std::map<std::pair<std::string, std::string>, std::size_t> row_of_;  ///< by student and item
  std::map<std::string, workflow::StudentRecord> changed_;             ///< students with rows taken for done
  /// Rows taken for done that count for a value, by item.
  std::map<std::pair<workflow::ItemIndex, SharedValue>, model::Registration> changed_values_;
};

/// What holds a result fast: the document was collected, and its office has to take it back first. `other`:
/// who collected it, when it is somebody else for whom the result counts too.
model::Message collectedFirst(const Snapshot& snapshot, const workflow::Document& document,
                              const std::string& other = {});

/// Whether the actor's department registers the item for students of some kind, and the earliest day.
struct RegistersSomewhere {
  bool registers = false;
  std::optional<model::Date> opens;      ///< empty: at any time
  const workflow::Item* item = nullptr;  ///< of the first type where it does
};
RegistersSomewhere registersSomewhere(const workflow::Workflow& workflow, const Actor& actor,
                                      workflow::ItemIndex item);

}  // namespace lixiao::service
