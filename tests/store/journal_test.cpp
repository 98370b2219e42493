#include "engine/store/journal.h"

#include <stdexcept>

#include "engine/store/journal_format.h"
#include "engine/store/journal_search.h"
#include "engine/store/journal_verify.h"
#include "engine/store/student.h"
#include "tests/catch.h"
#include "tests/store/fixture.h"

using namespace lixiao::store;
using namespace lixiao::store::test;

namespace {
std::vector<std::int64_t> seqs(const std::vector<JournalRecord>& records) {
  std::vector<std::int64_t> numbers;
  for (const JournalRecord& record : records) numbers.push_back(record.seq);
  return numbers;
}
using Seqs = std::vector<std::int64_t>;
}  // namespace

TEST_CASE("The bytes of an entry are those of docs/journal-format.md", "[journal]") {
  const JournalEntry first{at(1434585600000), "library",       "fact.changed",
                           "5120719001",      "library.loans", R"({"from":1,"to":0})"};
  const JournalEntry second{at(1434585600001), "admin",      "edition.activated",
                            std::nullopt,      std::nullopt, "{}"};
  const std::string bytes = journalBytes(1, first, kJournalStart);
  CHECK(bytes.size() == 16 + 8 + 8 + 5 * 9 + 7 + 12 + 10 + 13 + 17 + 32);
  CHECK(bytes.substr(0, 16) == "lixiao journal 1");
  CHECK(bytes.substr(16, 8) == std::string("\0\0\0\0\0\0\0\1", 8));
  CHECK(bytes.substr(32, 16) == std::string("\1\0\0\0\0\0\0\0\7library", 16));
  const std::string hash = journalHash(1, first, kJournalStart);
  CHECK(hash == "9411905de77e4bfa7d440aa0413d50def2c10f95507330aee9a5ce0e960117bb");
  CHECK(journalHash(2, second, hash) == "9306061077ce20c25c57d23e59a56dab20ee776dfb55871fa972d53307b21585");
}

TEST_CASE("No two entries share their bytes by moving text from one field to the next", "[journal]") {
  const JournalEntry a{at(0), "ab", "c", std::nullopt, "x", ""};
  const JournalEntry b{at(0), "a", "bc", std::nullopt, "x", ""};
  const JournalEntry c{at(0), "ab", "c", "x", std::nullopt, ""};
  const JournalEntry d{at(0), "ab", "c", "", "x", ""};
  CHECK(journalBytes(1, a, kJournalStart) != journalBytes(1, b, kJournalStart));
  CHECK(journalBytes(1, a, kJournalStart) != journalBytes(1, c, kJournalStart));
  CHECK(journalBytes(1, a, kJournalStart) != journalBytes(1, d, kJournalStart));
  for (const std::string& wrong :
       {std::string(), std::string(63, '0'), std::string(64, 'A'), std::string(64, 'g')})
    CHECK_THROWS_AS(journalBytes(1, a, wrong), std::invalid_argument);
}

TEST_CASE("Entries are dense from 1, chained, and come back as they were", "[journal]") {
  Fixture f;
  const JournalEntry odd{at(-5),           "名字", "k", "", std::string("item'; DROP TABLE journal; --"),
                         "tab\t line\n 𠮷"};
  f.database.write([&](Transaction& transaction) {
    CHECK(appendJournal(transaction, {entry(1), entry(2)}) == 1);
    CHECK(appendJournal(transaction, odd) == 3);
    CHECK(transaction.journalSeq() == 3);
  });
  f.database.write(
      [](Transaction& transaction) { CHECK(appendJournal(transaction, std::vector<JournalEntry>{}) == 4); });
  f.database.read([&](Reader& reader) {
    const auto records = journalAfter(reader, 0, 10);
    REQUIRE(seqs(records) == Seqs{1, 2, 3});
    CHECK(records[0].entry == entry(1));
    CHECK(records[2].entry == odd);
    CHECK(records[0].previous == kJournalStart);
    CHECK(records[1].previous == records[0].hash);
    CHECK(journalHead(reader) == JournalHead{3, records[2].hash});
    CHECK(seqs(journalAfter(reader, 1, 1)) == Seqs{2});
    CHECK_FALSE(verifyJournal(reader).fault);
  });
}

