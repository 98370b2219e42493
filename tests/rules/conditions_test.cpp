#include "rules/row.h"
#include "rules/rule.h"
#include "tests/catch.h"
#include "tests/rules/university.h"

namespace lixiao::rules {
namespace {

struct Found {
  std::size_t index;
  std::string code;
  std::size_t offset;
  std::string message;

  bool operator==(const Found&) const = default;
};

std::vector<Found> foundIn(Scope& scope, const std::vector<NamedText>& conditions) {
  std::vector<Found> found;
  for (const NamedProblem& named : addConditions(scope, conditions))
    found.push_back({named.index, named.problem.code, named.problem.offset, named.problem.message});
  return found;
}

TEST_CASE("conditions may use one another in any order") {
  Scope scope = test::university();
  CHECK(foundIn(scope, {{"c", "a && b"}, {"b", "!a"}, {"a", "党员"}}).empty());
  const Rule rule = *compile("c || b", scope).rule;
  CHECK(rule.slots() == std::vector<Slot>{test::kParty});
}

TEST_CASE("a circle of conditions is one problem at its first, and tells the way") {
  Scope scope = test::university();
  CHECK(foundIn(
            scope,
            {{"fine", "党员"}, {"a", "党员 && b"}, {"b", "fine || c"}, {"c", "!a"}, {"user", "a && fine"}}) ==
        std::vector<Found>{{1, "circle", 10, "conditions go round in a circle: a -> b -> c -> a"}});
  CHECK(compile("user || fine", scope).rule);
}

TEST_CASE("a condition that uses itself is a circle") {
  Scope scope;
  CHECK(foundIn(scope, {{"a", "true && a"}}) ==
        std::vector<Found>{{0, "circle", 8, "conditions go round in a circle: a -> a"}});
}

TEST_CASE("two circles are two problems") {
  Scope scope;
  CHECK(foundIn(scope, {{"a", "b"}, {"b", "a"}, {"c", "d"}, {"d", "c && a"}}).size() == 2);
}

TEST_CASE("a condition that failed is not reported again by its users, whose own problems are") {
  Scope scope = test::university();
  CHECK(foundIn(scope, {{"user", "broken && nobody"}, {"broken", "library.loans"}}) ==
        std::vector<Found>{{0, "unknown-name", 10, "unknown name \"nobody\""},
                           {1, "type-mismatch", 0, "the rule must be boolean, but is count"}});
  CHECK(compile("broken", scope).problems.empty());
}

TEST_CASE("thousands of conditions in a chain or in one circle neither overflow nor hang") {
  std::vector<NamedText> chain;
  for (int i = 0; i < 5000; ++i) chain.push_back({"c" + std::to_string(i), "c" + std::to_string(i + 1)});
  chain.push_back({"c5000", "true"});
  Scope scope;
  CHECK(foundIn(scope, chain).empty());
  CHECK(compile("c0", scope).rule->constant() == true);

  chain.back().text = "c0";
  Scope round;
  const std::vector<Found> found = foundIn(round, chain);
  REQUIRE(found.size() == 1);
  CHECK(found[0].code == "circle");
}

TEST_CASE("conditions that double at every step are too complex, not endless") {
  std::vector<NamedText> doubling = {{"c0", "党员 || card.wants_refund"}};
  for (int i = 1; i < 40; ++i) {
    const std::string before = "c" + std::to_string(i - 1);
    doubling.push_back({"c" + std::to_string(i), "(" + before + " || 党员) == (" + before + " && 党员)"});
  }
  Scope scope = test::university();
  const std::vector<Found> found = foundIn(scope, doubling);
  REQUIRE(!found.empty());
  CHECK(found[0].code == "too-complex");
  const Rule largest = *compile("c" + std::to_string(found[0].index - 1), scope).rule;
  RowEvaluator evaluator({largest}, test::kSlots);
  evaluator.bind(test::li());
  CHECK(evaluator.truth(0) == Truth::True);
  CHECK(evaluator.explain(0).value == model::Value(true));
}

}  // namespace
}  // namespace lixiao::rules
