#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "engine/service/actor.h"
#include "engine/service/engine.h"
#include "engine/service/outcome.h"

namespace lixiao::store {
class Transaction;
}

namespace lixiao::service {

/// What the run will begin without.
struct TrialContents {
  std::string edition;  ///< what is to be typed to confirm, "" while none is active
  model::LocalizedText title;
  struct Part {
    std::string table;
    model::LocalizedText title;
    std::int64_t rows = 0;
  };
  std::vector<Part> parts;  ///< what the edition goes on with is among them: it is activated anew
};

/// The run that has begun, and where the trial's record lies.
struct RunStarted {
  std::string edition;
  std::filesystem::path record;   ///< the whole database as it was
  std::filesystem::path journal;  ///< its journal as JSON lines
  std::string sha256;             ///< of the record
  std::int64_t trial_entries = 0;
  bool swept = false;  ///< false: readers kept the old bytes in the file; the next start removes them
};

/// The trial in which a new database may begin, and its end. Thread-safe.
class Trial {
 public:
  explicit Trial(const Engine& engine) : engine_(engine) {}

  /// Whether what is done now will be cleared.
  bool running() const;
  /// Refused when there is no trial.
  Outcome<TrialContents> contents(const Actor& actor) const;
  /// Writes the record of the trial aside, checks it, then clears everything in one transaction: what is left
  /// are the accounts of people who are not students and the active edition. All sessions end, the journal
  /// begins anew. Killed at any moment it leaves the whole trial or the clean run. `edition` is what was
  /// typed to confirm. Throws when the record cannot be written; the trial then goes on.
  Outcome<RunStarted> goLive(const Actor& actor, const std::string& edition);

 private:
  Outcome<RunStarted> start(store::Transaction& transaction, const Actor& actor,
                            const std::string& edition) const;

  const Engine engine_;
};

}  // namespace lixiao::service
