#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "engine/model/date.h"
#include "engine/service/actor.h"
#include "engine/service/engine.h"
#include "engine/service/outcome.h"

namespace lixiao::service {

/// That somebody submitted a list, as the journal has it.
struct ListSubmissionLine {
  std::int64_t seq = 0;  ///< of the journal
  model::Instant at{};
  std::string by;  ///< a person's name
  std::size_t students = 0, added = 0, removed = 0, changed = 0;
};
struct ListMemberLine {
  std::string student_no, name, remark;
  bool on_roster = true;
};
/// A list as it was submitted last, and its submissions.
struct ListDetail {
  /// The last submission, 0 while there is none: what Commands::submitList takes as `seen`.
  std::int64_t revision = 0;
  std::vector<ListMemberLine> members;      ///< by number
  std::vector<ListSubmissionLine> history;  ///< the newest first, at most twenty
};

/// Lists beyond what Queries::lists tells of all. Thread-safe.
class Lists {
 public:
  explicit Lists(const Engine& engine);

  /// For those who submit it, for admins and auditors.
  Outcome<ListDetail> detail(const Actor& actor, const std::string& list) const;

 private:
  Engine engine_;
};

}  // namespace lixiao::service
