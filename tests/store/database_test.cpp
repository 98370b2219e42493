#include "engine/store/database.h"

#include <sys/stat.h>

#include <stdexcept>
#include <thread>

#include "engine/store/fact.h"
#include "engine/store/meta.h"
#include "engine/store/schema.h"
#include "engine/store/shared_registration.h"
#include "tests/catch.h"
#include "tests/store/fixture.h"

using namespace lixiao::store;
using namespace lixiao::store::test;

TEST_CASE("A new file gets the whole schema, and opening it again changes nothing", "[database]") {
  const Folder folder;
  const auto file = folder / "new.db";
  { const Database made(file); }
  const auto schema = rawSql(file, "SELECT sql FROM sqlite_master ORDER BY name");
  CHECK(schema.size() > 15);
  CHECK(rawSql(file, "SELECT max(version) FROM schema_version").at(0) ==
        std::to_string(migrations().back().version));
  { const Database again(file); }
  CHECK(rawSql(file, "SELECT sql FROM sqlite_master ORDER BY name") == schema);
  CHECK(rawSql(file, "PRAGMA integrity_check").at(0) == "ok");
}

TEST_CASE("The file is in WAL mode and every connection syncs fully and keeps foreign keys", "[database]") {
  Fixture f;
  CHECK(rawSql(f.file, "PRAGMA journal_mode").at(0) == "wal");
  CHECK_THROWS_AS(f.database.write([](Transaction& transaction) {
    setMeta(transaction, "kept", "no");
    appendJournal(transaction, entry(1));
    throw std::runtime_error("the work failed");
  }),
                  std::runtime_error);
  CHECK(f.database.read([](Reader& reader) { return getMeta(reader, "kept"); }) == std::nullopt);
  CHECK(f.database.read(journalHead).seq == 0);
}

TEST_CASE("Each database has an id of its own, kept until it is renewed", "[database]") {
  Fixture one, other;
  const std::string id = one.database.read(databaseId);
  CHECK(id.size() == 8);
  CHECK(id == one.database.read(databaseId));
  CHECK(id != other.database.read(databaseId));
  one.database.write(renewDatabaseId);
  CHECK(id != one.database.read(databaseId));
}

TEST_CASE("Work that says no leaves nothing behind and throws nothing", "[database]") {
  Fixture f;
  const int answer = f.database.write([](Transaction& transaction) {
    setMeta(transaction, "kept", "no");
    transaction.rollBack();
    return 7;
  });
  CHECK(answer == 7);
  CHECK(f.database.read([](Reader& reader) { return getMeta(reader, "kept"); }) == std::nullopt);
  f.database.write([](Transaction& transaction) { setMeta(transaction, "kept", "yes"); });
  CHECK(f.database.read([](Reader& reader) { return getMeta(reader, "kept"); }) == "yes");
}

TEST_CASE("A reader keeps its snapshot while others write", "[database]") {
  Fixture f;
  f.database.write([](Transaction& transaction) { setMeta(transaction, "key", "before"); });
  f.database.read([&](Reader& reader) {
    std::thread([&] {
      f.database.write([](Transaction& transaction) {
        setMeta(transaction, "key", "after");
        appendJournal(transaction, entry(1));
      });
    }).join();
    CHECK(getMeta(reader, "key") == "before");
    CHECK(reader.journalSeq() == 0);
    CHECK(journalHead(reader).seq == 0);
  });
  CHECK(f.database.read([](Reader& reader) { return getMeta(reader, "key"); }) == "after");
  CHECK(f.database.read([](Reader& reader) { return reader.journalSeq(); }) == 1);
}

TEST_CASE("A write inside a write of the same thread is told, not a deadlock", "[database]") {
  Fixture f;
  CHECK_THROWS_AS(f.database.write([&](Transaction&) { f.database.write([](Transaction&) {}); }),
                  std::logic_error);
  f.database.write([](Transaction& transaction) { setMeta(transaction, "key", "works after"); });
  CHECK(f.database.read([](Reader& reader) { return getMeta(reader, "key"); }) == "works after");
}

