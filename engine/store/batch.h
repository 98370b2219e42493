#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "engine/model/date.h"
#include "engine/store/database.h"

namespace lixiao::store {

/// Registrations that were made as one.
struct Batch {
  std::int64_t id = 0;
  std::string item;  ///< "" for several
  std::string by;
  std::string department;  ///< of who made it, with the part of the students they acted for; "" for none
  std::string scope;
  model::Instant at{};
  std::int64_t applied = 0;  ///< rows that changed something
  std::int64_t unchanged = 0;
  std::int64_t refused = 0;
  std::string file_name;  ///< "" for what was pasted
  std::optional<model::Instant> undone_at{};
  std::string undone_by{};
  std::string undo_reason{};

  bool operator==(const Batch&) const = default;
};

/// A row of one, with what became of it.
struct BatchRow {
  std::int64_t row = 0;  ///< of the file or paste
  std::string student_no;
  std::string name;  ///< "" while the roster did not have the student
  std::string item;
  std::string verdict;
  std::string reason;            ///< JSON, "" for none
  std::int64_t revision = 0;     ///< of the registration it wrote, 0 for none
  std::string shared_attribute;  ///< where the registration counts for all who share a value
  std::string shared_value;
  std::string before;   ///< JSON of the registration it replaced, "" for none
  bool undone = false;  ///< what stood before stands again

  bool operator==(const BatchRow&) const = default;
};

/// The number of the next batch.
std::int64_t nextBatch(Transaction& transaction);
void addBatch(Transaction& transaction, const Batch& batch, const std::vector<BatchRow>& rows);
std::optional<Batch> findBatch(Reader& reader, std::int64_t id);
/// In their order.
std::vector<BatchRow> batchRows(Reader& reader, std::int64_t id);

/// Whose; empty members do not restrict.
struct BatchFilter {
  std::optional<std::string> department = {};
  std::optional<std::string> scope = {};
};
/// At most `limit`, the newest first, before the number `before` (0: all).
std::vector<Batch> batches(Reader& reader, const BatchFilter& filter, std::int64_t before,
                           std::int64_t limit);

/// Marks it and these rows of it.
void markUndone(Transaction& transaction, std::int64_t id, model::Instant at, const std::string& by,
                const std::string& reason, const std::vector<std::int64_t>& rows);

}  // namespace lixiao::store
