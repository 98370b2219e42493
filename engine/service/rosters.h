#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "engine/model/date.h"
#include "engine/model/text.h"
#include "engine/service/actor.h"
#include "engine/service/engine.h"
#include "engine/service/outcome.h"

namespace lixiao::service {

/// One import, as the journal has it.
struct RosterImportLine {
  std::int64_t seq = 0;  ///< of the journal
  model::Instant at{};
  std::string by;  ///< a person's name
  std::size_t added = 0, changed = 0, unchanged = 0, removed = 0;
  std::string reason;
};

/// A student whom an import touched after the roster had been declared final.
struct RosterChangeLine {
  std::string student_no, name;  ///< name "" when there never was such a student in this run
  std::string kind;              ///< `added`, `changed`, `removed`
  model::LocalizedText title;    ///< of the kind
  model::Instant at{};
  std::string by;  ///< a person's name
  std::string reason;
};

/// Where a provider's part of the roster stands.
struct RosterStanding {
  std::string provider;
  model::LocalizedText title;
  bool mine = false;  ///< the actor delivers it
  std::size_t students = 0;
  std::optional<model::Instant> final_at;
  std::string final_by;                   ///< a person's name
  std::vector<RosterImportLine> imports;  ///< the newest first, at most ten
  std::vector<RosterChangeLine> changes;  ///< after it was declared final, the newest first, at most 200
  std::size_t all_changes = 0;

  /// What a page shows of it; another number by now means that somebody imported meanwhile.
  std::int64_t seen() const { return imports.empty() ? 0 : imports.front().seq; }
};

/// The roster between its imports (Commands::importRoster): who declared which part final, and what changed
/// afterwards. Thread-safe.
class Rosters {
 public:
  explicit Rosters(const Engine& engine);

  /// Declares the actor's part final, once: later changes need a reason and are marked. `seen`:
  /// RosterStanding::seen of the page; a Conflict when there was an import meanwhile.
  Outcome<Done> declareFinal(const Actor& actor, std::int64_t seen);

  /// In the order of the edition: all for admins and auditors, their own for providers.
  Outcome<std::vector<RosterStanding>> standings(const Actor& actor) const;
  /// What was changed of a student after the roster had been declared final, newest first; nothing for
  /// students and for whoever may not see this one.
  std::vector<RosterChangeLine> changesOf(const Actor& actor, const std::string& student_no) const;

 private:
  Engine engine_;
};

}  // namespace lixiao::service
