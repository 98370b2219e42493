#include "engine/store/schema.h"

// With migrations.cpp and fresh_start.cpp the only file that knows SQLite's own words: pragmas, the
// catalogue, triggers, WITHOUT ROWID. Text is compared by its bytes, as everywhere in this room (on
// PostgreSQL: COLLATE "C").

#include "engine/model/clock.h"
#include "engine/store/error.h"
#include "engine/store/row.h"

namespace lixiao::store {
namespace {

constexpr auto kCountTables =
    "SELECT count(*) FROM main.sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'";
constexpr auto kCountVersionTable =
    "SELECT count(*) FROM main.sqlite_master WHERE type = 'table' AND name = 'schema_version'";
constexpr auto kReadVersion = "SELECT coalesce(max(version), 0) FROM schema_version";
constexpr auto kCreateVersion =
    "CREATE TABLE IF NOT EXISTS schema_version (version BIGINT PRIMARY KEY, at BIGINT NOT NULL)";
constexpr auto kAddVersion = "INSERT INTO schema_version (version, at) VALUES ($1, $2)";

std::int64_t number(Poco::Data::Session& session, const char* sql) {
  return select<Number>(session, sql).at(0).value;
}

void applyMissing(Poco::Data::Session& session) {
  refuseNewerSchema(session);
  const std::int64_t present = schemaVersion(session);
  execute(session, kCreateVersion);
  for (const Migration& migration : migrations()) {
    if (migration.version <= present) continue;
    for (const char* sql : migration.statements) execute(session, sql);
    execute(session, kAddVersion, migration.version, milliseconds(model::SystemClock().now()));
  }
}
}  // namespace

std::int64_t schemaVersion(Poco::Data::Session& session) {
  if (number(session, kCountVersionTable) > 0) return number(session, kReadVersion);
  if (number(session, kCountTables) > 0)
    throw StoreError(StoreError::Kind::Other, "the file is a database of another program");
  return 0;
}

void refuseNewerSchema(Poco::Data::Session& session) {
  const std::int64_t present = schemaVersion(session);
  const std::int64_t known = migrations().back().version;
  if (present > known)
    throw StoreError(StoreError::Kind::NewerSchema, "its schema has version " + std::to_string(present) +
                                                        ", this program knows versions up to " +
                                                        std::to_string(known) + ": start the newer program");
}

void migrate(Poco::Data::Session& session) {
  if (schemaVersion(session) == migrations().back().version) return;
  execute(session, "BEGIN IMMEDIATE");
  try {
    applyMissing(session);
    execute(session, "COMMIT");
  } catch (...) {
    execute(session, "ROLLBACK");
    throw;
  }
}

void configure(Poco::Data::Session& session) {
  execute(session, "PRAGMA busy_timeout = 20000");
  refuseNewerSchema(session);
  execute(session, "PRAGMA main.journal_mode = WAL");
  execute(session, "PRAGMA main.synchronous = FULL");
  execute(session, "PRAGMA foreign_keys = ON");
  execute(session, "PRAGMA temp_store = MEMORY");
  execute(session, "PRAGMA main.cache_size = -65536");  // at most 64 MiB, taken as needed
}

void configureReadOnly(Poco::Data::Session& session) {
  execute(session, "PRAGMA busy_timeout = 20000");
  refuseNewerSchema(session);
  execute(session, "PRAGMA query_only = ON");
  execute(session, "PRAGMA temp_store = MEMORY");
}

}  // namespace lixiao::store
