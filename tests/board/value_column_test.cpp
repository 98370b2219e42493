#include "engine/board/value_column.h"

#include "tests/catch.h"

using namespace lixiao;
using board::TextPool;
using board::ValueColumn;
using model::Value;

TEST_CASE("A column gives back what was put in, and unknown where nothing was", "[column]") {
  TextPool pool;
  const auto check = [&](const rules::Type& type, const Value& value) {
    ValueColumn column(type, false);
    column.resize(3);
    column.set(1, value, pool);
    CHECK(column.value(1, pool) == value);
    CHECK_FALSE(column.value(0, pool).known());
    column.set(1, Value(), pool);
    CHECK_FALSE(column.value(1, pool).known());
  };
  check(rules::Type::boolean(), Value(false));
  check(rules::Type::number(rules::Unit::Money), Value(std::int64_t{-12345}));
  check(rules::Type::date(), Value(*model::parseDate("2015-06-18")));
  check(rules::Type::text(), Value("基础医学院"));
  check(rules::Type::enumeration({"毕业", "结业"}), Value("结业"));
}

TEST_CASE("A number beyond 32 bits widens the column and keeps the others", "[column]") {
  TextPool pool;
  ValueColumn column(rules::Type::number(rules::Unit::Money), false);
  column.resize(4);
  column.set(0, Value(std::int64_t{700}), pool);
  for (const std::int64_t large :
       {std::int64_t{1} << 40, std::int64_t{INT32_MIN}, -(std::int64_t{1} << 40)}) {
    column.set(1, Value(large), pool);
    CHECK(column.value(1, pool) == Value(large));
  }
  CHECK(column.value(0, pool) == Value(std::int64_t{700}));
  CHECK_FALSE(column.value(2, pool).known());
  CHECK(column.column(0).form == rules::Column::Form::Int64);
}

TEST_CASE("A word that the enum does not have is unknown", "[column]") {
  TextPool pool;
  ValueColumn column(rules::Type::enumeration({"毕业"}), false);
  column.resize(1);
  column.set(0, Value("退学"), pool);
  CHECK_FALSE(column.value(0, pool).known());
}
