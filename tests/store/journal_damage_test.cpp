#include <functional>
#include <random>

#include "engine/store/journal_format.h"
#include "engine/store/journal_verify.h"
#include "tests/catch.h"
#include "tests/store/fixture.h"

using namespace lixiao::store;
using namespace lixiao::store::test;

namespace {
constexpr int kEntries = 60;
constexpr auto kDropTriggers = "DROP TRIGGER journal_keeps_rows; DROP TRIGGER journal_keeps_values;";

/// A journal of kEntries entries whose guards are gone.
struct Open {
  Fixture f;
  Open() {
    appendEntries(f.database, kEntries);
    rawSql(f.file, kDropTriggers);
  }
  void sql(const std::string& text) { rawSql(f.file, text); }
  ChainReport verify(const std::vector<JournalHead>& published = {}) {
    return f.database.read([&](Reader& reader) { return verifyJournal(reader, published); });
  }
};

void checkFault(const ChainReport& report, std::int64_t seq, ChainFault kind) {
  REQUIRE(report.fault);
  CHECK(report.fault->seq == seq);
  CHECK(word(report.fault->kind) == word(kind));
  CHECK(report.fault->text.find(std::to_string(seq)) != std::string::npos);
}

/// Damages a random row anew each time, asks whether that is found at `seq + shift`, and repairs it.
void atManyPlaces(const std::function<std::string(int seq)>& damage, ChainFault kind) {
  Open journal;
  journal.sql("CREATE TABLE copy AS SELECT * FROM journal");
  std::mt19937 random(20150618);
  for (int round = 0; round < 25; ++round) {
    const int seq = std::uniform_int_distribution<int>(1, kEntries)(random);
    journal.sql(damage(seq));
    checkFault(journal.verify(), seq, kind);
    journal.sql("DELETE FROM journal; INSERT INTO journal SELECT * FROM copy");
    REQUIRE_FALSE(journal.verify().fault);
  }
}

std::string where(int seq) {
  return " WHERE seq = " + std::to_string(seq);
}
}  // namespace

TEST_CASE("A change of any column is found at its entry", "[journal]") {
  const std::string change =
      GENERATE("payload = payload || ' '", "payload = replace(payload, '学', '孛')", "actor = 'b' || actor",
               "at = at + 1", "kind = 'student.added'", "student_no = NULL", "student_no = ''",
               "student_no = student_no || '0'", "item = ''",
               "previous = replace(previous, substr(previous, 7, 1), 'f') || ''",
               "hash = '0' || substr(hash, 2)", "previous = ''", "hash = upper(hash)");
  atManyPlaces(
      [&](int seq) {
        // A replacement that happens to give the same text would be no change.
        return "UPDATE journal SET " + change + where(seq) + "; UPDATE journal SET actor = 'x'" + where(seq) +
               " AND EXISTS (SELECT 1 FROM copy WHERE copy.seq = journal.seq AND copy.payload = "
               "journal.payload AND "
               "copy.previous = journal.previous AND copy.hash = journal.hash AND copy.at = journal.at AND "
               "copy.kind = journal.kind AND copy.actor = journal.actor AND copy.student_no IS "
               "journal.student_no AND "
               "copy.item IS journal.item)";
      },
      ChainFault::Changed);
}

TEST_CASE("A flipped bit is found", "[journal]") {
  std::mt19937 random(7);
  Open journal;
  for (int round = 0; round < 40; ++round) {
    const int seq = std::uniform_int_distribution<int>(1, kEntries)(random);
    std::string payload = rawSql(journal.f.file, "SELECT payload FROM journal" + where(seq)).at(0);
    const std::string before = payload;
    const std::size_t byte = std::uniform_int_distribution<std::size_t>(0, payload.size() - 1)(random);
    payload[byte] =
        static_cast<char>(payload[byte] ^ (1 << std::uniform_int_distribution<int>(0, 7)(random)));
    const auto hex = [](const std::string& text) {
      std::string digits;
      for (const char c : text) {
        digits += "0123456789abcdef"[static_cast<unsigned char>(c) >> 4U];
        digits += "0123456789abcdef"[static_cast<unsigned char>(c) & 15U];
      }
      return "CAST(X'" + digits + "' AS TEXT)";
    };
    journal.sql("UPDATE journal SET payload = " + hex(payload) + where(seq));
    checkFault(journal.verify(), seq, ChainFault::Changed);
    journal.sql("UPDATE journal SET payload = " + hex(before) + where(seq));
    REQUIRE_FALSE(journal.verify().fault);
  }
}

