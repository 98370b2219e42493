#include "engine/store/fact.h"

#include <algorithm>
#include <random>

#include "tests/catch.h"
#include "tests/store/fixture.h"

using namespace lixiao::store;
using namespace lixiao::store::test;
using lixiao::model::Date;
using lixiao::model::Value;

namespace {
FactRow loans(int i, std::int64_t count, int time) {
  return {number(i), "library.loans", {Value(count), at(time), "library", at(time)}};
}
/// The changes of one fact after those of the other.
FactChanges upsert(Database& database, const FactRows& rows,
                   lixiao::model::Instant now = lixiao::model::Instant::max()) {
  return database.write([&](Transaction& transaction) {
    FactChanges all;
    for (const FactRows::OfFact& of_fact : rows.byFact()) {
      FactChanges changes = upsertFact(transaction, of_fact, now);
      all.changed.insert(all.changed.end(), changes.changed.begin(), changes.changed.end());
      all.confirmed += changes.confirmed;
      all.stale += changes.stale;
    }
    return all;
  });
}
std::map<std::string, lixiao::model::Fact> factsOfStudent(Database& database, int i) {
  return database.read([&](Reader& reader) { return factsOf(reader, number(i)); });
}
}  // namespace

TEST_CASE("A value of every type comes back as it was", "[fact]") {
  Fixture f;
  const Date day = lixiao::model::dateOf(16604);
  const std::vector<Value> values = {
      Value(),    Value(true),   Value(false), Value(std::int64_t{-9007199254740993}),
      Value(day), Value("毕业"), Value("")};
  std::vector<FactRow> rows;
  for (std::size_t i = 0; i < values.size(); ++i)
    rows.push_back({number(1), "f" + std::to_string(i), {values[i], at(static_cast<std::int64_t>(i)), "s"}});
  const FactChanges changes = upsert(f.database, rows);
  CHECK(changes.changed.size() == values.size());
  const auto facts = factsOfStudent(f.database, 1);
  REQUIRE(facts.size() == values.size());
  for (std::size_t i = 0; i < values.size(); ++i) {
    lixiao::model::Fact expected = rows[i].held;
    if (expected.value.known()) expected.since = expected.as_of;
    CHECK(facts.at("f" + std::to_string(i)) == expected);
  }
  CHECK(factsOfStudent(f.database, 2).empty());
  CHECK(f.database.read(factNames).size() == values.size());
}

TEST_CASE("An upsert tells what changed and what was only confirmed", "[fact]") {
  Fixture f;
  const FactChanges first = upsert(f.database, {loans(2, 0, 100), loans(1, 3, 100)});
  REQUIRE(first.changed.size() == 2);
  CHECK(first.changed[0] == FactChange{number(1), Value(), Value(std::int64_t{3}), true, at(100)});

  const FactChanges second = upsert(f.database, {loans(1, 0, 200), loans(2, 0, 200), loans(3, 1, 200)});
  CHECK(second.confirmed == 1);
  REQUIRE(second.changed.size() == 2);
  CHECK(second.changed[0] ==
        FactChange{number(1), Value(std::int64_t{3}), Value(std::int64_t{0}), false, at(200)});
  CHECK(second.changed[1].first);
  CHECK(factsOfStudent(f.database, 2).at("library.loans").as_of == at(200));

  FactRow unknown = loans(1, 0, 300);
  unknown.held.value = Value();
  CHECK(upsert(f.database, {unknown}).changed.at(0).after == Value());
  CHECK(upsert(f.database, {unknown}).confirmed == 1);
  CHECK_FALSE(factsOfStudent(f.database, 1).at("library.loans").value.known());
}

TEST_CASE("A value is known since its first delivery, until another comes", "[fact]") {
  Fixture f;
  const auto since = [&] { return factsOfStudent(f.database, 1).at("library.loans").since; };
  const auto deliver = [&](Value value, int time) {
    upsert(f.database, {{number(1), "library.loans", {std::move(value), at(time), "library"}}});
  };
  deliver(Value(std::int64_t{3}), 100);
  deliver(Value(std::int64_t{0}), 200);
  CHECK(since() == at(200));
  deliver(Value(std::int64_t{0}), 300);
  CHECK(since() == at(200));
  CHECK(factsOfStudent(f.database, 1).at("library.loans").as_of == at(300));
  deliver(Value(), 400);
  CHECK_FALSE(since());
  deliver(Value(std::int64_t{0}), 500);
  CHECK(since() == at(500));
}

TEST_CASE("What is older than what is there is left alone", "[fact]") {
  Fixture f;
  upsert(f.database, {loans(1, 3, 200)});
  const FactChanges late = upsert(f.database, {loans(1, 0, 199)});
  CHECK(late.stale == 1);
  CHECK(late.changed.empty());
  CHECK(factsOfStudent(f.database, 1).at("library.loans").value == Value(std::int64_t{3}));
}

