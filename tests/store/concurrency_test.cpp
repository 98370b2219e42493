#include <atomic>
#include <thread>
#include <vector>

#include "engine/store/database.h"
#include "engine/store/journal_verify.h"
#include "engine/store/meta.h"
#include "tests/catch.h"
#include "tests/store/fixture.h"

using namespace lixiao::store;
using namespace lixiao::store::test;

namespace {
constexpr int kThreads = 8;
constexpr int kEach = 200;

/// Reads the number, adds one and writes it back, with an entry that tells both.
void addOne(Database& database, const std::string& actor) {
  database.write([&](Transaction& transaction) {
    const int value = std::stoi(getMeta(transaction, "number").value_or("0"));
    setMeta(transaction, "number", std::to_string(value + 1));
    appendJournal(transaction, {at(value), actor, "meta.changed", {}, {}, std::to_string(value + 1)});
  });
}
}  // namespace

TEST_CASE("Of many read-then-write transactions none is lost and none is refused", "[concurrency]") {
  Fixture f;
  Database other_process(f.file);
  std::atomic<int> faults = 0;
  std::vector<std::thread> threads;
  for (int i = 0; i < kThreads; ++i)
    threads.emplace_back([&, i] {
      Database& database = i % 4 == 0 ? other_process : f.database;
      for (int j = 0; j < kEach; ++j) try {
          addOne(database, "writer" + std::to_string(i));
        } catch (const StoreError&) {
          ++faults;
        }
    });
  for (std::thread& thread : threads) thread.join();

  CHECK(faults == 0);
  f.database.read([](Reader& reader) {
    CHECK(getMeta(reader, "number") == std::to_string(kThreads * kEach));
    const ChainReport report = verifyJournal(reader);
    CHECK_FALSE(report.fault);
    CHECK(report.entries == kThreads * kEach);
    std::int64_t expected = 0;
    for (const JournalRecord& record : journalAfter(reader, 0, kThreads * kEach + 1)) {
      ++expected;
      CHECK(record.seq == expected);
      CHECK(record.entry.payload == std::to_string(expected));
    }
  });
}

TEST_CASE("A follower beside writers sees every entry once, in order, with what it announces",
          "[concurrency]") {
  Fixture f;
  std::vector<std::thread> threads;
  for (int i = 0; i < 3; ++i)
    threads.emplace_back([&, i] {
      for (int j = 0; j < 60; ++j) addOne(f.database, "writer" + std::to_string(i));
    });
  std::int64_t seen = 0;
  bool whole = true;
  while (seen < 180 && f.database.waitForEntries({1, seen}, std::chrono::seconds{60}))
    f.database.read([&](Reader& reader) {
      for (const JournalRecord& record : journalAfter(reader, seen, 1000)) whole &= record.seq == ++seen;
      whole &= std::stoll(getMeta(reader, "number").value_or("0")) == seen && reader.journalSeq() == seen;
    });
  for (std::thread& thread : threads) thread.join();
  CHECK(seen == 180);
  CHECK(whole);
}
