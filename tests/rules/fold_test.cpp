#include "rules/batch.h"
#include "rules/rule.h"
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

TEST_CASE("what follows from constants alone is decided when the rule is compiled") {
  CHECK(ruleOf("true").constant() == true);
  CHECK(ruleOf("!true").constant() == false);
  CHECK(ruleOf("false && 党员").constant() == false);
  CHECK(ruleOf("党员 && false").constant() == false);
  CHECK(ruleOf("党员 || true").constant() == true);
  CHECK(ruleOf("1 + 2 * 3 == 7 && 10 / 4 == 2.5 && -(1 - 2) == 1").constant() == true);
  CHECK(ruleOf("on_site.from + days(7) == on_site.to").constant() == true);
  CHECK(ruleOf("date(\"2015-03-01\") - date(\"2015-02-28\") == 1").constant() == true);
  CHECK(ruleOf("age_at(date(\"2015-02-28\"), date(\"1996-02-29\")) == 18").constant() == true);
  CHECK(ruleOf("age_at(date(\"2015-03-01\"), date(\"1996-02-29\")) == 19").constant() == true);
  CHECK(ruleOf("\"a\" in [\"b\", \"a\"]").constant() == true);
  CHECK(ruleOf("known(on_site.from) && !known(ceremony)").constant() == true);
  CHECK(ruleOf("coalesce(ceremony, on_site.to) == on_site.to").constant() == true);
  CHECK(ruleOf("(true ? 1 : 2) == 1").constant() == true);
  CHECK(ruleOf("round(2.5) == 3 && round(-2.5) == -3 && abs(-1) == 1").constant() == true);
  CHECK(alwaysTrue().constant() == true);
}

TEST_CASE("folding keeps what is unknown") {
  CHECK(ruleOf("党员 && true").constant() == std::nullopt);
  CHECK(ruleOf("党员 || !党员").constant() == std::nullopt);
  CHECK(ruleOf("1 / 0 == 1").constant() == std::nullopt);
  CHECK(ruleOf("1 / 0 == 1 && false").constant() == false);
  CHECK(ruleOf("today == ceremony").constant() == std::nullopt);
  CHECK(ruleOf("date(\"2200-12-31\") + days(1) > on_site.to").constant() == std::nullopt);
}

TEST_CASE("a rule names the slots it reads, those of its conditions too") {
  CHECK(ruleOf("leaving_cleanly && library.loans == 0").slots() ==
        std::vector<Slot>{test::kLeaveReason, test::kTuition, test::kDorm, test::kLoans});
  CHECK(ruleOf("false && 党员").slots().empty());
}

TEST_CASE("in a batch everything that follows from today is decided beforehand") {
  const std::vector<Rule> rules = {ruleOf("today >= on_site.from"), ruleOf("today > on_site.to && 党员"),
                                   ruleOf("today < on_site.from || 党员"), ruleOf("today == ceremony")};
  const BatchProgram program(rules, test::kSlots, test::kToday, *model::parseDate("2015-06-24"),
                             [](std::string_view) { return 1U; });
  CHECK(program.rules() == 4);
  CHECK(program.constant(0) == Truth::True);
  CHECK(program.constant(1) == Truth::False);
  CHECK(program.constant(2) == std::nullopt);
  CHECK(program.constant(3) == Truth::Unknown);
}

}  // namespace
}  // namespace lixiao::rules
