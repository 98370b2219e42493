#include "engine/store/journal_export.h"

#include <ostream>

#include "engine/store/journal.h"
#include "engine/store/journal_lines.h"

namespace lixiao::store {
namespace {
constexpr std::int64_t kBlock = 8192;
}  // namespace

void exportJournal(Reader& reader, std::ostream& out) {
  std::int64_t after = 0;
  for (;;) {
    const std::vector<JournalRecord> block = journalAfter(reader, after, kBlock);
    if (block.empty()) return;
    for (const JournalRecord& record : block) out << toLine(record) << '\n';
    after = block.back().seq;
  }
}

}  // namespace lixiao::store
