#include "engine/store/changes_of_many.h"

#include <nlohmann/json.hpp>

#include "engine/store/journal_kind.h"
#include "engine/store/journal_search.h"
#include "engine/store/journal_verify.h"
#include "tests/catch.h"
#include "tests/store/fixture.h"

using namespace lixiao::store;
using namespace lixiao::store::test;
using nlohmann::json;

namespace {
constexpr auto kLoans = "library.loans";

/// Numbers in steps of two, so that there are others between them.
std::vector<WordedChange> changes(int count) {
  std::vector<WordedChange> all;
  for (int i = 0; i < count; ++i) {
    WordedChange change{number(2 * i), std::nullopt, std::to_string(i), at(1000)};
    if (i % 7 == 0) change.before = "书 \"" + std::to_string(i);
    if (i % 11 == 0) change.since = at(5000);
    if (i % 5 == 0) change.after = std::nullopt, change.since = std::nullopt;
    all.push_back(std::move(change));
  }
  return all;
}

std::vector<JournalEntry> entriesOf(const std::vector<WordedChange>& changes) {
  std::vector<JournalEntry> entries;
  addChanges(entries, at(9000), "library", kLoans, changes);
  return entries;
}

std::optional<std::string> wordOf(const json& value) {
  return value.is_null() ? std::nullopt : std::optional(value.get<std::string>());
}

/// All that the entries tell, student by student.
std::vector<WordedChange> allIn(const std::vector<JournalEntry>& entries) {
  std::vector<WordedChange> all;
  const auto add = [&](const JournalEntry& own) {
    const json payload = json::parse(own.payload);
    const auto since = wordOf(payload.at("since"));
    all.push_back({*own.student_no, wordOf(payload.at("old")), wordOf(payload.at("new")),
                   since ? lixiao::model::parseInstant(*since) : std::nullopt});
  };
  for (const JournalEntry& entry : entries) {
    if (entry.student_no) {
      add(entry);
      continue;
    }
    const json payload = json::parse(entry.payload);
    for (const json& number : payload.at("students")) add(changeOf(number.get<std::string>(), entry).value());
  }
  return all;
}

std::vector<JournalRecord> search(Database& database, const JournalFilter& filter, std::int64_t limit = 100) {
  return database.read([&](Reader& reader) { return searchJournal(reader, filter, limit); });
}
}  // namespace

TEST_CASE("Few changes are an entry each, many some hundred together", "[journal]") {
  CHECK(entriesOf({}).empty());
  const auto few = entriesOf(changes(200));
  CHECK(few.size() == 200);
  CHECK(few[3].student_no == number(6));
  CHECK_FALSE(few[3].span);
  const auto many = entriesOf(changes(1201));
  REQUIRE(many.size() == 3);
  CHECK_FALSE(many[1].student_no);
  CHECK(many[1].item == kLoans);
  CHECK(many[1].kind == kind::kFactChanged);
  CHECK(many[1].span == NumberSpan{number(1000), number(1998)});
  CHECK(many[2].span == NumberSpan{number(2000), number(2400)});
}

TEST_CASE("Entries tell all that was put into them", "[journal]") {
  const int count = GENERATE(1, 200, 201, 500, 501, 1201);
  CHECK(allIn(entriesOf(changes(count))) == changes(count));
}

TEST_CASE("One moment of many is written once", "[journal]") {
  std::vector<WordedChange> first;
  for (int i = 0; i < 300; ++i) first.push_back({number(i), std::nullopt, "1", at(1000)});
  first[4].after = std::nullopt, first[4].since = std::nullopt;
  const auto entries = entriesOf(first);
  CHECK_THAT(entries.at(0).payload, Catch::Matchers::Contains(R"("since":"1970-01-01T00:00:01Z")"));
  CHECK(allIn(entries) == first);
}

TEST_CASE("A student's own change is found in an entry about many, and nobody else's", "[journal]") {
  Fixture f;
  const auto told = changes(1201);
  f.database.write([&](Transaction& transaction) {
    appendJournal(transaction, JournalEntry{at(1), "admin", "student.added", number(6), std::nullopt, "{}"});
    appendJournal(transaction, entriesOf(told));
    appendJournal(transaction, JournalEntry{at(10000), "library", std::string(kind::kFactChanged), number(6),
                                            kLoans, R"({"new":"0","old":"3","since":null})"});
  });
  const auto own = search(f.database, {.student_no = number(6)});
  REQUIRE(own.size() == 3);
  CHECK(own[0].seq == 5);
  CHECK(own[1].seq == 2);
  CHECK(own[1].entry.student_no == number(6));
  CHECK(own[1].entry.item == kLoans);
  CHECK(own[1].entry.payload == R"({"new":"3","old":null,"since":"1970-01-01T00:00:01Z"})");
  CHECK(own[1].entry.payload == entriesOf({told[3]}).at(0).payload);
  CHECK(own[2].seq == 1);
  CHECK(search(f.database, {.student_no = number(7)}).empty());  // between two of them

  CHECK(search(f.database, {.student_no = number(6), .kind = "fact.changed"}).size() == 2);
  CHECK(search(f.database, {.student_no = number(6), .item = "library.fines"}).empty());
  CHECK(search(f.database, {.student_no = number(6), .before_seq = 2}).size() == 1);
  CHECK(search(f.database, {.student_no = number(6), .from = at(2), .until = at(9500)}).size() == 1);
  CHECK(search(f.database, {.student_no = number(6), .holds = R"("3")", .until = at(9500)}).size() == 1);
  CHECK(search(f.database, {.student_no = number(6), .holds = number(8)}).empty());  // another's
  CHECK(search(f.database, {.item = kLoans}).size() == 4);  // whole, for who asks about nobody in particular
  f.database.read([](Reader& reader) { CHECK(verifyJournal(reader).entries == 5); });
}

TEST_CASE("Entries about others do not use up the places of a page", "[journal]") {
  Fixture f;
  f.database.write([&](Transaction& transaction) {
    appendJournal(transaction, JournalEntry{at(1), "admin", "student.added", number(7), std::nullopt, "{}"});
    for (int i = 0; i < 5; ++i) appendJournal(transaction, entriesOf(changes(300)));
  });
  const auto own = search(f.database, {.student_no = number(7)}, 1);
  REQUIRE(own.size() == 1);
  CHECK(own[0].seq == 1);
  CHECK(search(f.database, {.student_no = number(8)}, 3).size() == 3);
}
