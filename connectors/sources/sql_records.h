#pragma once

#include <memory>
#include <string>
#include <vector>

#include "connectors/sources/records.h"

namespace lixiao::connectors {

/// A read-only view with one row a student: SQLite, PostgreSQL, or whatever has an ODBC driver.
Schema sqlSchema();
/// Findings beyond the schema.
std::vector<model::Diagnostic> checkSql(const Settings& settings);
/// `fields`: columns. `settings` must be complete and checked.
std::unique_ptr<RecordSource> makeSqlSource(const Settings& settings, const std::vector<FieldPlace>& fields);

}  // namespace lixiao::connectors