TEST_CASE("Of a fact given twice the later holds, among equals the last", "[fact]") {
  Fixture f;
  const FactChanges changes = upsert(
      f.database, {loans(1, 5, 300), loans(1, 4, 200), loans(2, 1, 100), loans(2, 2, 100), loans(1, 6, 250)});
  CHECK(changes.changed.size() == 2);
  CHECK(factsOfStudent(f.database, 1).at("library.loans").value == Value(std::int64_t{5}));
  CHECK(factsOfStudent(f.database, 2).at("library.loans").value == Value(std::int64_t{2}));
}

TEST_CASE("What a clock that ran ahead has written gives way, and what is only newer does not", "[fact]") {
  Fixture f;
  upsert(f.database, {loans(1, 0, 900), loans(2, 0, 400)});
  const FactChanges changes = upsert(f.database, {loans(1, 5, 300), loans(2, 5, 300)}, at(500));
  CHECK(changes.changed.size() == 1);
  CHECK(changes.stale == 1);
  CHECK(factsOfStudent(f.database, 1).at("library.loans").as_of == at(300));
  CHECK(factsOfStudent(f.database, 1).at("library.loans").value == Value(std::int64_t{5}));
  CHECK(factsOfStudent(f.database, 2).at("library.loans").value == Value(std::int64_t{0}));
}

TEST_CASE("One fact is read in blocks, by number, and no other", "[fact]") {
  Fixture f;
  std::vector<FactRow> rows;
  for (int i = 20000; i >= 1; --i) rows.push_back(loans(i, i, 1));
  for (int i = 1; i <= 10; ++i)
    rows.push_back({number(i), "library.fines", {Value(std::int64_t{1}), at(1), "x"}});
  upsert(f.database, rows);
  int expected = 0;
  f.database.read([&](Reader& reader) {
    forEachFact(reader, "library.loans", [&](std::vector<HeldFact>& block) {
      for (const HeldFact& row : block) {
        ++expected;
        HeldFact wanted{number(expected), loans(expected, expected, 1).held};
        wanted.held.source.clear();
        if (row != wanted) FAIL(row.student_no);
      }
    });
  });
  CHECK(expected == 20000);
  CHECK(f.database.read(factNames) == std::vector<std::string>{"library.fines", "library.loans"});
}

TEST_CASE("Random deliveries give what a map gives", "[fact]") {
  Fixture f;
  std::mt19937 random(42);
  std::map<int, std::int64_t> model;
  for (int round = 0; round < 30; ++round) {
    std::map<int, std::int64_t> delivery;
    const int count = 1 + static_cast<int>(random() % 400);
    const unsigned range = round % 2 == 0 ? 300 : 20000;
    for (int i = 0; i < count; ++i)
      delivery[static_cast<int>(random() % range)] = static_cast<int>(random() % 3);
    std::vector<FactRow> rows;
    std::size_t changed = 0;
    for (const auto& [i, value] : delivery) {
      rows.push_back(loans(i, value, 100 + round));
      const auto present = model.find(i);
      changed += present == model.end() || present->second != value ? 1 : 0;
      model[i] = value;
    }
    std::shuffle(rows.begin(), rows.end(), random);
    const FactChanges changes = upsert(f.database, rows);
    CHECK(changes.changed.size() == changed);
    CHECK(changes.confirmed == delivery.size() - changed);
  }
  std::map<int, std::int64_t> stored;
  f.database.read([&](Reader& reader) {
    forEachFact(reader, "library.loans", [&](std::vector<HeldFact>& block) {
      for (const HeldFact& row : block)
        stored[std::stoi(row.student_no) - 20150000] = *row.held.value.number();
    });
  });
  CHECK(stored == model);
}

TEST_CASE("Many values that stay are renewed, and nobody else's with them", "[fact]") {
  Fixture f;
  std::vector<FactRow> first;
  for (int i = 0; i < 200; ++i) first.push_back(loans(i, 1, 1));
  first[60] = loans(60, 1, 9);  // of a later moment than the next delivery
  upsert(f.database, first);
  std::vector<FactRow> second;
  for (int i = 0; i < 200; ++i)
    if (i != 100) second.push_back(loans(i, i == 140 ? 2 : 1, i < 30 ? 3 : 4));
  std::reverse(second.begin(), second.end());
  const FactChanges changes = upsert(f.database, second);
  CHECK(changes.confirmed == 197);
  CHECK(changes.stale == 1);
  REQUIRE(changes.changed.size() == 1);
  CHECK(changes.changed[0].student_no == number(140));
  for (int i = 0; i < 200; ++i) {
    const auto held = factsOfStudent(f.database, i).at("library.loans");
    INFO(i);
    CHECK(held.as_of == at(i == 60 ? 9 : i == 100 ? 1 : i < 30 ? 3 : 4));
    CHECK(held.since == at(i == 60 ? 9 : i == 140 ? 4 : 1));
    CHECK(held.value == Value(std::int64_t{i == 140 ? 2 : 1}));
  }
}
