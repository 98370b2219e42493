#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "engine/model/date.h"
#include "engine/store/database.h"
#include "engine/store/journal_kind.h"

namespace lixiao::store {

/// Student numbers from the first to the last.
struct NumberSpan {
  std::string first;
  std::string last;

  bool operator==(const NumberSpan&) const = default;
};

/// What somebody did, as the caller tells it.
struct JournalEntry {
  model::Instant at{};
  std::string actor;  ///< login, or the connector's name
  std::string kind;   ///< a word of journal_kind.h
  std::optional<std::string> student_no;
  std::optional<std::string> item;  ///< item, document, list or fact
  std::string payload = "{}";       ///< JSON
  /// When the payload tells of many students (changes_of_many.h): between whom, for searching. Not hashed,
  /// and not there in an entry that was read.
  std::optional<NumberSpan> span{};

  bool operator==(const JournalEntry&) const = default;
};

/// An entry in its place in the chain. Hashes are 64 lower-case hex digits; docs/journal-format.md has the
/// bytes.
struct JournalRecord {
  std::int64_t seq = 0;  ///< dense, from 1, in commit order
  JournalEntry entry;
  std::string previous;  ///< hash of the entry before, zeros for the first
  std::string hash;

  bool operator==(const JournalRecord&) const = default;
};

/// The end of the chain. Publish it elsewhere: only a head kept outside shows that a tail was cut off or the
/// whole chain rebuilt.
struct JournalHead {
  std::int64_t seq = 0;
  std::string hash;

  bool operator==(const JournalHead&) const = default;
};

/// Appends in the order given and returns the seq of the first of them. Entries become visible with the
/// commit.
std::int64_t appendJournal(Transaction& transaction, const std::vector<JournalEntry>& entries);
std::int64_t appendJournal(Transaction& transaction, const JournalEntry& entry);

JournalHead journalHead(Reader& reader);
/// At most `limit` entries after `seq`, ascending: what a follower reads.
std::vector<JournalRecord> journalAfter(Reader& reader, std::int64_t seq, std::int64_t limit);

/// That the roster brought a student.
struct RosterAddition {
  std::int64_t seq = 0;
  model::Instant at{};
  std::string student_no;
};
/// At most `limit` after `seq`, ascending; a student who left and came again may be there twice.
std::vector<RosterAddition> rosterAdditions(Reader& reader, std::int64_t seq, std::int64_t limit);

}  // namespace lixiao::store
