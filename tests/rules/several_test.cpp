#include "rules/batch.h"
#include "tests/catch.h"
#include "tests/rules/university.h"

namespace lixiao::rules {
namespace {

Rule ruleOf(const std::string& text) {
  Scope scope = test::university();
  scope.addConstant("each", Type::text(), model::Value("东校区"));
  const Compiled compiled = compile(text, scope);
  INFO(text);
  REQUIRE(compiled.rule);
  return *compiled.rule;
}

Truth truth(const std::string& text, const model::Value& east) {
  RowEvaluator evaluator({ruleOf(text)}, test::kSlots);
  Row row(test::kSlots);
  row[test::kEast] = east;
  row[test::kWest] = east.known() ? model::Value(false) : model::Value();
  evaluator.bind(row);
  return evaluator.truth(0);
}

}  // namespace

TEST_CASE("a rule asks for one of several words, and whether they are known") {
  const std::string east = "\"东校区\" in residences";
  CHECK(ruleOf(east).slots() == std::vector<Slot>{test::kEast});
  CHECK(ruleOf("\"西校区\" in residences").slots() == std::vector<Slot>{test::kWest});
  CHECK(truth(east, model::Value(true)) == Truth::True);
  CHECK(truth(east, model::Value(false)) == Truth::False);
  CHECK(truth("!(" + east + ")", model::Value()) == Truth::Unknown);
  CHECK(truth("known(residences)", model::Value(false)) == Truth::True);
  CHECK(truth("known(residences)", model::Value()) == Truth::False);
}

TEST_CASE("the word of an item made for each word takes the type of what stands beside it") {
  CHECK(ruleOf("each in residences").slots() == std::vector<Slot>{test::kEast});
  CHECK(ruleOf("each == \"东校区\"").constant() == true);
  CHECK(ruleOf("each in [\"西校区\", \"南校区\"]").constant() == false);
  CHECK(ruleOf("college == each").slots() == std::vector<Slot>{test::kCollege});
  Scope scope;
  scope.addConstant("each", Type::text(), model::Value("东校区"));
  scope.addInput("campus", Type::enumeration({"东校区", "西校区"}), 0);
  scope.addInput("floor", Type::enumeration({"一楼"}), 1);
  CHECK(compile("campus == each", scope).rule);
  const Compiled wrong = compile("floor == each", scope);
  REQUIRE(wrong.problems.size() == 1);
  CHECK(wrong.problems[0].message == "\"东校区\" is not a value of floor");
}

TEST_CASE("a name may have parts that begin with a digit") {
  Scope scope;
  scope.addInput("cleared.room.3号楼", Type::boolean(), 0);
  CHECK(compile("cleared.room.3号楼", scope).rule);
  CHECK_FALSE(compile("cleared.room. 3号楼", scope).rule);
}

TEST_CASE("several words explain themselves as they are asked for") {
  RowEvaluator evaluator({ruleOf("\"东校区\" in residences && known(residences)")}, test::kSlots);
  Row row(test::kSlots);
  row[test::kEast] = model::Value(true);
  evaluator.bind(row);
  const Explanation explanation = evaluator.explain(0);
  REQUIRE(explanation.children.size() == 2);
  CHECK(explanation.children[0].text == "\"东校区\" in residences");
  CHECK(explanation.children[1].text == "known(residences)");
}

}  // namespace lixiao::rules
