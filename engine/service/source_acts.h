#pragma once

#include <map>
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

/// What admins do to connectors, on record. The connectors themselves stand elsewhere and are told after the
/// record. Thread-safe.
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

 private:
  Engine engine_;
};

}  // namespace lixiao::service
