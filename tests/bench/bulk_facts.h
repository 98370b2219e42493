#pragma once

#include <cstddef>
#include <filesystem>

namespace lixiao::bench {

/// Loans and fines of all students from one CSV or one SQL view, by the library's connector over `transport:
/// file` and `sql`: the source is read and checked, the values, the journal and the board are written. Beside
/// it the same rows written by SQLite alone into a table with the same key, in one transaction of prepared
/// statements.
struct BulkFacts {
  std::size_t facts = 0;
  double first_seconds = 0;         ///< nobody had a value before
  double changed_seconds = 0;       ///< every fact has another value than before
  double same_seconds = 0;          ///< every fact is as before
  double view_changed_seconds = 0;  ///< the same from the view
  double view_same_seconds = 0;
  double sqlite_seconds = 0;  ///< the plain insert
};
/// Works on a copy of the database.
BulkFacts applyInBulk(const std::filesystem::path& database);

}  // namespace lixiao::bench
