#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "engine/model/date.h"
#include "engine/model/text.h"
#include "engine/service/actor.h"
#include "engine/service/engine.h"
#include "engine/service/outcome.h"

namespace lixiao::service {

/// A registration for a number that is not on the roster.
struct UnmatchedLine {
  std::string student_no, item;
  model::LocalizedText title;   ///< of the item
  model::LocalizedText result;  ///< what was registered
  std::string remark;
  model::Instant at{};
  std::string by;             ///< a person's name
  std::int64_t revision = 0;  ///< of the registration
  bool taken_off = false;     ///< the number was on the roster and was taken off it
  bool mine = false;          ///< the actor may withdraw or correct it
};
/// A row of a submitted list whose number is not on the roster any more.
struct UnmatchedListLine {
  std::string list;
  model::LocalizedText title;  ///< of the list
  std::string student_no, name, remark;
  bool mine = false;  ///< the actor submits the list
};
struct UnmatchedView {
  std::vector<UnmatchedLine> registrations;  ///< the oldest first
  std::vector<UnmatchedListLine> list_rows;
};

/// What was registered or listed for numbers that nobody on the roster has: it waits, or the number is wrong.
/// Shown are the items and lists of the actor's department; people who act for a part of the students see
/// what they entered themselves; admins and auditors see all. Thread-safe.
class Unmatched {
 public:
  explicit Unmatched(const Engine& engine);
  ~Unmatched();

  Outcome<UnmatchedView> view(const Actor& actor) const;
  /// How many there are in the view; 0 for those who have none.
  std::size_t count(const Actor& actor) const;

  struct Pick {
    std::string student_no, item;
    std::int64_t seen = 0;  ///< UnmatchedLine::revision
  };
  /// Takes registrations back, all or none. Needs a reason. A Conflict names what is not as it was seen.
  Outcome<Done> withdraw(const Actor& actor, const std::vector<Pick>& picks, const std::string& reason);
  /// The registration was for another number: taken back here and registered there, judged as if it were
  /// entered now.
  Outcome<Done> move(const Actor& actor, const Pick& pick, const std::string& to);

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace lixiao::service
