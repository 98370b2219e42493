#pragma once

#include <map>
#include <set>
#include <string>

#include "engine/service/actor.h"
#include "engine/service/engine.h"
#include "engine/service/outcome.h"

namespace lixiao::service {

/// The count for which a poll was held.
struct HeldCount {
  std::string fact;
  std::size_t before = 0, after = 0;  ///< students
};

/// What admins do to connectors, on record, and what must be known of them after a restart. The connectors
/// themselves stand elsewhere: they are told of a pause after the record, and what was held is recorded after
/// it was applied or forgotten. Thread-safe.
class SourceActs {
 public:
  explicit SourceActs(const Engine& engine) : engine_(engine) {}

  /// A pause holds over restarts, until it is ended or the trial is.
  Outcome<Done> pause(const Actor& actor, const std::string& source, bool paused);
  Outcome<Done> release(const Actor& actor, const std::string& source, const HeldCount& held);
  Outcome<Done> discard(const Actor& actor, const std::string& source, const HeldCount& held);
  /// Whether the actor may ask the sources about somebody or look at what they said; changes nothing.
  Outcome<Done> look(const Actor& actor) const;

  /// What admins last said, by source: paused or not.
  std::map<std::string, bool> pauses() const;

  /// Whether a poll of the source was held and none has been applied since; holds over restarts, too.
  void doubt(const std::string& source, bool doubted);
  std::set<std::string> doubted() const;

 private:
  Engine engine_;
};

}  // namespace lixiao::service
