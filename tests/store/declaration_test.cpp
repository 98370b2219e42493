#include "engine/store/declaration.h"

#include "tests/catch.h"
#include "tests/store/fixture.h"

using namespace lixiao::store;
using namespace lixiao::store::test;
using lixiao::model::Value;

TEST_CASE("What was declared last waits until it is taken away", "[declaration]") {
  Fixture f;
  const auto put = [&](int i, const std::string& fact, Value value, int time) {
    return f.database.write([&](Transaction& transaction) {
      return putDeclaration(transaction, {number(i), fact, std::move(value), at(time), 0});
    });
  };
  put(1, "residence", Value("东校区"), 1);
  const std::int64_t revision = put(1, "residence", Value("东校区;西校区"), 2);
  put(1, "leaves_on", Value(lixiao::model::dateOf(16604)), 3);
  put(2, "residence", Value("西校区"), 4);

  const auto of_student = f.database.read([](Reader& reader) { return declarationsOf(reader, number(1)); });
  REQUIRE(of_student.size() == 2);
  CHECK(of_student[0].value == Value(lixiao::model::dateOf(16604)));
  CHECK(of_student[1] == Declaration{number(1), "residence", Value("东校区;西校区"), at(2), revision});
  const auto of_fact = f.database.read([](Reader& reader) { return declarations(reader, "residence"); });
  REQUIRE(of_fact.size() == 2);
  CHECK(of_fact[1].student_no == number(2));

  const auto remove = [&] {
    return f.database.write(
        [](Transaction& transaction) { return removeDeclaration(transaction, number(1), "residence"); });
  };
  CHECK(remove() == of_student[1]);
  CHECK(remove() == std::nullopt);
  CHECK(f.database.read([](Reader& reader) { return findDeclaration(reader, number(1), "residence"); }) ==
        std::nullopt);
  CHECK(put(1, "residence", Value("东校区"), 5) > revision);
}
