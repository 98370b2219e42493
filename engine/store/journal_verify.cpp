#include "engine/store/journal_verify.h"

#include <limits>

#include "engine/store/journal_format.h"
#include "engine/store/journal_lines.h"
#include "engine/store/journal_row.h"
#include "engine/store/scan.h"

namespace lixiao::store {
namespace {

std::string hashOrNothing(const JournalRecord& record, const std::string& previous) {
  try {
    return journalHash(record.seq, record.entry, previous);
  } catch (const std::invalid_argument&) {
    return {};
  }
}

std::string text(ChainFault fault, std::int64_t seq) {
  const std::string number = std::to_string(seq);
  switch (fault) {
    case ChainFault::Changed:
      return "entry " + number + " is not what was written";
    case ChainFault::Missing:
      return "entry " + number + " is missing";
    case ChainFault::Order:
      return "entry " + number +
             " does not follow the one before: moved, inserted, or the one before was replaced";
    case ChainFault::Head:
      return "the journal does not end at its head, or a published head is not on it: entry " + number;
  }
  return {};
}

/// Follows the chain record by record.
class Walk {
 public:
  explicit Walk(const std::vector<JournalHead>& published) : published_(published) {}

  /// False at the first fault.
  bool take(const JournalRecord& record) {
    if (const auto fault = check(record))
      return stop(*fault, *fault == ChainFault::Missing ? last_.seq + 1 : record.seq);
    last_ = {record.seq, record.hash};
    for (const JournalHead& head : published_)
      if (head.seq == record.seq && head.hash != record.hash) return stop(ChainFault::Head, head.seq);
    ++report_.entries;
    return true;
  }

  ChainReport finish(const JournalHead& head) {
    report_.head = head;
    if (report_.fault) return report_;
    if (head != last_) stop(ChainFault::Head, std::min(head.seq, last_.seq) + 1);
    for (const JournalHead& outside : published_)
      if (!report_.fault && outside.seq > last_.seq) stop(ChainFault::Head, last_.seq + 1);
    return report_;
  }

 private:
  std::optional<ChainFault> check(const JournalRecord& record) const {
    if (record.seq <= last_.seq) return ChainFault::Order;
    if (record.seq != last_.seq + 1) return ChainFault::Missing;
    if (record.previous == last_.hash)
      return hashOrNothing(record, record.previous) == record.hash ? std::nullopt
                                                                   : std::optional(ChainFault::Changed);
    return hashOrNothing(record, last_.hash) == record.hash ? ChainFault::Changed : ChainFault::Order;
  }

  bool stop(ChainFault fault, std::int64_t seq) {
    report_.fault = ChainReport::Fault{seq, fault, text(fault, seq)};
    return false;
  }

  const std::vector<JournalHead>& published_;
  JournalHead last_{0, kJournalStart};
  ChainReport report_;
};
}  // namespace

std::string_view word(ChainFault fault) {
  switch (fault) {
    case ChainFault::Changed:
      return "changed";
    case ChainFault::Missing:
      return "missing";
    case ChainFault::Order:
      return "order";
    case ChainFault::Head:
      return "head";
  }
  return {};
}

ChainReport verifyJournal(Reader& reader, const std::vector<JournalHead>& published) {
  Walk walk(published);
  std::int64_t after = std::numeric_limits<std::int64_t>::min();
  for (bool whole = true; whole;) {
    const std::vector<JournalRecord> block = journalAfter(reader, after, kBlockRows);
    if (block.empty()) break;
    after = block.back().seq;
    for (const JournalRecord& record : block)
      if (!(whole = walk.take(record))) break;
  }
  return walk.finish(journalHead(reader));
}

ChainReport verifyLines(std::istream& lines, const std::vector<JournalHead>& published) {
  Walk walk(published);
  JournalHead head{0, kJournalStart};
  bool whole = true;
  for (std::string line; whole && std::getline(lines, line);) {
    if (line.empty()) continue;
    const JournalRecord record = parseLine(line);
    head = {record.seq, record.hash};
    whole = walk.take(record);
  }
  return walk.finish(head);
}

}  // namespace lixiao::store
