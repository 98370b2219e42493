#pragma once

#include <cstdint>
#include <istream>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/store/journal.h"

namespace lixiao::store {

enum class ChainFault {
  Changed,  ///< the entry is not what was hashed
  Missing,  ///< no entry of this number
  Order,    ///< the entry does not follow the one before: moved, inserted, or the one before was replaced
  Head,     ///< the chain does not end at the head, or a published head is not on it
};
/// `changed`, `missing`, `order`, `head`.
std::string_view word(ChainFault fault);

struct ChainReport {
  std::int64_t entries = 0;  ///< that were found right, from the first on
  JournalHead head;
  struct Fault {
    std::int64_t seq;
    ChainFault kind;
    std::string text;  ///< one sentence for an administrator
  };
  std::optional<Fault> fault;  ///< the first one; empty when the chain is whole
};

/// Walks the chain from its first entry, in blocks. `published`: heads kept outside, each must be on the
/// chain.
ChainReport verifyJournal(Reader& reader, const std::vector<JournalHead>& published = {});

/// The same for an export: the lines of journal_lines.h, the first entry first. Its head is its last line, so
/// only a published head shows that its end was cut off. A line that is no entry: std::invalid_argument.
ChainReport verifyLines(std::istream& lines, const std::vector<JournalHead>& published = {});

}  // namespace lixiao::store
