#pragma once

#include <cstddef>
#include <filesystem>

namespace lixiao::bench {

/// Facts of one source applied as one delivery: values, journal and board; beside it the same rows written by
/// SQLite alone into a table with the same key, in one transaction of prepared statements.
struct BulkFacts {
  std::size_t facts = 0;
  double new_seconds = 0;     ///< every fact has another value than before
  double same_seconds = 0;    ///< every fact is as before
  double sqlite_seconds = 0;  ///< the plain insert
};
/// Works on a copy of the database.
BulkFacts applyInBulk(const std::filesystem::path& database, std::size_t facts);

}  // namespace lixiao::bench
