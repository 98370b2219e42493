#include "engine/store/fresh_start.h"

#include <algorithm>
#include <set>

#include "engine/store/copy.h"
#include "engine/store/journal_verify.h"
#include "engine/store/phase.h"
#include "tests/catch.h"
#include "tests/store/fixture.h"

using namespace lixiao::store;
using namespace lixiao::store::test;

namespace {

/// Tables of which rows may outlive a trial. A new one is written down here and in fresh_start.cpp, or it is
/// emptied.
const std::set<std::string> kMayKeepRows = {"schema_version", "journal_head", "meta", "account"};

std::vector<std::string> tables(const std::filesystem::path& file) {
  return rawSql(
      file, "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name");
}

/// A row of any table, with a value of each column's own kind, past all its rules.
void addRow(const std::filesystem::path& file, const std::string& table) {
  std::string names, values;
  for (const std::string& column :
       rawSql(file, "SELECT name || ':' || type FROM pragma_table_info('" + table + "')")) {
    const std::size_t colon = column.find(':');
    const bool number = column.substr(colon + 1).find("INT") != std::string::npos;
    names += (names.empty() ? "\"" : ", \"") + column.substr(0, colon) + "\"";
    values += std::string(values.empty() ? "" : ", ") + (number ? "77" : "'trialrow'");
  }
  rawSql(file, "PRAGMA foreign_keys = OFF; PRAGMA ignore_check_constraints = ON; INSERT OR IGNORE INTO \"" +
                   table + "\" (" + names + ") VALUES (" + values + ")");
}

std::int64_t rows(const std::filesystem::path& file, const std::string& table) {
  return std::stoll(rawSql(file, "SELECT count(*) FROM \"" + table + "\"").at(0));
}

void clear(Database& database) {
  database.write([](Transaction& transaction) { clearEverything(transaction); });
}

}  // namespace

TEST_CASE("A fresh start empties every table there is but those that are named", "[fresh start]") {
  Fixture f;
  appendEntries(f.database, 3);
  for (const std::string& table : tables(f.file)) addRow(f.file, table);
  std::set<std::string> told;
  for (const TableCount& each : f.database.read([](Reader& reader) { return rowsToClear(reader); }))
    told.insert(each.table);

  clear(f.database);

  for (const std::string& table : tables(f.file)) {
    INFO(table);
    if (kMayKeepRows.count(table) > 0) continue;
    CHECK(rows(f.file, table) == 0);
    CHECK(told.count(table) == 1);
  }
  CHECK(f.database.read([](Reader& reader) { return rowsToClear(reader); }).empty());
}

TEST_CASE("Of accounts the students' go, of the notes about itself the database keeps its id and its key's",
          "[fresh start]") {
  Fixture f;
  for (const char* role : {"admin", "staff", "auditor", "student"})
    rawSql(f.file, std::string("INSERT INTO account (login, name, role, department, scope_value, student_no, "
                               "password_hash, disabled, created) VALUES ('") +
                       role + "', 'n', '" + role + "', '', '', '', 'h', 0, 1)");
  rawSql(f.file, "INSERT INTO meta VALUES ('sealing_key', 'k'), ('connector_of.debt', 'finance')");
  clear(f.database);
  CHECK(rawSql(f.file, "SELECT login FROM account ORDER BY login") ==
        std::vector<std::string>{"admin", "auditor", "staff"});
  CHECK(finishClearing(f.database));
  CHECK(rawSql(f.file, "SELECT key FROM meta ORDER BY key") ==
        std::vector<std::string>{"database_id", "sealing_key"});
}

TEST_CASE("The journal begins anew and is append-only again", "[fresh start]") {
  Fixture f;
  appendEntries(f.database, 5);
  clear(f.database);
  CHECK(f.database.read([](Reader& reader) { return reader.journalPosition(); }) == JournalPosition{2, 0});
  appendEntries(f.database, 2);
  const ChainReport report = f.database.read([](Reader& reader) { return verifyJournal(reader); });
  CHECK_FALSE(report.fault);
  CHECK(report.entries == 2);
  CHECK_THROWS(rawSql(f.file, "DELETE FROM journal"));
  CHECK_THROWS(rawSql(f.file, "UPDATE journal SET actor = 'x'"));
}

