#pragma once

#include <optional>
#include <string>
#include <vector>

#include "engine/store/journal.h"

namespace lixiao::store {

/// That a fact of a student has another value, in the words of the journal; empty: unknown.
struct WordedChange {
  std::string student_no;
  std::optional<std::string> before;
  std::optional<std::string> after;
  std::optional<model::Instant> since;  ///< from when the value after holds

  bool operator==(const WordedChange&) const = default;
};

/// Adds the entries that tell of the changes of one fact, which come by ascending number: one for each
/// student while they are few, one for some hundred students each where they are many. docs/journal-format.md
/// has the payloads.
void addChanges(std::vector<JournalEntry>& entries, model::Instant at, const std::string& actor,
                const std::string& fact, const std::vector<WordedChange>& changes);

/// Such an entry as it would be for this student alone; nothing when it does not tell of the student.
std::optional<JournalEntry> changeOf(const std::string& student_no, const JournalEntry& entry);

}  // namespace lixiao::store
