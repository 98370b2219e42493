#include "rules/derive.h"

#include "tests/catch.h"
#include "tests/rules/university.h"

namespace lixiao::rules {
namespace {

Rule ruleOf(const std::string& text) {
  const Compiled compiled = compile(text, test::university());
  INFO(text);
  REQUIRE(compiled.rule);
  return *compiled.rule;
}

model::Value money(std::int64_t minor_units) {
  return model::Value(minor_units);
}

/// What the rule without amounts below 5.00 says of these debts.
Truth waived(const std::string& text, const model::Value& tuition, const model::Value& dorm) {
  const auto derived = withoutSmallAmounts(ruleOf(text), 500);
  REQUIRE(derived);
  RowEvaluator evaluator({*derived}, test::kSlots);
  Row row(test::kSlots);
  row[test::kTuition] = tuition;
  row[test::kDorm] = dorm;
  row[test::kLoans] = model::Value(std::int64_t{0});
  evaluator.bind(row);
  return evaluator.truth(0);
}

}  // namespace

TEST_CASE("small amounts are left out where their sum is below the bound") {
  const std::string rule = "finance.tuition_due <= 0 && finance.dorm_due <= 0";
  CHECK(waived(rule, money(300), money(199)) == Truth::True);
  CHECK(waived(rule, money(300), money(200)) == Truth::False);
  CHECK(waived(rule, money(500), money(0)) == Truth::False);
  CHECK(waived(rule, money(300), model::Value()) == Truth::Unknown);
  CHECK(waived(rule, money(600), money(-500)) == Truth::False);
  CHECK(waived(rule, money(-600), money(499)) == Truth::True);
}

TEST_CASE("what is not money still has its say without small amounts") {
  CHECK(waived("finance.tuition_due == 0 && library.loans == 0", money(100), money(0)) == Truth::True);
  CHECK(waived("finance.tuition_due == 0 && library.loans > 0", money(100), money(0)) == Truth::False);
  CHECK(waived("leaving_cleanly || library.loans > 0", money(100), money(100)) == Truth::Unknown);
}

TEST_CASE("a rule that reads no money has no small amounts") {
  CHECK_FALSE(withoutSmallAmounts(ruleOf("library.loans == 0"), 500));
}

TEST_CASE("both of two rules explain themselves in their own words") {
  const Rule both = bothOf(ruleOf("党员"), ruleOf("library.loans == 0"));
  CHECK(both.text() == "(党员) && (library.loans == 0)");
  CHECK(both.slots() == std::vector<Slot>{test::kLoans, test::kParty});
  RowEvaluator evaluator({both}, test::kSlots);
  Row row(test::kSlots);
  row[test::kParty] = model::Value(true);
  row[test::kLoans] = model::Value(std::int64_t{2});
  evaluator.bind(row);
  CHECK(evaluator.truth(0) == Truth::False);
  const Explanation explanation = evaluator.explain(0);
  REQUIRE(explanation.children.size() == 2);
  CHECK(explanation.children[1].text == "library.loans == 0");
  CHECK(bothOf(ruleOf("true"), ruleOf("党员")).slots() == std::vector<Slot>{test::kParty});
}

}  // namespace lixiao::rules
