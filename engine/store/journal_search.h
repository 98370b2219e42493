#pragma once

#include <optional>
#include <string>
#include <vector>

#include "engine/store/journal.h"

namespace lixiao::store {

/// What the journal is asked for. Empty members do not restrict.
struct JournalFilter {
  std::optional<std::string> student_no{};
  std::vector<std::string> actors{};   ///< any of them
  std::vector<std::string> items{};    ///< any of them …
  std::optional<std::string> or_by{};  ///< … or by this actor
  std::optional<std::string> item{};
  std::optional<std::string> kind{};
  std::string holds{};  ///< the payload holds this, byte for byte but for the case of letters
  std::optional<model::Instant> from{};         ///< included
  std::optional<model::Instant> until{};        ///< not included
  std::optional<std::int64_t> before_seq = {};  ///< for the next page: the smallest seq of the page before
};
/// At most `limit` entries that match, newest first; fewer only when there are no more. Asked for one
/// student, an entry about many is told as if it were about that student alone; seq and hashes are those of
/// the whole.
std::vector<JournalRecord> searchJournal(Reader& reader, const JournalFilter& filter, std::int64_t limit);

}  // namespace lixiao::store
