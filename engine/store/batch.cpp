#include "engine/store/batch.h"

#include "engine/store/meta.h"
#include "engine/store/row.h"

namespace lixiao::store {

namespace {
/// The rows as their columns are.
struct RowRecord {
  std::int64_t batch = 0;
  BatchRow row;
};
struct UndoneRecord {
  std::int64_t batch = 0;
  std::int64_t row = 0;
};
}  // namespace

template <>
struct Columns<Batch> {
  static auto of(auto& row) {
    return std::tie(row.id, row.item, row.by, row.department, row.scope, row.at, row.applied, row.unchanged,
                    row.refused, row.file_name, row.undone_at, row.undone_by, row.undo_reason);
  }
};
template <>
struct Columns<BatchRow> {
  static auto of(auto& row) {
    return std::tie(row.row, row.student_no, row.name, row.item, row.verdict, row.reason, row.revision,
                    row.shared_attribute, row.shared_value, row.before, row.undone);
  }
};
template <>
struct Columns<RowRecord> {
  static auto of(auto& row) { return std::tuple_cat(std::tie(row.batch), Columns<BatchRow>::of(row.row)); }
};
template <>
struct Columns<UndoneRecord> {
  static auto of(auto& row) { return std::tie(row.batch, row.row); }
};

namespace {
#define BATCH_COLUMNS                                                                         \
  "SELECT id, item, made_by, department, scope, at, applied, unchanged, refused, file_name, " \
  "undone_at, undone_by, undo_reason FROM batch "
constexpr auto kFind = BATCH_COLUMNS "WHERE id = $1";
constexpr auto kAll = BATCH_COLUMNS "WHERE id < $1 ORDER BY id DESC LIMIT $2";
constexpr auto kOfDepartment = BATCH_COLUMNS "WHERE department = $1 AND id < $2 ORDER BY id DESC LIMIT $3";
constexpr auto kOfScope =
    BATCH_COLUMNS "WHERE department = $1 AND scope = $2 AND id < $3 ORDER BY id DESC LIMIT $4";
#undef BATCH_COLUMNS
constexpr auto kAdd =
    "INSERT INTO batch (id, item, made_by, department, scope, at, applied, unchanged, refused, file_name, "
    "undone_at, undone_by, undo_reason) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)";
constexpr auto kAddRow =
    "INSERT INTO batch_row (batch, row_number, student_no, name, item, verdict, reason, revision, "
    "shared_attribute, shared_value, before, undone) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, "
    "$12)";
constexpr auto kRows =
    "SELECT row_number, student_no, name, item, verdict, reason, revision, shared_attribute, shared_value, "
    "before, undone FROM batch_row WHERE batch = $1 ORDER BY row_number";
constexpr auto kMark = "UPDATE batch SET undone_at = $1, undone_by = $2, undo_reason = $3 WHERE id = $4";
constexpr auto kMarkRow = "UPDATE batch_row SET undone = 1 WHERE batch = $1 AND row_number = $2";
constexpr std::int64_t kNoEnd = 9'000'000'000'000'000'000;
}  // namespace

std::int64_t nextBatch(Transaction& transaction) {
  return nextNumbers(transaction, "batch");
}

void addBatch(Transaction& transaction, const Batch& batch, const std::vector<BatchRow>& rows) {
  std::vector<Batch> heads = {batch};
  executeAll(transaction.session(), kAdd, heads);
  std::vector<RowRecord> records;
  records.reserve(rows.size());
  for (const BatchRow& row : rows) records.push_back({batch.id, row});
  executeAll(transaction.session(), kAddRow, records);
}

std::optional<Batch> findBatch(Reader& reader, std::int64_t id) {
  return selectOne<Batch>(reader.session(), kFind, id);
}

std::vector<BatchRow> batchRows(Reader& reader, std::int64_t id) {
  return select<BatchRow>(reader.session(), kRows, id);
}

std::vector<Batch> batches(Reader& reader, const BatchFilter& filter, std::int64_t before,
                           std::int64_t limit) {
  const std::int64_t end = before > 0 ? before : kNoEnd;
  if (!filter.department) return select<Batch>(reader.session(), kAll, end, limit);
  if (!filter.scope) return select<Batch>(reader.session(), kOfDepartment, *filter.department, end, limit);
  return select<Batch>(reader.session(), kOfScope, *filter.department, *filter.scope, end, limit);
}

void markUndone(Transaction& transaction, std::int64_t id, model::Instant at, const std::string& by,
                const std::string& reason, const std::vector<std::int64_t>& rows) {
  execute(transaction.session(), kMark, milliseconds(at), by, reason, id);
  std::vector<UndoneRecord> records;
  records.reserve(rows.size());
  for (const std::int64_t row : rows) records.push_back({id, row});
  executeAll(transaction.session(), kMarkRow, records);
}

}  // namespace lixiao::store
