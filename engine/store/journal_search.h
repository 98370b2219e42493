#pragma once

#include <optional>
#include <string>
#include <vector>

#include "engine/store/journal.h"

namespace lixiao::store {

/// What people ask the journal for. Empty members do not restrict.
struct JournalQuery {
  std::optional<std::string> student_no{};
  std::vector<std::string> actors{};   ///< any of them
  std::vector<std::string> items{};    ///< any of them …
  std::optional<std::string> or_by{};  ///< … or by this actor
  std::optional<std::string> item{};
  std::optional<std::string> kind{};
  std::string holds{};  ///< the payload holds this, byte for byte but for the case of letters
  std::optional<model::Instant> from{};   ///< included
  std::optional<model::Instant> until{};  ///< not included
  std::optional<std::int64_t> before_seq{};
};
/// At most `limit` entries that match, newest first.
std::vector<JournalRecord> findInJournal(Reader& reader, const JournalQuery& query, std::int64_t limit);

}  // namespace lixiao::store
