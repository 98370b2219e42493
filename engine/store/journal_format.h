#pragma once

#include <string>

#include "engine/store/journal.h"

namespace lixiao::store {

/// The hash before the first entry.
extern const std::string kJournalStart;

/// The bytes that are hashed for an entry: docs/journal-format.md. Throws std::invalid_argument when
/// `previous` is not 64 lower-case hex digits.
std::string journalBytes(std::int64_t seq, const JournalEntry& entry, const std::string& previous);
/// SHA-256 of journalBytes, as hex.
std::string journalHash(std::int64_t seq, const JournalEntry& entry, const std::string& previous);

}  // namespace lixiao::store
