#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "engine/model/date.h"
#include "engine/store/database.h"

namespace lixiao::store {

/// Documents that are printed together.
struct PrintBatch {
  std::int64_t id = 0;
  std::string document;
  std::int64_t number = 0;  ///< of the document's batches, from 1
  model::Date cut_off;      ///< who was ready at the end of this day
  std::string grouped_by;   ///< attribute or fact, "" for none
  model::Instant at{};
  std::string by;
  std::int64_t students = 0;

  bool operator==(const PrintBatch&) const = default;
};

/// A student in one, as the roster had them then.
struct PrintRow {
  std::int64_t position = 0;  ///< from 1
  std::string student_no, name, destination, college, class_code;

  bool operator==(const PrintRow&) const = default;
};

/// Returns its id; `number` is given by the database. A student is in at most one batch of a document.
std::int64_t addPrintBatch(Transaction& transaction, PrintBatch batch, const std::vector<PrintRow>& rows);
std::optional<PrintBatch> findPrintBatch(Reader& reader, std::int64_t id);
/// Of a document, the oldest first.
std::vector<PrintBatch> printBatches(Reader& reader, const std::string& document);
/// In their order.
std::vector<PrintRow> printRows(Reader& reader, std::int64_t id);
/// Numbers of the students who are in a batch of the document, ascending.
std::vector<std::string> printedStudents(Reader& reader, const std::string& document);
/// The batch of the document that the student is in.
std::optional<PrintBatch> printBatchOf(Reader& reader, const std::string& document,
                                       const std::string& student_no);

}  // namespace lixiao::store