TEST_CASE("A file of the first version keeps what it holds and takes what is new", "[database]") {
  const Folder folder;
  const auto file = folder / "first.db";
  for (const char* sql : migrations().front().statements) rawSql(file, sql);
  rawSql(file, "CREATE TABLE schema_version (version BIGINT PRIMARY KEY, at BIGINT NOT NULL)");
  rawSql(file, "INSERT INTO schema_version (version, at) VALUES (1, 0)");
  rawSql(file, "INSERT INTO fact VALUES ('library.loans', 'S1', 2, 0, NULL, 7, 'library')");
  rawSql(file, "INSERT INTO fact_name VALUES ('library.loans')");
  rawSql(file, "INSERT INTO registration VALUES ('library', 'S1', 'cleared', '', NULL, 7, 'clerk', 1)");

  Database database(file);
  database.read([](Reader& reader) {
    const auto facts = factsOf(reader, "S1");
    CHECK(facts.at("library.loans").value == lixiao::model::Value(std::int64_t{0}));
    CHECK_FALSE(facts.at("library.loans").since);
    const auto rows = registrationsOf(reader, "S1");
    REQUIRE(rows.size() == 1);
    CHECK(rows[0].registration.condition.empty());
    CHECK_FALSE(rows[0].registration.amount);
    CHECK(sharedRegistrations(reader, "library").empty());
  });
  CHECK(rawSql(file, "SELECT max(version) FROM schema_version").at(0) ==
        std::to_string(migrations().back().version));
}

TEST_CASE("A file of a later version is refused and left as it is", "[database]") {
  const Folder folder;
  const auto file = folder / "later.db";
  { const Database made(file); }
  rawSql(file, "INSERT INTO schema_version (version, at) VALUES (999, 0); PRAGMA wal_checkpoint(TRUNCATE)");
  const std::string before = fileBytes(file);
  try {
    const Database later(file);
    FAIL("opened");
  } catch (const StoreError& fault) {
    CHECK(fault.kind() == StoreError::Kind::NewerSchema);
    CHECK(std::string(fault.what()).find("version 999") != std::string::npos);
    CHECK(std::string(fault.what()).find(file.string()) == 0);
  }
  CHECK(fileBytes(file).substr(0, before.size()) == before);
}

TEST_CASE("The database of another program is refused and left as it is", "[database]") {
  const Folder folder;
  const auto file = folder / "other.db";
  rawSql(file, "CREATE TABLE recipe (name TEXT)");
  const std::string before = fileBytes(file);
  CHECK_THROWS_AS(Database(file), StoreError);
  CHECK(fileBytes(file) == before);
}

TEST_CASE("Waiting ends with the entry, with the time or with the stop", "[database]") {
  Fixture f;
  const auto soon = std::chrono::milliseconds{1};
  CHECK_FALSE(f.database.waitForEntries({1, 0}, soon));
  std::thread writer([&] { appendEntries(f.database, 3); });
  CHECK(f.database.waitForEntries({1, 2}, std::chrono::seconds{60}));
  writer.join();
  CHECK_FALSE(f.database.waitForEntries({1, 3}, soon));
  std::stop_source stop;
  stop.request_stop();
  CHECK_FALSE(f.database.waitForEntries({1, 3}, std::chrono::seconds{60}, stop.get_token()));

  Database other(f.file);
  other.write([](Transaction& transaction) { appendJournal(transaction, entry(4)); });
  CHECK(f.database.waitForEntries({1, 3}, soon));
}

TEST_CASE("Numbers of a counter never repeat, unless the work is undone", "[meta]") {
  Fixture f;
  const auto next = [&](std::int64_t count) {
    return f.database.write(
        [&](Transaction& transaction) { return nextNumbers(transaction, "import", count); });
  };
  CHECK(next(1) == 1);
  CHECK(next(10) == 2);
  CHECK(next(1) == 12);
  CHECK(f.database.write([](Transaction& transaction) { return nextNumbers(transaction, "other"); }) == 1);
}
