#include "rules/batch.h"

#include <algorithm>
#include <deque>

#include "tests/catch.h"
#include "tests/rules/random_rules.h"
#include "tests/rules/university.h"

namespace lixiao::rules {
namespace {

using test::RuleMaker;
using Inputs = std::vector<test::Expression::Worth>;

constexpr std::uint32_t kFreshFrom = 1000;

std::uint32_t codeOf(std::string_view text) {
  const auto& texts = RuleMaker::texts();
  const auto found = std::find(texts.begin(), texts.end(), text);
  return static_cast<std::uint32_t>(found - texts.begin()) + 1;
}

/// The same rows as columns, each in a form that fits it.
class Table {
 public:
  explicit Table(const std::vector<Inputs>& rows) : columns(test::kSlots) {
    words_.resize(test::kSlots);
    numbers_.resize(test::kSlots);
    large_.resize(test::kSlots);
    for (Slot slot = 0; slot < test::kSlots; ++slot) add(slot, rows);
  }

  /// Makes every row of the slot too old for which `old` is set.
  void expire(Slot slot, const std::vector<bool>& old) {
    std::vector<std::uint32_t>& as_of = as_of_.emplace_back();
    for (const bool too_old : old) as_of.push_back(too_old ? kFreshFrom - 1 : kFreshFrom);
    columns[slot].as_of = as_of.data();
    columns[slot].fresh_from = kFreshFrom;
  }

  std::vector<Column> columns;

 private:
  void add(Slot slot, const std::vector<Inputs>& rows) {
    using Form = Column::Form;
    switch (slot) {
      case test::kToday:
      case test::kBirthDate:
      case test::kHandIn:
        return fill(slot, Form::Day32, numbers_[slot], rows, INT32_MIN, 0, 1);
      case test::kStudentType:
      case test::kDegree:
      case test::kLeaveReason:
        return fill(slot, Form::Word8, words_[slot], rows, 255, 0, 1);
      case test::kCollege:
      case test::kClassCode:
        return fill(slot, Form::Code32, numbers_[slot], rows, 0, 1, 1);
      case test::kParty:
      case test::kRefund:
      case test::kClearedFinance:
        return fill(slot, Form::Truth8, words_[slot], rows, 1, 0, 2);
      case test::kTuition:
      case test::kFines:
        return fill(slot, Form::Int64, large_[slot], rows, INT64_MIN, 0, 1);
      default:
        return fill(slot, Form::Int32, numbers_[slot], rows, INT32_MIN, 0, 1);
    }
  }

  template <typename T>
  void fill(Slot slot, Column::Form form, std::vector<T>& data, const std::vector<Inputs>& rows,
            std::int64_t unknown, int plus, int times) {
    for (const Inputs& row : rows)
      data.push_back(
          static_cast<T>(row[slot] ? static_cast<std::int64_t>(*row[slot]) * times + plus : unknown));
    columns[slot] = {form, data.data(), nullptr, 0};
  }

  std::vector<std::vector<std::uint8_t>> words_;
  std::vector<std::vector<std::int32_t>> numbers_;
  std::vector<std::vector<std::int64_t>> large_;
  std::deque<std::vector<std::uint32_t>> as_of_;
};

Truth toTruth(const test::Expression::Worth& worth) {
  if (!worth) return Truth::Unknown;
  return *worth != 0 ? Truth::True : Truth::False;
}

const double kToday = model::dayNumber(*model::parseDate("2015-06-24"));

struct Made {
  std::vector<test::Expression> expressions;
  std::vector<Rule> rules;
};

Made makeRules(unsigned seed, std::size_t count, int depth) {
  const Scope scope = test::university();
  RuleMaker maker(seed);
  Made made;
  while (made.rules.size() < count) {
    test::Expression expression = maker.boolean(depth);
    if (expression.text.size() > kMaxRuleBytes) continue;
    Compiled compiled = compile(expression.text, scope);
    INFO(expression.text);
    for (const Problem& problem : compiled.problems) UNSCOPED_INFO(problem.offset << ": " << problem.message);
    REQUIRE(compiled.rule);
    made.rules.push_back(*std::move(compiled.rule));
    made.expressions.push_back(std::move(expression));
  }
  return made;
}

void compareAll(unsigned seed, std::size_t rule_count, int depth, std::size_t row_count) {
  const Made made = makeRules(seed, rule_count, depth);
  std::mt19937 random(seed + 1);
  std::vector<Inputs> rows;
  for (std::size_t i = 0; i < row_count; ++i) rows.push_back(test::randomInputs(random, kToday));
  Table table(rows);
  for (const Slot slot : {test::kTuition, test::kLoans, test::kParty, test::kStudentType, test::kCollege}) {
    std::vector<bool> old;
    for (Inputs& row : rows) {
      old.push_back(random() % 8 == 0);
      if (old.back()) row[slot].reset();
    }
    table.expire(slot, old);
  }

  RowEvaluator one(made.rules, test::kSlots);
  const BatchProgram program(made.rules, test::kSlots, test::kToday,
                             model::dateOf(static_cast<std::int32_t>(kToday)), codeOf);
  BlockEvaluator baseline(program, Kernels::Baseline), best(program);
  constexpr std::size_t kBlock = 77;
  for (std::size_t row = 0; row < row_count; ++row) {
    if (row % kBlock == 0) {
      baseline.start(table.columns, row, std::min(kBlock, row_count - row));
      best.start(table.columns, row, std::min(kBlock, row_count - row));
    }
    one.bind(test::toRow(rows[row]));
    for (std::size_t rule = 0; rule < rule_count; ++rule) {
      const Truth expected = toTruth(made.expressions[rule].worth(rows[row]));
      const Truth by_row = one.truth(rule);
      const auto by_baseline = static_cast<Truth>(baseline.truth(rule)[row % kBlock]);
      const auto by_best = static_cast<Truth>(best.truth(rule)[row % kBlock]);
      const auto constant = program.constant(rule);
      if (by_row == expected && by_baseline == expected && by_best == expected &&
          constant.value_or(expected) == expected)
        continue;
      INFO(made.rules[rule].text());
      CHECK(static_cast<int>(by_row) == static_cast<int>(expected));
      CHECK(static_cast<int>(by_baseline) == static_cast<int>(expected));
      CHECK(static_cast<int>(by_best) == static_cast<int>(expected));
      REQUIRE(constant.value_or(expected) == expected);
    }
  }
  CHECK(one.truth(0) == toTruth(made.expressions[0].worth(rows.back())));
}

TEST_CASE("row by row and in batch, 2000 random rules say on 300 rows what the reference says") {
  compareAll(2015, 2000, 2, 300);
}

TEST_CASE("row by row and in batch, large random rules say what the reference says") {
  compareAll(77, 150, 5, 60);
}

TEST_CASE("many more random rules agree", "[.long]") {
  for (unsigned seed = 1; seed <= 40; ++seed) {
    compareAll(seed, 1000, 3, 100);
    compareAll(seed + 1000, 100, 6, 40);
  }
}

}  // namespace
}  // namespace lixiao::rules
