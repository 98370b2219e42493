#include "engine/store/student.h"

#include <algorithm>
#include <random>
#include <stdexcept>

#include "tests/catch.h"
#include "tests/store/fixture.h"

using namespace lixiao::store;
using namespace lixiao::store::test;

namespace {
Student student(int i, const std::string& name = "学生") {
  return {number(i), name, "", "", "", "registrar", {{"college", "医学院"}, {"leave_reason", "毕业"}},
          1,         false};
}
std::vector<Student> students(int from, int to) {
  std::vector<Student> rows;
  for (int i = from; i <= to; ++i) rows.push_back(student(i));
  return rows;
}
StudentChanges upsert(Database& database, const std::vector<Student>& rows) {
  return database.write([&](Transaction& transaction) { return upsertStudents(transaction, rows); });
}
std::vector<std::string> numbers(const std::vector<Student>& rows) {
  std::vector<std::string> found;
  for (const Student& row : rows) found.push_back(row.student_no);
  return found;
}
using Numbers = std::vector<std::string>;
}  // namespace

TEST_CASE("A roster delivered twice corrects and does not duplicate", "[student]") {
  Fixture f;
  std::vector<Student> rows = students(1, 50);
  std::shuffle(rows.begin(), rows.end(), std::mt19937(1));
  CHECK(upsert(f.database, rows).added.size() == 50);
  const StudentChanges again = upsert(f.database, rows);
  CHECK(again.unchanged == 50);
  CHECK(again.changed.empty());

  rows[3].attributes.set("leave_reason", "结业");
  rows[4].name = "改名";
  rows[5].id_sealed = std::string("\0new bytes", 10);  // sealed anew, the ID is the same
  rows.push_back(student(99));
  const StudentChanges third = upsert(f.database, rows);
  CHECK(third.added.size() == 1);
  CHECK(third.unchanged == 48);
  REQUIRE(third.changed.size() == 2);
  for (const auto& [before, after] : third.changed) {
    CHECK(before.student_no == after.student_no);
    CHECK((before.name == "学生" && *before.attributes.find("leave_reason") == "毕业"));
  }
  CHECK(f.database.read(countStudents) == 51);
}

TEST_CASE("A student comes back with every column as it was written", "[student]") {
  Fixture f;
  Student full{"5120719001",
               "O'Brien 㐂𠮷",
               "passport",
               std::string("\0\xFFsealed\0", 9),
               std::string("\0key", 4),
               "graduate_school",
               {{"college", "a\"b\\c"}, {"birth_date", "1990-02-28"}},
               9007199254740993,
               false};
  const Student bare{"5120719002", "", "", "", "", "", {}, 0, true};
  upsert(f.database, {full, bare});
  f.database.read([&](Reader& reader) {
    CHECK(findStudent(reader, full.student_no) == full);
    CHECK(findStudent(reader, bare.student_no) == bare);
    CHECK(findStudent(reader, "5120719003") == std::nullopt);
    CHECK(numbers(findStudentsById(reader, full.id_key)) == Numbers{full.student_no});
    CHECK(findStudentsById(reader, "").empty());
  });
  full.id_key = "";
  full.id_sealed = "";
  CHECK(upsert(f.database, {full}).changed.size() == 1);
  CHECK(f.database.read([&](Reader& reader) { return findStudent(reader, full.student_no); }) == full);
}

TEST_CASE("A number twice in one delivery is refused whole", "[student]") {
  Fixture f;
  CHECK_THROWS_AS(upsert(f.database, {student(1), student(2), student(1)}), std::invalid_argument);
  CHECK_THROWS_AS(upsert(f.database, {student(1), Student{}}), StoreError);
  CHECK(f.database.read(countStudents) == 0);
}

TEST_CASE("Removed students are kept, and come back when delivered again", "[student]") {
  Fixture f;
  upsert(f.database, students(1, 3));
  const auto remove = [](Transaction& transaction) {
    return removeStudents(transaction, {number(2), number(2), "none"});
  };
  CHECK(numbers(f.database.write(remove)) == Numbers{number(2)});
  CHECK(f.database.write(remove).empty());
  CHECK(f.database.read(countStudents) == 2);
  CHECK(f.database.read([](Reader& reader) { return findStudent(reader, number(2)); })->removed);
  CHECK(upsert(f.database, students(1, 3)).changed.size() == 1);
  CHECK(f.database.read(countStudents) == 3);
}

TEST_CASE("Students are searched by the beginning of a number or a part of a name", "[student]") {
  Fixture f;
  Student removed = student(15, "李雷");
  removed.removed = true;
  upsert(f.database, {student(1, "王小明"),
                      student(11, "李 想"),
                      student(12, "100%_\\"),
                      removed,
                      student(13, "Mary Li"),
                      {"X20150001", "王五", "", "", "", "", {}, 0, false}});
  f.database.read([](Reader& reader) {
    const auto search = [&](const std::string& text, std::int64_t limit = 20) {
      return numbers(searchStudents(reader, text, limit));
    };
    CHECK(search("2015001") == Numbers{number(11), number(12), number(13)});
    CHECK(search("20150001") == Numbers{number(1)});
    CHECK(search("王") == Numbers{number(1), "X20150001"});
    CHECK(search("李") == Numbers{number(11)});
    CHECK(search("li") == Numbers{number(13)});
    CHECK(search("X2015") == Numbers{"X20150001"});
    CHECK(search("%") == Numbers{number(12)});
    CHECK(search("_") == Numbers{number(12)});
    CHECK(search("\\") == Numbers{number(12)});
    CHECK(search("' OR 1=1 --").empty());
    CHECK(search("2015", 2) == Numbers{number(1), number(11)});
  });
}

TEST_CASE("Everybody is read in blocks, by number, once", "[student]") {
  Fixture f;
  upsert(f.database, students(1, 20000));
  int expected = 0;
  int blocks = 0;
  f.database.read([&](Reader& reader) {
    forEachStudent(reader, [&](std::vector<Student>& block) {
      ++blocks;
      for (const Student& row : block)
        if (row.student_no != number(++expected)) FAIL(row.student_no);
    });
  });
  CHECK(expected == 20000);
  CHECK(blocks == 3);
}

TEST_CASE("Looking up many numbers finds the same rows however they lie", "[student]") {
  Fixture f;
  std::vector<Student> present;
  for (int i = 0; i < 9000; i += 3) present.push_back(student(i));
  upsert(f.database, present);
  std::mt19937 random(GENERATE(1, 2, 3));
  const int step = GENERATE(1, 2, 7, 500, 8999);
  Numbers asked;
  Numbers expected;
  for (int i = 0; i < 9100; i += 1 + static_cast<int>(random() % static_cast<unsigned>(step))) {
    asked.push_back(number(i));
    if (i % 3 == 0 && i < 9000) expected.push_back(number(i));
  }
  std::shuffle(asked.begin(), asked.end(), random);
  const auto found = f.database.read([&](Reader& reader) { return findStudents(reader, asked); });
  CHECK(numbers(found) == expected);
}
