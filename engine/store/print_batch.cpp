#include "engine/store/print_batch.h"

#include "engine/store/meta.h"
#include "engine/store/row.h"

namespace lixiao::store {

namespace {
/// The rows as their columns are.
struct BatchRecord {
  std::int64_t id = 0;
  std::string document;
  std::int64_t number = 0;
  std::int64_t cut_off = 0;
  std::string grouped_by;
  model::Instant at{};
  std::string by;
  std::int64_t students = 0;
};
struct RowRecord {
  std::int64_t batch = 0;
  std::string document;
  PrintRow row;
};
}  // namespace

template <>
struct Columns<BatchRecord> {
  static auto of(auto& row) {
    return std::tie(row.id, row.document, row.number, row.cut_off, row.grouped_by, row.at, row.by,
                    row.students);
  }
};
template <>
struct Columns<PrintRow> {
  static auto of(auto& row) {
    return std::tie(row.position, row.student_no, row.name, row.destination, row.college, row.class_code);
  }
};
template <>
struct Columns<RowRecord> {
  static auto of(auto& row) {
    return std::tuple_cat(std::tie(row.batch, row.document), Columns<PrintRow>::of(row.row));
  }
};

namespace {
#define PRINT_COLUMNS \
  "SELECT id, document, batch_number, cut_off, grouped_by, at, made_by, students FROM print_batch "
constexpr auto kFind = PRINT_COLUMNS "WHERE id = $1";
constexpr auto kOfDocument = PRINT_COLUMNS "WHERE document = $1 ORDER BY id";
constexpr auto kOfStudent =
    PRINT_COLUMNS "WHERE id = (SELECT batch FROM print_batch_row WHERE document = $1 AND student_no = $2)";
#undef PRINT_COLUMNS
constexpr auto kAdd =
    "INSERT INTO print_batch (id, document, batch_number, cut_off, grouped_by, at, made_by, students) VALUES "
    "($1, $2, $3, $4, $5, $6, $7, $8)";
constexpr auto kAddRow =
    "INSERT INTO print_batch_row (batch, document, position, student_no, name, destination, college, "
    "class_code) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";
constexpr auto kRows =
    "SELECT position, student_no, name, destination, college, class_code FROM print_batch_row WHERE batch = "
    "$1 ORDER BY position";
constexpr auto kPrinted = "SELECT student_no FROM print_batch_row WHERE document = $1 ORDER BY student_no";

PrintBatch printBatch(BatchRecord& row) {
  return {row.id,
          std::move(row.document),
          row.number,
          model::dateOf(static_cast<std::int32_t>(row.cut_off)),
          std::move(row.grouped_by),
          row.at,
          std::move(row.by),
          row.students};
}

std::optional<PrintBatch> first(std::optional<BatchRecord> row) {
  if (!row) return std::nullopt;
  return printBatch(*row);
}
}  // namespace

std::int64_t addPrintBatch(Transaction& transaction, PrintBatch batch, const std::vector<PrintRow>& rows) {
  const std::int64_t id = nextNumbers(transaction, "print_batch");
  const auto number = static_cast<std::int64_t>(printBatches(transaction, batch.document).size()) + 1;
  std::vector<BatchRecord> heads = {{id, batch.document, number, model::dayNumber(batch.cut_off),
                                     batch.grouped_by, batch.at, batch.by,
                                     static_cast<std::int64_t>(rows.size())}};
  executeAll(transaction.session(), kAdd, heads);
  std::vector<RowRecord> records;
  records.reserve(rows.size());
  for (const PrintRow& row : rows) records.push_back({id, batch.document, row});
  executeAll(transaction.session(), kAddRow, records);
  return id;
}

std::optional<PrintBatch> findPrintBatch(Reader& reader, std::int64_t id) {
  return first(selectOne<BatchRecord>(reader.session(), kFind, id));
}

std::vector<PrintBatch> printBatches(Reader& reader, const std::string& document) {
  std::vector<PrintBatch> all;
  for (BatchRecord& row : select<BatchRecord>(reader.session(), kOfDocument, document))
    all.push_back(printBatch(row));
  return all;
}

std::vector<PrintRow> printRows(Reader& reader, std::int64_t id) {
  return select<PrintRow>(reader.session(), kRows, id);
}

std::vector<std::string> printedStudents(Reader& reader, const std::string& document) {
  std::vector<std::string> numbers;
  for (Text& row : select<Text>(reader.session(), kPrinted, document))
    numbers.push_back(std::move(row.value));
  return numbers;
}

std::optional<PrintBatch> printBatchOf(Reader& reader, const std::string& document,
                                       const std::string& student_no) {
  return first(selectOne<BatchRecord>(reader.session(), kOfStudent, document, student_no));
}

}  // namespace lixiao::store
