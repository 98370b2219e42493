#include "engine/store/journal_export.h"

#include <nlohmann/json.hpp>
#include <ostream>

#include "engine/store/journal.h"

namespace lixiao::store {
namespace {
constexpr std::int64_t kBlock = 8192;

std::string line(const JournalRecord& record) {
  nlohmann::ordered_json fields = {{"seq", record.seq},
                                   {"at", model::formatInstant(record.entry.at)},
                                   {"actor", record.entry.actor},
                                   {"kind", record.entry.kind}};
  if (record.entry.student_no) fields["student_no"] = *record.entry.student_no;
  if (record.entry.item) fields["item"] = *record.entry.item;
  fields["payload"] = record.entry.payload;
  fields["previous"] = record.previous;
  fields["hash"] = record.hash;
  return fields.dump();
}
}  // namespace

void exportJournal(Reader& reader, std::ostream& out) {
  std::int64_t after = 0;
  for (;;) {
    const std::vector<JournalRecord> block = journalAfter(reader, after, kBlock);
    if (block.empty()) return;
    for (const JournalRecord& record : block) out << line(record) << '\n';
    after = block.back().seq;
  }
}

}  // namespace lixiao::store
