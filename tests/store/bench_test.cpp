// Hidden; run with `store_test [bench]`.
#include <chrono>
#include <ctime>
#include <iostream>

#include "engine/store/fact.h"
#include "engine/store/journal_search.h"
#include "engine/store/journal_verify.h"
#include "engine/store/registration.h"
#include "engine/store/student.h"
#include "tests/catch.h"
#include "tests/store/fixture.h"

using namespace lixiao::store;
using namespace lixiao::store::test;

namespace {
/// Prints both: the processor's time is what counts on a machine that does other things as well.
template <class Work>
void measure(const std::string& what, std::size_t rows, Work work) {
  const auto start = std::chrono::steady_clock::now();
  const std::clock_t busy_before = std::clock();
  work();
  const double busy = static_cast<double>(std::clock() - busy_before) / CLOCKS_PER_SEC;
  const std::chrono::duration<double> took = std::chrono::steady_clock::now() - start;
  std::cout << what << ": " << rows << " rows, " << took.count() << " s, of the processor " << busy
            << " s = " << static_cast<std::int64_t>(static_cast<double>(rows) / busy) << " rows/s"
            << std::endl;
}
}  // namespace

TEST_CASE("Bench: facts", "[.][bench]") {
  Fixture f;
  constexpr int kRows = 1000000;
  const auto delivery = [](std::int64_t offset, int time) {
    std::vector<FactRow> rows;
    rows.reserve(kRows);
    for (int i = 0; i < kRows; ++i)
      rows.push_back(
          {number(i), "library.loans", {lixiao::model::Value((i + offset) % 7), at(time), "library"}});
    return rows;
  };
  std::size_t changed = 0;
  const auto upsert = [&](std::vector<FactRow> rows) {
    const FactRows sorted(std::move(rows));
    changed = f.database.write(
        [&](Transaction& t) { return upsertFact(t, sorted.byFact().front()).changed.size(); });
  };
  auto first = delivery(0, 1);
  measure("facts, first delivery", kRows, [&] { upsert(std::move(first)); });
  CHECK(changed == kRows);
  auto second = delivery(0, 2);
  measure("facts, all confirmed", kRows, [&] { upsert(std::move(second)); });
  CHECK(changed == 0);
  auto third = delivery(1, 3);
  measure("facts, all changed", kRows, [&] { upsert(std::move(third)); });
  CHECK(changed == kRows);
  auto few = delivery(2, 4);
  std::vector<FactRow> sparse;
  for (int i = 0; i < kRows; i += 1000) sparse.push_back(few[static_cast<std::size_t>(i)]);
  measure("facts, one in a thousand", sparse.size(), [&] { upsert(sparse); });
  std::size_t read = 0;
  measure("facts, read", kRows, [&] {
    f.database.read([&](Reader& reader) {
      forEachFact(reader, "library.loans", [&](std::vector<HeldFact>& block) { read += block.size(); });
    });
  });
  CHECK(read == kRows);
}

TEST_CASE("Bench: journal", "[.][bench]") {
  Fixture f;
  constexpr int kRows = 100000;
  for (int round = 0; round < 10; ++round)
    measure("journal, append", kRows, [&] { appendEntries(f.database, kRows); });
  measure("journal, verify", 10 * kRows,
          [&] { CHECK_FALSE(f.database.read([](Reader& reader) { return verifyJournal(reader); }).fault); });
  measure("journal, search a student", 1, [&] {
    f.database.read(
        [](Reader& reader) { CHECK(searchJournal(reader, {.student_no = number(777)}, 50).size() == 10); });
  });
  measure("journal, commit one", 500, [&] {
    for (int i = 0; i < 500; ++i)
      f.database.write([&](Transaction& transaction) { appendJournal(transaction, entry(i)); });
  });
}

TEST_CASE("Bench: students and registrations", "[.][bench]") {
  Fixture f;
  constexpr int kRows = 100000;
  std::vector<Student> rows;
  std::vector<RegistrationWish> wishes;
  for (int i = 0; i < kRows; ++i) {
    rows.push_back({number(i),
                    "学生",
                    "id_card",
                    std::string(58, 's'),
                    number(i),
                    "registrar",
                    {{"student_type", "undergraduate"},
                     {"college", "医学院"},
                     {"class_code", "F1207101"},
                     {"degree_level", "本科"},
                     {"leave_reason", "毕业"},
                     {"graduation_year", "2015"}},
                    1,
                    false});
    wishes.push_back({number(i), "college", {{}, "", {}, at(1), "clerk"}, Expected::nothing()});
  }
  const auto upsert = [&] {
    f.database.write([&](Transaction& transaction) { upsertStudents(transaction, rows); });
  };
  measure("students, first delivery", kRows, upsert);
  measure("students, again", kRows, upsert);
  measure("students, read", kRows, [&] {
    f.database.read([](Reader& reader) { forEachStudent(reader, [](std::vector<Student>&) {}); });
  });
  measure("students, search a name", 1, [&] {
    f.database.read([](Reader& reader) { CHECK(searchStudents(reader, "没有", 20).empty()); });
  });
  measure("registrations", kRows, [&] {
    f.database.write([&](Transaction& transaction) {
      CHECK(putRegistrations(transaction, wishes).size() == static_cast<std::size_t>(kRows));
    });
  });
}
