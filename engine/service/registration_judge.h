#pragma once

#include <map>
#include <string>
#include <utility>

#include "engine/service/commands.h"
#include "engine/service/snapshot.h"

namespace lixiao::service {

/// Judges wishes to register a result, one after another, as the same actor: a row sees what the rows before
/// it would change. NOT thread-safe.
class RegistrationJudge {
 public:
  RegistrationJudge(const Snapshot& snapshot, const Actor& actor) : snapshot_(snapshot), actor_(actor) {}

  RowReport judge(const RegistrationRow& row);
  /// Whether a row judged so is to be written.
  static bool writes(Verdict verdict);

 private:
  struct Judged {
    Verdict verdict = Verdict::Invalid;
    model::Message reason{};
  };
  /// The student of a row, decided afresh, and the item.
  struct Case {
    const workflow::StudentRecord& record;
    const workflow::Evaluation& evaluation;
    std::size_t position;
    const workflow::ItemResult& result;
    const model::Registration* live;  ///< the registration that counts now
  };
  Judged decide(const RegistrationRow& row, std::string& name);
  Judged decideAbsent(const RegistrationRow& row, workflow::ItemIndex item) const;
  Judged decide(const RegistrationRow& row, const workflow::StudentRecord& record,
                const workflow::Evaluation& evaluation, workflow::ItemIndex item) const;
  Judged clear(const RegistrationRow& row, const Case& wanted) const;
  Judged refuse(const RegistrationRow& row, const Case& wanted) const;
  model::Message replaced(const Case& wanted) const;

  const Snapshot& snapshot_;
  const Actor& actor_;
  std::map<std::pair<std::string, std::string>, std::size_t> row_of_;  ///< by student and item
  std::map<std::string, workflow::StudentRecord> changed_;             ///< students with rows taken for done
};

/// Whether the actor's department registers the item for students of some kind, and the earliest day.
struct RegistersSomewhere {
  bool registers = false;
  std::optional<model::Date> opens;  ///< empty: at any time
};
RegistersSomewhere registersSomewhere(const workflow::Workflow& workflow, const Actor& actor,
                                      workflow::ItemIndex item);

}  // namespace lixiao::service
