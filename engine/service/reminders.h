#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "engine/model/date.h"
#include "engine/model/status.h"
#include "engine/service/actor.h"
#include "engine/service/engine.h"
#include "engine/service/outcome.h"

namespace lixiao::service {

/// Work of an office that has been open for long.
struct OldWork {
  /// `Waiting`: students wait for what the office registers; `Declared`: for what it confirms; `List`: a list
  /// is due and not submitted; `Unmatched`: registrations for nobody on the roster.
  enum class Kind : std::uint8_t { Waiting, Declared, List, Unmatched };

  Kind kind{};
  std::string subject;  ///< the item or list; "" for others
  model::LocalizedText title;
  std::uint64_t count = 0;              ///< of a list: 0
  std::optional<model::Instant> since;  ///< the oldest of it; of a list: empty
  std::optional<model::Date> due;       ///< of a list
};
/// In a sentence, with days as `2015-06-18`.
model::Message sentenceOf(const OldWork& work, model::Date since);

/// Reminds offices of old open work. Thread-safe after setAfter().
class Reminders {
 public:
  explicit Reminders(const Engine& engine);
  ~Reminders();

  /// Work is old after this time. Before other threads come.
  void setAfter(std::chrono::milliseconds time);
  /// What is old in the actor's office, and in their part of it where it has parts; the longest first. What
  /// students wait for may be half a minute old.
  Outcome<std::vector<OldWork>> of(const Actor& actor) const;

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace lixiao::service
