#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "engine/model/date.h"
#include "engine/model/registration.h"
#include "engine/model/status.h"
#include "engine/service/actor.h"
#include "engine/service/engine.h"
#include "engine/service/outcome.h"

namespace lixiao::service {

/// Something that was done about an item or document of a student.
struct HistoryEntry {
  enum class What { Registered, Restored, Revoked, HandedOut, TakenBack };

  What what = What::Registered;
  model::Instant at{};
  std::string by;
  model::LocalizedText department;  ///< for which they acted
  // What was registered, or, for Revoked, what stood until then.
  std::optional<model::RegistrationResult> result;
  std::string remark, condition, until, amount;
  std::string reason;      ///< of what was restored, revoked or taken back
  std::int64_t batch = 0;  ///< it was part of, 0 for none
  bool replaces = false;   ///< something stood before it
  std::string proxy, proxy_id;
};

/// What the journal knows of one item or document of one student.
struct SubjectHistory {
  std::string student_no, name;
  model::LocalizedText title;
  std::vector<HistoryEntry> entries;  ///< the newest first, at most 200
};

/// Thread-safe.
class Histories {
 public:
  explicit Histories(const Engine& engine);
  ~Histories();

  /// `subject`: the id of an item or document. For everybody who may see the student, but students.
  Outcome<SubjectHistory> of(const Actor& actor, const std::string& student_no,
                             const std::string& subject) const;

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace lixiao::service
