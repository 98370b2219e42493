#include "engine/store/journal.h"

#include <algorithm>

#include "engine/store/journal_format.h"
#include "engine/store/journal_row.h"

namespace lixiao::store {

namespace {
struct SpanRecord {
  NumberSpan span;
  std::int64_t seq = 0;
};
}  // namespace

template <>
struct Columns<SpanRecord> {
  static auto of(auto& row) { return std::tie(row.span.first, row.span.last, row.seq); }
};

template <>
struct Columns<RosterAddition> {
  static auto of(auto& row) { return std::tie(row.seq, row.at, row.student_no); }
};

namespace {
constexpr std::size_t kAppendBlock = 4096;

constexpr auto kReadHead = "SELECT seq, hash FROM journal_head WHERE id = 1";
constexpr auto kMoveHead = "UPDATE journal_head SET seq = $1, hash = $2 WHERE id = 1";
constexpr auto kAppend =
    "INSERT INTO journal (seq, at, actor, kind, student_no, item, payload, previous, hash) "
    "VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)";
constexpr auto kAppendSpan = "INSERT INTO journal_span (first_no, last_no, seq) VALUES ($1, $2, $3)";
constexpr auto kReadAfter =
    "SELECT seq, at, actor, kind, student_no, item, payload, previous, hash FROM journal "
    "WHERE seq > $1 ORDER BY seq LIMIT $2";
constexpr auto kAdditions =
    "SELECT seq, at, student_no FROM journal WHERE kind = 'student.added' AND seq > $1 ORDER BY seq LIMIT $2";

std::vector<JournalRecord> chain(const std::vector<JournalEntry>& entries, JournalHead& head) {
  std::vector<JournalRecord> records;
  records.reserve(entries.size());
  for (const JournalEntry& entry : entries) {
    JournalRecord record{head.seq + 1, entry, head.hash, {}};
    record.hash = journalHash(record.seq, entry, head.hash);
    head = {record.seq, record.hash};
    records.push_back(std::move(record));
  }
  return records;
}

void insert(Poco::Data::Session& session, std::vector<JournalRecord>& records) {
  for (std::size_t from = 0; from < records.size(); from += kAppendBlock) {
    const auto begin = std::make_move_iterator(records.begin() + static_cast<std::ptrdiff_t>(from));
    const auto count = static_cast<std::ptrdiff_t>(std::min(kAppendBlock, records.size() - from));
    std::vector<JournalRecord> block(begin, begin + count);
    executeAll(session, kAppend, block);
  }
}

void insertSpans(Poco::Data::Session& session, std::int64_t seq, const std::vector<JournalEntry>& entries) {
  std::vector<SpanRecord> spans;
  for (const JournalEntry& entry : entries) {
    if (entry.span) spans.push_back({*entry.span, seq});
    ++seq;
  }
  executeAll(session, kAppendSpan, spans);
}
}  // namespace

std::int64_t appendJournal(Transaction& transaction, const std::vector<JournalEntry>& entries) {
  Poco::Data::Session& session = transaction.session();
  JournalHead head = journalHead(transaction);
  const std::int64_t first = head.seq + 1;
  if (entries.empty()) return first;
  std::vector<JournalRecord> records = chain(entries, head);
  execute(session, kMoveHead, head.seq, head.hash);
  insert(session, records);
  insertSpans(session, first, entries);
  transaction.setJournalSeq(head.seq);
  return first;
}

std::int64_t appendJournal(Transaction& transaction, const JournalEntry& entry) {
  return appendJournal(transaction, std::vector<JournalEntry>{entry});
}

JournalHead journalHead(Reader& reader) {
  return select<JournalHead>(reader.session(), kReadHead).at(0);
}

std::vector<JournalRecord> journalAfter(Reader& reader, std::int64_t seq, std::int64_t limit) {
  return select<JournalRecord>(reader.session(), kReadAfter, seq, limit);
}

std::vector<RosterAddition> rosterAdditions(Reader& reader, std::int64_t seq, std::int64_t limit) {
  return select<RosterAddition>(reader.session(), kAdditions, seq, limit);
}

}  // namespace lixiao::store
