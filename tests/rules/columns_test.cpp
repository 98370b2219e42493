#include <cmath>
#include <limits>
#include <numeric>

#include "rules/batch.h"
#include "tests/catch.h"
#include "tests/rules/university.h"

namespace lixiao::rules {
namespace {

constexpr std::int64_t kTwoTo53 = std::int64_t{1} << 53;
const model::Date kDay = *model::parseDate("2015-06-24");

std::uint32_t codeOf(std::string_view text) {
  return static_cast<std::uint32_t>(text.size()) + 1;
}

BatchProgram programOf(const Scope& scope, const std::vector<std::string>& texts, std::size_t slots) {
  std::vector<Rule> rules;
  for (const std::string& text : texts) {
    const Compiled compiled = compile(text, scope);
    INFO(text);
    REQUIRE(compiled.rule);
    rules.push_back(*compiled.rule);
  }
  return {rules, slots, static_cast<Slot>(slots), kDay, codeOf};
}

/// The truths of rule 0 over all rows, with both kinds of kernels, which must agree: `0 1 2` as `F ? T`.
std::string truthsOf(const BatchProgram& program, const std::vector<Column>& columns, std::size_t rows) {
  std::string both[2];
  for (const Kernels kernels : {Kernels::Baseline, Kernels::Best}) {
    BlockEvaluator evaluator(program, kernels);
    std::string& out = both[kernels == Kernels::Best ? 1 : 0];
    for (std::size_t begin = 0; begin < rows; begin += kBlockRows) {
      const std::size_t count = std::min(kBlockRows, rows - begin);
      evaluator.start(columns, begin, count);
      const std::uint8_t* truths = evaluator.truth(0);
      for (std::size_t i = 0; i < count; ++i) out += "F?T"[truths[i]];
    }
  }
  CHECK(both[0] == both[1]);
  return both[0];
}

/// `x OP constant` over a column of numbers, each value as often as needed to fill vectors and their rests.
template <typename T>
void checkComparisons(Column::Form form, const std::vector<T>& values,
                      const std::vector<std::string>& constants, bool (*known)(T)) {
  Scope scope;
  scope.addInput("x", Type::number(Unit::Count), 0);
  std::vector<T> data;
  for (std::size_t i = 0; i < 100; ++i) data.push_back(values[i % values.size()]);
  for (const std::string op : {"<", "<=", ">", ">=", "==", "!="}) {
    for (const std::string& constant : constants) {
      const double c = std::stod(constant);
      std::string expected;
      for (const T value : data) {
        const auto x = static_cast<long double>(value);
        const bool holds = op == "<"    ? x < c
                           : op == "<=" ? x <= c
                           : op == ">"  ? x > c
                           : op == ">=" ? x >= c
                           : op == "==" ? x == c
                                        : x != c;
        expected += !known(value) ? '?' : holds ? 'T' : 'F';
      }
      INFO("x " << op << " " << constant);
      CHECK(truthsOf(programOf(scope, {"x " + op + " " + constant}, 1), {{form, data.data(), nullptr, 0}},
                     100) == expected);
      CHECK(truthsOf(programOf(scope, {"x + 0 " + op + " " + constant}, 1), {{form, data.data(), nullptr, 0}},
                     100) == expected);
    }
  }
}

TEST_CASE("columns of numbers compare rightly up to their limits") {
  checkComparisons<std::int32_t>(
      Column::Form::Int32, {INT32_MIN, INT32_MIN + 1, -1, 0, 1, 2, 3, INT32_MAX - 1, INT32_MAX},
      {"0", "-1", "2", "2.5", "-2.5", "2147483647", "-2147483647", "3000000000", "-3000000000"},
      [](std::int32_t x) { return x != INT32_MIN; });
  checkComparisons<std::int64_t>(Column::Form::Int64,
                                 {INT64_MIN, INT64_MIN + 1, -kTwoTo53 - 1, -kTwoTo53, -1, 0, 1, 2, 3,
                                  3000000000, kTwoTo53, kTwoTo53 + 1, INT64_MAX},
                                 {"0", "-1", "2", "2.5", "-2.5", "3000000000", "900719925474099"},
                                 [](std::int64_t x) { return x >= -kTwoTo53 && x <= kTwoTo53; });
}

TEST_CASE("a column of days is unknown outside of 1900 to 2200") {
  Scope scope;
  scope.addInput("x", Type::date(), 0);
  const auto day = [](const char* text) { return model::dayNumber(*model::parseDate(text)); };
  const std::vector<std::int32_t> data = {
      INT32_MIN,         day("1900-01-01") - 1, day("1900-01-01"),    day("2015-06-24"),
      day("2015-06-25"), day("2200-12-31"),     day("2200-12-31") + 1};
  const std::vector<Column> columns = {{Column::Form::Day32, data.data(), nullptr, 0}};
  CHECK(truthsOf(programOf(scope, {"x <= date(\"2015-06-24\")"}, 1), columns, 7) == "??TTFF?");
  CHECK(truthsOf(programOf(scope, {"x >= date(\"1900-01-01\")"}, 1), columns, 7) == "??TTTT?");
  CHECK(truthsOf(programOf(scope, {"x < date(\"1900-01-01\")"}, 1), columns, 7) == "??FFFF?");
  CHECK(truthsOf(programOf(scope, {"x + days(1) > date(\"1900-01-01\")"}, 1), columns, 7) == "??TTT??");
}

TEST_CASE("an age that is compared finds the same people as an age that is computed") {
  Scope scope;
  scope.addInput("birth", Type::date(), 0);
  std::vector<std::int32_t> data(800);
  std::iota(data.begin(), data.end(), model::dayNumber(*model::parseDate("1986-12-01")));
  data[5] = INT32_MIN;
  const std::vector<Column> columns = {{Column::Form::Day32, data.data(), nullptr, 0}};
  const std::string on = GENERATE("2015-06-24", "2016-02-29", "2015-02-28");
  const std::string op = GENERATE("<", "<=", ">", ">=", "==", "!=");
  const std::string years = GENERATE("28", "27.5", "200", "-300");
  const std::string age = "age_at(date(\"" + on + "\"), birth)";
  INFO(age + op + years);
  const std::string direct = truthsOf(programOf(scope, {age + op + years}, 1), columns, data.size());
  CHECK(direct == truthsOf(programOf(scope, {age + "+0" + op + years}, 1), columns, data.size()));
  CHECK(direct[5] == '?');
}

TEST_CASE("enums of any size are looked up") {
  const std::size_t size = GENERATE(2, 3, 5, 15, 16, 17, 40, 254);
  std::vector<std::string> words;
  for (std::size_t i = 0; i < size; ++i) words.push_back("w" + std::to_string(i));
  Scope scope;
  scope.addInput("x", Type::enumeration(words), 0);
  std::vector<std::uint8_t> data;
  for (std::size_t i = 0; i < 500; ++i)
    data.push_back(i % 7 == 3 ? 255 : static_cast<std::uint8_t>(i % size));
  for (std::size_t wanted = 1; wanted <= std::min<std::size_t>(size, 6); ++wanted) {
    std::string list, expected;
    for (std::size_t i = 0; i < wanted; ++i)
      list += (i ? ",\"w" : "\"w") + std::to_string(size - 1 - i) + "\"";
    for (const std::uint8_t x : data) expected += x == 255 ? '?' : size - 1 - x < wanted ? 'T' : 'F';
    const std::vector<Column> columns = {{Column::Form::Word8, data.data(), nullptr, 0}};
    CHECK(truthsOf(programOf(scope, {"x in [" + list + "]"}, 1), columns, data.size()) == expected);
    for (char& truth : expected) truth = truth == '?' ? 'F' : 'T';
    CHECK(truthsOf(programOf(scope, {"known(x)"}, 1), columns, data.size()) == expected);
  }
}

TEST_CASE("rows that are too old are unknown, whatever the column") {
  Scope scope;
  scope.addInput("count", Type::number(Unit::Count), 0);
  scope.addInput("flag", Type::boolean(), 1);
  const std::vector<std::int32_t> counts = {1, 1, 1, 1, INT32_MIN};
  const std::vector<std::uint8_t> flags = {2, 2, 0, 0, 1};
  const std::vector<std::uint32_t> as_of = {100, 99, 100, 99, 4000000000};
  std::vector<Column> columns = {{Column::Form::Int32, counts.data(), as_of.data(), 100},
                                 {Column::Form::Truth8, flags.data(), as_of.data(), 100}};
  CHECK(truthsOf(programOf(scope, {"count == 1"}, 2), columns, 5) == "T?T??");
  CHECK(truthsOf(programOf(scope, {"count + 1 == 2"}, 2), columns, 5) == "T?T??");
  CHECK(truthsOf(programOf(scope, {"known(count)"}, 2), columns, 5) == "TFTFF");
  CHECK(truthsOf(programOf(scope, {"flag"}, 2), columns, 5) == "T?F??");
  columns[1].fresh_from = 0;
  CHECK(truthsOf(programOf(scope, {"flag"}, 2), columns, 5) == "TTFF?");
}

TEST_CASE("a slot without a column is unknown for everybody") {
  Scope scope = test::university();
  const std::vector<Column> none;
  CHECK(
      truthsOf(programOf(scope,
                         {"党员 || library.loans > 0 || college == \"x\" || student_type == \"eight-year\""},
                         test::kSlots),
               none, 3) == "???");
  CHECK(truthsOf(programOf(scope, {"college == class_code || known(birth_date)"}, test::kSlots), none, 2) ==
        "??");
}

TEST_CASE("a slot may be given block by block by whoever computes it") {
  Scope scope;
  scope.addInput("cleared.library", Type::boolean(), 0);
  scope.addInput("remaining", Type::number(Unit::Count), 1);
  const BatchProgram program = programOf(scope, {"cleared.library && remaining <= 1"}, 2);
  BlockEvaluator evaluator(program);
  for (std::int32_t block = 0; block < 3; ++block) {
    evaluator.start({}, static_cast<std::size_t>(block) * 2, 2);
    const std::uint8_t cleared[] = {2, 0};
    const std::int32_t remaining[] = {block, 0};
    evaluator.set(0, Column::Form::Truth8, cleared);
    evaluator.set(1, Column::Form::Int32, remaining);
    CHECK(int{evaluator.truth(0)[0]} == (block <= 1 ? 2 : 0));
    CHECK(int{evaluator.truth(0)[1]} == 0);
  }
}

TEST_CASE("many blocks of many rows, the last one short") {
  Scope scope;
  scope.addInput("x", Type::number(Unit::Money), 0);
  std::vector<std::int64_t> data(3 * kBlockRows + 41);
  std::iota(data.begin(), data.end(), -100);
  std::string expected;
  for (const std::int64_t x : data) expected += x <= 1250 ? 'T' : 'F';
  CHECK(truthsOf(programOf(scope, {"x <= 12.50"}, 1), {{Column::Form::Int64, data.data(), nullptr, 0}},
                 data.size()) == expected);
}

TEST_CASE("a column of the wrong form and a block too large are refused") {
  Scope scope = test::university();
  const std::vector<std::uint8_t> bytes(10, 0);
  const std::vector<std::pair<std::string, Slot>> rules = {
      {"library.loans > 0", test::kLoans},
      {"student_type == \"eight-year\"", test::kStudentType},
      {"college == \"x\"", test::kCollege},
      {"birth_date < on_site.to", test::kBirthDate},
      {"library.loans + 1 > 0", test::kLoans}};
  for (const auto& [text, slot] : rules) {
    const BatchProgram program = programOf(scope, {text}, test::kSlots);
    BlockEvaluator evaluator(program);
    std::vector<Column> columns(test::kSlots);
    columns[slot] = {Column::Form::Truth8, bytes.data(), nullptr, 0};
    evaluator.start(columns, 0, 10);
    CHECK_THROWS_AS(evaluator.truth(0), std::invalid_argument);
    CHECK_THROWS_AS(evaluator.start(columns, 0, kBlockRows + 1), std::invalid_argument);
  }
}

}  // namespace
}  // namespace lixiao::rules