TEST_CASE("A deleted entry is missing", "[journal]") {
  Open journal;
  const int seq = GENERATE(1, 2, 31, kEntries - 1);
  journal.sql("DELETE FROM journal" + where(seq));
  checkFault(journal.verify(), seq, ChainFault::Missing);
}

TEST_CASE("Swapped entries are out of order", "[journal]") {
  Open journal;
  const int seq = GENERATE(1, 20, kEntries - 1);
  journal.sql("UPDATE journal SET seq = 1000" + where(seq) +
              "; UPDATE journal SET seq = " + std::to_string(seq) + where(seq + 1) +
              "; UPDATE journal SET seq = " + std::to_string(seq + 1) + where(1000));
  checkFault(journal.verify(), seq, ChainFault::Order);
}

TEST_CASE("An inserted entry is found, also when those behind it move up", "[journal]") {
  Open journal;
  SECTION("in the middle, a copy of its neighbour") {
    journal.sql(
        "CREATE TABLE tail AS SELECT * FROM journal WHERE seq >= 30; DELETE FROM journal WHERE seq >= 30;"
        "INSERT INTO journal SELECT seq + 1, at, actor, kind, student_no, item, payload, previous, hash FROM "
        "tail;"
        "INSERT INTO journal SELECT 30, at, actor, kind, student_no, item, payload, previous, hash FROM "
        "journal"
        " WHERE seq = 29");
    checkFault(journal.verify(), 30, ChainFault::Order);
  }
  SECTION("before the first") {
    journal.sql(
        "INSERT INTO journal SELECT 0, at, actor, kind, student_no, item, payload, previous, hash FROM "
        "journal"
        " WHERE seq = 1");
    checkFault(journal.verify(), 0, ChainFault::Order);
  }
  SECTION("well made, behind the last") {
    const JournalHead head = journal.f.database.read(journalHead);
    const JournalEntry forged = entry(kEntries + 1);
    journal.sql("INSERT INTO journal VALUES (" + std::to_string(head.seq + 1) + ", " +
                std::to_string(forged.at.time_since_epoch().count()) + ", '" + forged.actor + "', '" +
                forged.kind + "', '" + *forged.student_no + "', NULL, '" + forged.payload + "', '" +
                head.hash + "', '" + journalHash(head.seq + 1, forged, head.hash) + "')");
    checkFault(journal.verify(), kEntries + 1, ChainFault::Head);
  }
}

TEST_CASE("A well made entry in the place of another shows at the next one", "[journal]") {
  Open journal;
  const JournalRecord before =
      journal.f.database.read([](Reader& reader) { return journalAfter(reader, 19, 1); }).at(0);
  JournalEntry forged = before.entry;
  forged.payload = "{}";
  journal.sql("UPDATE journal SET payload = '{}', hash = '" + journalHash(20, forged, before.previous) + "'" +
              where(20));
  checkFault(journal.verify(), 21, ChainFault::Order);
}

TEST_CASE("A cut tail does not reach the head", "[journal]") {
  Open journal;
  const int kept = GENERATE(0, 1, 40, kEntries - 1);
  journal.sql("DELETE FROM journal WHERE seq > " + std::to_string(kept));
  checkFault(journal.verify(), kept + 1, ChainFault::Head);
}

TEST_CASE("A cut tail or a rebuilt chain with its head is found by a head kept elsewhere", "[journal]") {
  Open journal;
  const JournalHead published = journal.f.database.read(journalHead);
  CHECK_FALSE(journal.verify({published}).fault);

  SECTION("cut") {
    journal.sql(
        "DELETE FROM journal WHERE seq > 40; UPDATE journal_head SET seq = 40, hash ="
        " (SELECT hash FROM journal WHERE seq = 40)");
    CHECK_FALSE(journal.verify().fault);
    checkFault(journal.verify({published}), 41, ChainFault::Head);
  }
  SECTION("rebuilt") {
    journal.sql("DELETE FROM journal; UPDATE journal_head SET seq = 0, hash = '" + kJournalStart + "'");
    journal.f.database.write([](Transaction& transaction) {
      for (int i = 1; i <= kEntries + 5; ++i) appendJournal(transaction, entry(i == 33 ? 34 : i));
    });
    CHECK_FALSE(journal.verify().fault);
    checkFault(journal.verify({published}), kEntries, ChainFault::Head);
  }
}
