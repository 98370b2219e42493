#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "engine/model/date.h"
#include "engine/store/database.h"

namespace lixiao::store {

/// One finished poll of a source, as the connectors tell it.
struct PollRecord {
  std::string source;
  model::Instant began{};
  std::int64_t took = 0;  ///< milliseconds
  std::int64_t students_asked = 0, facts_delivered = 0, unknown_students = 0;
  std::optional<std::string> error_kind;  ///< `unreachable`, …; empty when it went well
  std::string error, answer;              ///< masked
  std::optional<std::string> held_fact;   ///< not applied: a count of this fact fell too far
  std::string held_of;                    ///< `known`, `open`, `not`: what was counted
  std::int64_t held_before = 0, held_after = 0;
  std::optional<model::Instant> as_of;  ///< of what was delivered

  bool operator==(const PollRecord&) const = default;
};

/// Adds it, or replaces that of the same source and moment; of the source the last `most` are kept.
void putPoll(Transaction& transaction, const PollRecord& poll, std::int64_t most);
/// Those of a source, the latest first.
std::vector<PollRecord> pollsOf(Reader& reader, const std::string& source);

}  // namespace lixiao::store