TEST_CASE("No byte of what was cleared stays in the file or its log", "[fresh start]") {
  Fixture f;
  for (int i = 0; i < 400; ++i)
    rawSql(f.file, "INSERT INTO student VALUES ('5119" + number(i) + "', 'Tryout" + std::to_string(i) +
                       "', '', NULL, NULL, 'registrar', '" + std::string(300, 'a') + "', 1, 0)");
  REQUIRE(fileBytes(f.file).find("Tryout399") != std::string::npos);
  clear(f.database);
  CHECK(finishClearing(f.database));
  const std::string bytes = fileBytes(f.file);
  CHECK(bytes.find("Tryout") == std::string::npos);
  CHECK(bytes.find("5119") == std::string::npos);
}

TEST_CASE("A reader that stays keeps the log from being emptied; the next time finishes it",
          "[fresh start]") {
  Fixture f;
  appendEntries(f.database, 1);
  clear(f.database);
  CHECK(f.database.read([](Reader& reader) { return reader.journalPosition().epoch; }) == 2);
  CHECK(finishClearing(f.database));
  CHECK(finishClearing(f.database));
}

TEST_CASE("What was begun before a fresh start writes nothing after it", "[fresh start]") {
  Fixture f;
  appendEntries(f.database, 1);
  {
    const OnlyInEpoch same(1);
    appendEntries(f.database, 1);
    clear(f.database);
    try {
      appendEntries(f.database, 1);
      FAIL("it was written");
    } catch (const StoreError& fault) {
      CHECK(fault.kind() == StoreError::Kind::StartedAnew);
    }
    const OnlyInEpoch any(0);
    appendEntries(f.database, 1);
  }
  appendEntries(f.database, 1);
  CHECK(f.database.read([](Reader& reader) { return reader.journalSeq(); }) == 2);
}

TEST_CASE("Who waits for entries sees a journal that was started anew elsewhere", "[fresh start]") {
  Fixture f;
  appendEntries(f.database, 9);
  Database elsewhere(f.file);
  clear(elsewhere);
  appendEntries(elsewhere, 1);
  CHECK(f.database.waitForEntries({1, 9}, std::chrono::milliseconds{1}));
  CHECK_FALSE(f.database.waitForEntries({2, 1}, std::chrono::milliseconds{1}));
}

TEST_CASE("A new database takes the phase it is given, one that holds something is in the run",
          "[fresh start]") {
  const auto phaseOf = [](Database& database) {
    return database.read([](Reader& reader) { return phase(reader); });
  };
  Fixture trial;
  beginPhase(trial.database, Phase::Trial);
  CHECK(phaseOf(trial.database) == Phase::Trial);
  beginPhase(trial.database, Phase::Run);
  CHECK(phaseOf(trial.database) == Phase::Trial);
  Fixture old;
  appendEntries(old.database, 1);
  beginPhase(old.database, Phase::Trial);
  CHECK(phaseOf(old.database) == Phase::Run);
  Fixture cleared;
  beginPhase(cleared.database, Phase::Trial);
  cleared.database.write([](Transaction& transaction) {
    clearEverything(transaction);
    setPhase(transaction, Phase::Run);
  });
  beginPhase(cleared.database, Phase::Trial);
  CHECK(phaseOf(cleared.database) == Phase::Run);
}

TEST_CASE("A copy is checked as it was written, and a changed byte is found", "[copy]") {
  Fixture f;
  appendEntries(f.database, 20);
  const auto file = f.folder / "copy.db";
  {
    PartFile part(file);
    f.database.copyInto(part.path());
    const CopyFacts facts = checkCopy(part.path());
    CHECK(facts.head.seq == 20);
    CHECK(facts.sha256 == output("sha256sum '" + part.path().string() + "' | cut -c1-64"));
    part.keep();
  }
  CHECK(output("stat -c %a '" + file.string() + "'") == "400");
  CHECK(checkCopy(file).head.seq == 20);
  CHECK_THROWS_AS(PartFile(file), StoreError);

  std::filesystem::permissions(file, std::filesystem::perms::owner_all);
  rawSql(file, "DROP TRIGGER journal_keeps_values; UPDATE journal SET actor = 'x' WHERE seq = 7");
  CHECK_THROWS_AS(checkCopy(file), StoreError);
  CHECK_THROWS_AS(checkCopy(f.folder / "nothing.db"), StoreError);
}

TEST_CASE("A part that was not kept is gone", "[copy]") {
  Folder folder;
  std::filesystem::path path;
  {
    const PartFile part(folder / "x.db");
    path = part.path();
    CHECK(std::filesystem::exists(path));
  }
  CHECK_FALSE(std::filesystem::exists(path));
}
