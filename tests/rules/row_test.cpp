#include "rules/row.h"

#include "tests/catch.h"
#include "tests/rules/university.h"

namespace lixiao::rules {
namespace {

using test::li;
using test::number;
using test::university;

Rule ruleOf(const std::string& text, const Type& expected = Type::boolean()) {
  static const Scope scope = university();
  Compiled compiled = compile(text, scope, expected);
  INFO(text);
  for (const Problem& problem : compiled.problems) UNSCOPED_INFO(problem.message << " " << problem.hint);
  REQUIRE(compiled.rule);
  return *compiled.rule;
}

std::string truthOf(const std::string& text) {
  RowEvaluator evaluator({ruleOf(text)}, test::kSlots);
  evaluator.bind(li());
  const Truth truth = evaluator.truth(0);
  return truth == Truth::True ? "true" : truth == Truth::False ? "false" : "unknown";
}

model::Value valueOf(const std::string& text, const Type& expected) {
  RowEvaluator evaluator({ruleOf(text, expected)}, test::kSlots);
  evaluator.bind(li());
  return evaluator.value(0);
}

struct Case {
  std::string text;
  std::string truth;
};

TEST_CASE("a rule has the truth that its author expects") {
  const auto c = GENERATE(values<Case>({
      {"true", "true"},
      {"!true", "false"},
      {"not false and true", "true"},
      {"false || true && false", "false"},
      {"(false || true) && true", "true"},
      {"student_type == \"postgraduate\"", "true"},
      {"student_type != \"postgraduate\"", "false"},
      {"\"postgraduate\" == student_type", "true"},
      {"student_type == degree", "true"},
      {"student_type in [\"undergraduate\", \"postgraduate\"]", "true"},
      {"student_type in [\"undergraduate\"]", "false"},
      {"one_of(student_type, \"eight-year\", \"postgraduate\")", "true"},
      {"student_type == (党员 ? \"postgraduate\" : \"undergraduate\")", "true"},
      {"leave_reason == \"毕业\"", "true"},
      {"college == \"物理学院\"", "true"},
      {"college == \"化学学院\"", "false"},
      {"college != class_code", "true"},
      {"college in [\"化学学院\", class_code]", "false"},
      {"finance.tuition_due == 300", "true"},
      {"finance.tuition_due == 300.00", "true"},
      {"finance.tuition_due < 300.01", "true"},
      {"finance.tuition_due <= 299.99", "false"},
      {"finance.tuition_due + finance.dorm_due == 3 * 100", "true"},
      {"finance.tuition_due * 2 == 600", "true"},
      {"finance.tuition_due / 2 == 150", "true"},
      {"finance.tuition_due * thesis.progress == 135", "true"},
      {"finance.tuition_due / finance.tuition_due == 1", "true"},
      {"finance.tuition_due == 0.1 + 299.9", "true"},
      {"finance.tuition_due == (党员 ? 300 : 0)", "true"},
      {"-finance.tuition_due == -300", "true"},
      {"min(finance.tuition_due, 100) == 100", "true"},
      {"max(1, library.loans, 3) == 3", "true"},
      {"abs(library.loans - 5) == 4", "true"},
      {"round(library.loans / 3 * 10) == 3", "true"},
      {"round(finance.tuition_due / 7) == 43", "true"},
      {"thesis.progress >= 45", "true"},
      {"thesis.progress > 45.5", "false"},
      {"library.loans / 2 == 0.5", "true"},
      {"library.loans == 1 ? 党员 : false", "true"},
      {"today >= on_site.from", "true"},
      {"today > date(\"2015-06-24\")", "false"},
      {"today + days(6) == on_site.to", "true"},
      {"today - offset == date(\"2015-06-17\")", "true"},
      {"on_site.to - today == days(6)", "true"},
      {"on_site.to - today < 7", "true"},
      {"today + days(library.loans) == date(\"2015-06-25\")", "true"},
      {"age_at(today, birth_date) == 24", "true"},
      {"age_at(today + days(1), birth_date) == 25", "true"},
      {"on_site.from < on_site.to", "true"},
      {"党员", "true"},
      {"党员 == cleared.finance", "false"},
      {"党员 != cleared.finance", "true"},
      {"graduating", "true"},
      {"no_debt", "false"},
      {"leaving_cleanly || library.loans == 1", "true"},
      {"library.fines <= 0", "unknown"},
      {"library.fines != library.fines", "unknown"},
      {"!(library.fines <= 0)", "unknown"},
      {"known(library.fines)", "false"},
      {"known(library.loans)", "true"},
      {"known(library.fines + 1)", "false"},
      {"known(card.wants_refund)", "false"},
      {"coalesce(library.fines, 0) <= 0", "true"},
      {"coalesce(card.wants_refund, true)", "true"},
      {"coalesce(library.fines, library.loans) == 1", "true"},
      {"library.loans / 0 == 1", "unknown"},
      {"library.loans / (library.loans - 1) > 0", "unknown"},
      {"library.loans * 9007199254740 * 1000 * 1000 > 0", "unknown"},
      {"today + days(1000000) > today", "unknown"},
      {"hand_in < today", "unknown"},
      {"today >= ceremony", "unknown"},
      {"known(ceremony)", "false"},
      {"card.wants_refund ? true : true", "unknown"},
      {"library.loans > 0 ? true : card.wants_refund", "true"},
      {"library.fines in [1, 2]", "unknown"},
      {"min(library.loans, library.fines) == 1", "unknown"},
  }));
  INFO(c.text);
  CHECK(truthOf(c.text) == c.truth);
}

TEST_CASE("and, or and not follow Kleene's three values") {
  const std::vector<std::string> texts = {"cleared.finance", "card.wants_refund",
                                          "党员"};  // false, unknown, true
  const std::vector<std::string> truths = {"false", "unknown", "true"};
  for (std::size_t a = 0; a < 3; ++a) {
    CHECK(truthOf("!" + texts[a]) == truths[2 - a]);
    for (std::size_t b = 0; b < 3; ++b) {
      INFO(texts[a] << " with " << texts[b]);
      CHECK(truthOf(texts[a] + " && " + texts[b]) == truths[std::min(a, b)]);
      CHECK(truthOf(texts[a] + " || " + texts[b]) == truths[std::max(a, b)]);
      const std::string equal = a == 1 || b == 1 ? "unknown" : a == b ? "true" : "false";
      CHECK(truthOf(texts[a] + " == " + texts[b]) == equal);
    }
  }
}

TEST_CASE("a rule of another type has a value") {
  CHECK(valueOf("today + days(2)", Type::date()) == test::day("2015-06-26"));
  CHECK(valueOf("finance.tuition_due + 1", Type::number(Unit::Money)) == number(30100));
  CHECK(valueOf("12.50", Type::number(Unit::Money)) == number(1250));
  CHECK(valueOf("library.fines", Type::number(Unit::Count)) == model::Value());
  CHECK(valueOf("student_type", test::studentTypes()) == model::Value("postgraduate"));
  CHECK(valueOf("\"eight-year\"", test::studentTypes()) == model::Value("eight-year"));
  CHECK(valueOf("党员 ? class_code : \"none\"", Type::text()) == model::Value("PH-09"));
  CHECK(valueOf("!党员 ? class_code : \"none\"", Type::text()) == model::Value("none"));
}

TEST_CASE("slots may be set again one by one") {
  RowEvaluator evaluator({ruleOf("no_debt"), ruleOf("college == class_code")}, test::kSlots);
  CHECK(evaluator.truth(0) == Truth::Unknown);
  evaluator.bind(li());
  CHECK(evaluator.truth(0) == Truth::False);
  evaluator.set(test::kTuition, number(0));
  CHECK(evaluator.truth(0) == Truth::True);
  evaluator.set(test::kTuition, model::Value());
  CHECK(evaluator.truth(0) == Truth::Unknown);
  CHECK(evaluator.truth(1) == Truth::False);
  evaluator.set(test::kClassCode, model::Value("物理学院"));
  CHECK(evaluator.truth(1) == Truth::True);
}

TEST_CASE("an input that cannot be of its type is unknown") {
  RowEvaluator evaluator({ruleOf("student_type != \"eight-year\""), ruleOf("library.loans > 0")},
                         test::kSlots);
  Row row = li();
  row[test::kStudentType] = model::Value("nobody");
  row[test::kLoans] = number(INT64_MAX);
  evaluator.bind(row);
  CHECK(evaluator.truth(0) == Truth::Unknown);
  CHECK(evaluator.truth(1) == Truth::Unknown);
}

TEST_CASE("an explanation shows every part with its value, and what a condition says") {
  RowEvaluator evaluator({ruleOf("leaving_cleanly && today >= on_site.from && library.loans + 1 < 3")},
                         test::kSlots);
  evaluator.bind(li());
  const Explanation all = evaluator.explain(0);
  CHECK(all.text == "leaving_cleanly && today >= on_site.from && library.loans + 1 < 3");
  CHECK(all.value == model::Value(false));
  REQUIRE(all.children.size() == 3);

  const Explanation& condition = all.children[0];
  CHECK(condition.text == "leaving_cleanly");
  CHECK(condition.value == model::Value(false));
  REQUIRE(condition.children.size() == 1);
  CHECK(condition.children[0].text == "graduating && no_debt");
  REQUIRE(condition.children[0].children.size() == 2);
  CHECK(condition.children[0].children[0].text == "graduating");
  CHECK(condition.children[0].children[0].value == model::Value(true));
  const Explanation& debt = condition.children[0].children[1].children.at(0);
  CHECK(debt.text == "finance.tuition_due <= 0 && finance.dorm_due <= 0");
  CHECK(debt.children.at(0).children.at(0).text == "finance.tuition_due");
  CHECK(debt.children.at(0).children.at(0).value == number(30000));

  const Explanation& dates = all.children[1];
  CHECK(dates.value == model::Value(true));
  CHECK(dates.children.at(1).text == "on_site.from");
  CHECK(dates.children.at(1).value == test::day("2015-06-23"));
  CHECK(all.children[2].children.size() == 1);
  CHECK(all.children[2].children[0].text == "library.loans + 1");
  CHECK(all.children[2].children[0].value == number(2));
  evaluator.set(test::kLoans, number(5));
  CHECK(evaluator.explain(0).children[2].children[0].value == number(6));
}

}  // namespace
}  // namespace lixiao::rules
