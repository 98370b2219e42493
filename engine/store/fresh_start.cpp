#include "engine/store/fresh_start.h"

#include <algorithm>
#include <array>

#include "engine/store/journal_format.h"
#include "engine/store/meta.h"
#include "engine/store/row.h"

namespace lixiao::store {

namespace {
struct Trigger {
  std::string name;
  std::string sql;
};

/// A table of which something outlives a fresh start: the rows that do not match `cleared`.
struct Kept {
  const char* table;
  const char* cleared;
};
constexpr std::array kKept = {
    Kept{"schema_version", "1 = 0"},
    Kept{"journal_head", "1 = 0"},  // is set back instead
    Kept{"meta", "key NOT IN ('sealing_key', 'phase', 'clearing', 'database_id')"},
    Kept{"account", "role = 'student'"},
};

constexpr auto kClearing = "clearing";
constexpr auto kTables =
    "SELECT name FROM main.sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name";
constexpr auto kTriggers = "SELECT name, sql FROM main.sqlite_master WHERE type = 'trigger'";
constexpr auto kRestartJournal = "UPDATE journal_head SET seq = 0, hash = $1, epoch = epoch + 1 WHERE id = 1";
constexpr auto kReadEpoch = "SELECT epoch FROM journal_head WHERE id = 1";

std::string quoted(const std::string& name) {
  return '"' + name + '"';
}

std::string clearedPart(const std::string& table) {
  const auto kept =
      std::find_if(kKept.begin(), kKept.end(), [&](const Kept& each) { return table == each.table; });
  return " FROM " + quoted(table) + " WHERE " + (kept == kKept.end() ? "1 = 1" : kept->cleared);
}
}  // namespace

template <>
struct Columns<Trigger> {
  static auto of(auto& row) { return std::tie(row.name, row.sql); }
};

std::vector<TableCount> rowsToClear(Reader& reader) {
  std::vector<TableCount> counts;
  for (const Text& table : select<Text>(reader.session(), kTables)) {
    const std::string sql = "SELECT count(*)" + clearedPart(table.value);
    const std::int64_t rows = select<Number>(reader.session(), sql.c_str()).at(0).value;
    if (rows > 0) counts.push_back({table.value, rows});
  }
  return counts;
}

void clearEverything(Transaction& transaction) {
  Poco::Data::Session& session = transaction.session();
  execute(session, "PRAGMA defer_foreign_keys = ON");
  const std::vector<Trigger> triggers = select<Trigger>(session, kTriggers);
  for (const Trigger& trigger : triggers) execute(session, ("DROP TRIGGER " + quoted(trigger.name)).c_str());
  for (const Text& table : select<Text>(session, kTables))
    execute(session, ("DELETE" + clearedPart(table.value)).c_str());
  for (const Trigger& trigger : triggers) execute(session, trigger.sql.c_str());

  execute(session, kRestartJournal, kJournalStart);
  setMeta(transaction, kClearing, "unfinished");
  transaction.setJournalEpoch(select<Number>(session, kReadEpoch).at(0).value);
}

bool finishClearing(Database& database) {
  const OnlyInEpoch any(0);
  const auto unfinished =
      database.read([](Reader& reader) { return getMeta(reader, kClearing).has_value(); });
  if (!unfinished) return true;
  if (!database.compact()) return false;
  database.write([](Transaction& transaction) {
    execute(transaction.session(), "DELETE FROM meta WHERE key = $1", std::string(kClearing));
  });
  return true;
}

}  // namespace lixiao::store
