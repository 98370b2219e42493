#include "engine/store/late_change.h"

#include <algorithm>
#include <array>
#include <set>
#include <stdexcept>

#include "engine/store/error.h"
#include "engine/store/row.h"

namespace lixiao::store {

namespace {
/// The row as its columns are.
struct LateChangeRecord {
  std::string student_no;
  std::int64_t import_seq = 0;
  std::string provider;
  std::string kind;
  model::Instant at{};
  std::string by;
  std::string reason;
};
}  // namespace

template <>
struct Columns<LateChangeRecord> {
  static auto of(auto& row) {
    return std::tie(row.student_no, row.import_seq, row.provider, row.kind, row.at, row.by, row.reason);
  }
};

namespace {
constexpr auto kRecord =
    "INSERT INTO late_change (student_no, import_seq, provider, kind, at, changed_by, reason) "
    "VALUES ($1, $2, $3, $4, $5, $6, $7)";
#define LATE_CHANGE_COLUMNS \
  "SELECT student_no, import_seq, provider, kind, at, changed_by, reason FROM late_change "
constexpr auto kOfStudent = LATE_CHANGE_COLUMNS "WHERE student_no = $1 ORDER BY import_seq DESC";
constexpr auto kOfProvider =
    LATE_CHANGE_COLUMNS "WHERE provider = $1 AND at >= $2 ORDER BY import_seq DESC, student_no LIMIT $3";
#undef LATE_CHANGE_COLUMNS
constexpr auto kCount = "SELECT count(*) FROM late_change WHERE provider = $1 AND at >= $2";

constexpr std::array<std::string_view, 3> kWords = {"added", "changed", "removed"};

LateChange change(LateChangeRecord& row) {
  const auto word = std::find(kWords.begin(), kWords.end(), row.kind);
  if (word == kWords.end())
    throw StoreError(StoreError::Kind::Damaged, "a late change is of no kind of this program: " + row.kind);
  return {std::move(row.student_no),
          row.import_seq,
          std::move(row.provider),
          static_cast<LateChange::Kind>(word - kWords.begin()),
          row.at,
          std::move(row.by),
          std::move(row.reason)};
}

std::vector<LateChange> changes(std::vector<LateChangeRecord> rows) {
  std::vector<LateChange> made;
  made.reserve(rows.size());
  for (LateChangeRecord& row : rows) made.push_back(change(row));
  return made;
}
}  // namespace

std::string_view word(LateChange::Kind kind) {
  return kWords[static_cast<std::size_t>(kind)];
}

void recordLateChanges(Transaction& transaction, const std::vector<LateChange>& changes) {
  std::set<std::pair<std::string_view, std::int64_t>> keys;
  std::vector<LateChangeRecord> rows;
  rows.reserve(changes.size());
  for (const LateChange& each : changes) {
    if (!keys.emplace(each.student_no, each.import_seq).second)
      throw std::invalid_argument("a student occurs twice in an import");
    rows.push_back({each.student_no, each.import_seq, each.provider, std::string(word(each.kind)), each.at,
                    each.by, each.reason});
  }
  executeAll(transaction.session(), kRecord, rows);
}

std::vector<LateChange> lateChangesOf(Reader& reader, const std::string& student_no) {
  return changes(select<LateChangeRecord>(reader.session(), kOfStudent, student_no));
}

std::vector<LateChange> lateChanges(Reader& reader, const std::string& provider, model::Instant since,
                                    std::int64_t limit) {
  return changes(
      select<LateChangeRecord>(reader.session(), kOfProvider, provider, milliseconds(since), limit));
}

std::int64_t countLateChanges(Reader& reader, const std::string& provider, model::Instant since) {
  return select<Number>(reader.session(), kCount, provider, milliseconds(since)).at(0).value;
}

}  // namespace lixiao::store
