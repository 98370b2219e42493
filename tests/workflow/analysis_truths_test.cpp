// What the analysis calls certain is held to random rules on random students: nobody may prove it wrong.
#include "engine/workflow/analysis_truths.h"

#include "tests/catch.h"
#include "tests/rules/random_rules.h"
#include "tests/rules/university.h"

using namespace lixiao;
using rules::test::Expression;

namespace {

constexpr int kRules = 4000;
constexpr int kStudents = 40;
constexpr double kPostgraduate = 3;

rules::Rule compiled(const std::string& text, const rules::Scope& scope) {
  auto result = rules::compile(text, scope);
  INFO(text);
  REQUIRE(result.rule);
  return *std::move(result.rule);
}

}  // namespace

TEST_CASE("What is never true, or never false, of a random rule is so for nobody", "[analysis]") {
  const rules::Scope scope = rules::test::university();
  rules::test::RuleMaker maker(20150624);
  std::mt19937 random(7);
  workflow::Domain domain;
  domain.words[rules::test::kStudentType] = {static_cast<std::uint32_t>(kPostgraduate)};
  int fixed = 0, open = 0;
  for (int i = 0; i < kRules; ++i) {
    const Expression expression = maker.boolean(4);
    const auto result = rules::compile(expression.text, scope);
    if (!result.rule || result.rule->constant()) continue;
    const workflow::Outcomes found = workflow::outcomes(*result.rule, domain);
    found.may_be_true&& found.may_be_false ? ++open : ++fixed;
    for (int k = 0; k < kStudents; ++k) {
      auto inputs = rules::test::randomInputs(random, 16610);
      inputs[rules::test::kStudentType] = kPostgraduate;
      const Expression::Worth worth = expression.worth(inputs);
      if (!worth || (*worth != 0 ? found.may_be_true : found.may_be_false)) continue;
      FAIL("certain, but not so: " << expression.text);
    }
  }
  CHECK(fixed > 50);
  CHECK(open > 1000);
}

TEST_CASE("A part is found where it stands, and only the outermost", "[analysis]") {
  const rules::Scope scope = rules::test::university();
  const std::string never = "(leave_reason == \"毕业\" && leave_reason == \"结业\")";
  const std::string text = "党员 || " + never;
  const auto parts = workflow::fixedParts(compiled(text, scope), {});
  REQUIRE(parts.size() == 1);
  CHECK(text.substr(parts.begin()->offset, parts.begin()->length) == never.substr(1, never.size() - 2));
  CHECK(parts.begin()->never_true);
}

TEST_CASE("A bare true is meant, a bare false is not", "[analysis]") {
  const rules::Scope scope = rules::test::university();
  CHECK(workflow::fixedParts(compiled("true", scope), {}).empty());
  CHECK(workflow::fixedParts(compiled("false", scope), {}).size() == 1);
}