TEST_CASE("A text with a NUL character is refused: it would not come back whole", "[journal]") {
  Fixture f;
  const std::string cut("a\0b", 3);
  for (JournalEntry wrong : {entry(1), entry(2), entry(3)}) {
    (wrong == entry(1) ? wrong.payload : wrong == entry(2) ? wrong.actor : *wrong.student_no) = cut;
    CHECK_THROWS_AS(f.database.write([&](Transaction& transaction) { appendJournal(transaction, wrong); }),
                    std::invalid_argument);
  }
  CHECK_THROWS_AS(f.database.read([&](Reader& reader) { return findStudent(reader, cut); }),
                  std::invalid_argument);
  CHECK(f.database.read(journalHead).seq == 0);
}

TEST_CASE("Entries that were rolled back leave no gap", "[journal]") {
  Fixture f;
  appendEntries(f.database, 2);
  f.database.write([](Transaction& transaction) {
    appendJournal(transaction, entry(3));
    transaction.rollBack();
  });
  f.database.write([](Transaction& transaction) { CHECK(appendJournal(transaction, entry(4)) == 3); });
  f.database.read([](Reader& reader) { CHECK(verifyJournal(reader).entries == 3); });
}

TEST_CASE("The journal is searched by student, actor, item, kind and time, page by page", "[journal]") {
  Fixture f;
  appendEntries(f.database, 30);
  JournalEntry fact{at(500), "library", std::string(kind::kFactChanged), number(5), "library.loans", "{}"};
  f.database.write([&](Transaction& transaction) { appendJournal(transaction, fact); });
  f.database.read([&](Reader& reader) {
    const auto search = [&](const JournalFilter& filter, std::int64_t limit = 100) {
      return seqs(searchJournal(reader, filter, limit));
    };
    CHECK(search({}).size() == 31);
    CHECK(search({.student_no = number(5)}) == Seqs{31, 5});
    CHECK(search({.student_no = number(5), .kind = std::string(kind::kFactChanged)}) == Seqs{31});
    CHECK(search({.item = "library.loans"}) == Seqs{31});
    CHECK(search({.actors = {"library"}}) == Seqs{31});
    CHECK(search({.actors = {"a0"}, .from = at(6000), .until = at(12000)}) == Seqs{9, 6});
    CHECK(search({.student_no = number(5), .actors = {"a2"}, .item = "none"}).empty());
    const auto first = search({.actors = {"a1"}}, 4);
    CHECK(first == Seqs{28, 25, 22, 19});
    CHECK(search({.actors = {"a1"}, .before_seq = first.back()}, 4) == Seqs{16, 13, 10, 7});
    CHECK(search({.actors = {"a1' OR '1'='1"}}).empty());
  });
}

TEST_CASE("SQLite itself refuses to change or delete an entry", "[journal]") {
  Fixture f;
  appendEntries(f.database, 3);
  CHECK_THROWS_WITH(rawSql(f.file, "UPDATE journal SET payload = '{}' WHERE seq = 2"),
                    "the journal is append-only");
  CHECK_THROWS_WITH(rawSql(f.file, "DELETE FROM journal WHERE seq = 2"), "the journal is append-only");
  CHECK_THROWS_WITH(rawSql(f.file, "DELETE FROM journal"), "the journal is append-only");
  CHECK(rawSql(f.file, "SELECT count(*) FROM journal").at(0) == "3");
}

TEST_CASE("A verifier that shares no code with this program agrees", "[journal]") {
  Fixture f;
  appendEntries(f.database, 40);
  const JournalEntry odd{at(-5), "名字", "k", "", std::nullopt, R"({"quote":"\"","line":"\n","rare":"𠮷"})"};
  f.database.write([&](Transaction& transaction) { appendJournal(transaction, odd); });
  const std::string verify = "sqlite3 -json '" + f.file.string() +
                             "' 'SELECT * FROM journal ORDER BY seq' | node " LIXIAO_SOURCE_DIR
                             "/tests/store/verify_journal.mjs";
  CHECK(output(verify) == "41 " + f.database.read(journalHead).hash);
  rawSql(f.file, "DROP TRIGGER journal_keeps_values; UPDATE journal SET item = '' WHERE seq = 17");
  CHECK(output(verify) == "wrong at 17");
}
