#include "rules/row.h"
#include "rules/rule.h"
#include "tests/catch.h"
#include "tests/rules/university.h"

namespace lixiao::rules {
namespace {

using test::university;

struct Bad {
  std::string text;
  std::string code;
  std::size_t offset;
  std::size_t length;
  std::string message;
  std::string hint;
};

// clang-format off
const std::vector<Bad>& badRules() {
  static const std::vector<Bad> rules = {
      {"", "syntax", 0, 1, "the rule is empty", "write true for a rule that always holds"},
      {"   ", "syntax", 3, 1, "the rule is empty", "write true for a rule that always holds"},
      {"student_type == \"postgradute\"", "unknown-value", 16, 13, "\"postgradute\" is not a value of student_type", "did you mean \"postgraduate\"?"},
      {"student_type == \"xyzzy\"", "unknown-value", 16, 7, "\"xyzzy\" is not a value of student_type", ""},
      {"student_type in [\"postgraduate\", \"undergradute\"]", "unknown-value", 33, 14, "\"undergradute\" is not a value of student_type", "did you mean \"undergraduate\"?"},
      {"libary.loans == 0", "unknown-name", 0, 12, "unknown name \"libary.loans\"", "did you mean \"library.loans\"?"},
      {"student_type == postgraduate", "unknown-name", 16, 12, "unknown name \"postgraduate\"", "write \"postgraduate\" in double quotes"},
      {"student_type = \"postgraduate\"", "assignment", 13, 1, "= is not a comparison", "write =="},
      {"1 < library.loans < 3", "chained-comparison", 18, 1, "comparisons do not chain", "write 1 < library.loans && library.loans < 3"},
      {"library.loans == 1 == 党员", "chained-comparison", 19, 2, "comparisons do not chain", "use parentheses"},
      {"student_type in [\"postgraduate\"] in [\"x\"]", "chained-comparison", 33, 2, "comparisons do not chain", "use parentheses"},
      {"library.loans", "type-mismatch", 0, 13, "the rule must be boolean, but is count", "compare it: library.loans > 0"},
      {"finance.tuition_due + 1", "type-mismatch", 0, 23, "the rule must be boolean, but is money", "compare it: finance.tuition_due + 1 > 0"},
      {"library.loans && 党员", "type-mismatch", 0, 13, "&& needs true or false, but this is count", "compare it: library.loans > 0"},
      {"!library.loans == 1", "type-mismatch", 1, 13, "! needs true or false, but this is count", "put parentheses around the comparison: !(...)"},
      {"党员 || \"yes\"", "type-mismatch", 10, 5, "|| needs true or false, but this is text", ""},
      {"党员 && 1", "type-mismatch", 10, 1, "&& needs true or false, but this is number", ""},
      {"finance.tuition_due <= library.loans", "type-mismatch", 23, 13, "cannot compare money with count", ""},
      {"finance.tuition_due == thesis.progress", "type-mismatch", 23, 15, "cannot compare money with percent", ""},
      {"library.loans == \"3\"", "type-mismatch", 17, 3, "cannot compare count with text", "write 3 without quotes"},
      {"library.loans == \"many\"", "type-mismatch", 17, 6, "cannot compare count with text", ""},
      {"today >= \"2015-06-18\"", "type-mismatch", 9, 12, "cannot compare date with text", "write date(\"2015-06-18\")"},
      {"today >= 2015-06-18", "bad-date", 9, 10, "a day needs date(...) around it", "write date(\"2015-06-18\")"},
      {"today >= 20150618", "type-mismatch", 9, 8, "cannot compare date with number", "dates are written date(\"2015-06-18\")"},
      {"today + 5 > on_site.to", "type-mismatch", 8, 1, "only days join a date, but this is number", "write days(5)"},
      {"today + library.loans > on_site.to", "type-mismatch", 8, 13, "only days join a date, but this is count", "write days(library.loans)"},
      {"today - 3 > on_site.to", "type-mismatch", 8, 1, "only days join a date, but this is number", "write days(3)"},
      {"today + today > on_site.to", "type-mismatch", 8, 5, "cannot add date and date", ""},
      {"days(3) - today > on_site.to", "type-mismatch", 0, 7, "cannot compute days minus date", ""},
      {"today * 2 == today", "type-mismatch", 8, 1, "cannot multiply date by number", ""},
      {"offset < 2.5", "bad-number", 9, 3, "days are whole", ""},
      {"offset == library.loans", "type-mismatch", 10, 13, "cannot compare days with count", ""},
      {"finance.tuition_due <= 12.505", "bad-number", 23, 6, "money has at most two decimals", ""},
      {"finance.tuition_due <= 99999999999999", "bad-number", 23, 14, "this number is too large", ""},
      {"finance.tuition_due * finance.dorm_due == 1", "type-mismatch", 22, 16, "cannot multiply money by money", ""},
      {"library.loans * thesis.progress == 1", "type-mismatch", 16, 15, "cannot multiply count by percent", ""},
      {"score + finance.tuition_due == 1", "type-mismatch", 8, 19, "cannot add number and money", ""},
      {"college + class_code == \"x\"", "type-mismatch", 10, 10, "cannot add text and text", ""},
      {"-college == \"x\"", "type-mismatch", 1, 7, "- needs a number, but this is text", ""},
      {"-党员", "type-mismatch", 1, 6, "- needs a number, but this is boolean", ""},
      {"college < class_code", "type-mismatch", 0, 20, "values of type text have no order", "only == and != compare them"},
      {"student_type < degree", "type-mismatch", 0, 21, "values of type enum have no order", "only == and != compare them"},
      {"党员 < cleared.finance", "type-mismatch", 0, 24, "values of type boolean have no order", "only == and != compare them"},
      {"student_type == leave_reason", "type-mismatch", 16, 12, "these two enums have different values", ""},
      {"student_type == college", "type-mismatch", 16, 7, "cannot compare enum with text", ""},
      {"党员 == \"true\"", "type-mismatch", 10, 6, "cannot compare boolean with text", "write true without quotes"},
      {"党员 == 1", "type-mismatch", 10, 1, "cannot compare boolean with number", "write true or false"},
      {"college == 5", "type-mismatch", 11, 1, "cannot compare text with number", "write it in double quotes"},
      {"today == 党员", "type-mismatch", 9, 6, "cannot compare date with boolean", ""},
      {"knwon(library.loans)", "unknown-function", 0, 5, "unknown function \"knwon\"", "did you mean \"known\"?"},
      {"sin(library.loans) > 0", "unknown-function", 0, 3, "unknown function \"sin\"", "did you mean \"min\"?"},
      {"known()", "wrong-arguments", 0, 7, "known takes 1 argument, not 0", ""},
      {"known(library.loans, 1)", "wrong-arguments", 0, 23, "known takes 1 argument, not 2", ""},
      {"coalesce(library.loans)", "wrong-arguments", 0, 23, "coalesce takes 2 arguments, not 1", ""},
      {"coalesce(library.loans, 党员)", "type-mismatch", 24, 6, "coalesce cannot replace count by boolean", ""},
      {"coalesce(finance.tuition_due, 0.001) > 0", "bad-number", 30, 5, "money has at most two decimals", ""},
      {"age_at(today) > 1", "wrong-arguments", 0, 13, "age_at takes 2 arguments, not 1", ""},
      {"age_at(today, 1990) > 20", "wrong-arguments", 14, 4, "age_at takes two dates, but this is number", "write age_at(day, birth_date)"},
      {"days(today) == days(1)", "wrong-arguments", 5, 5, "days takes a number, but this is date", ""},
      {"days(2.5) == offset", "bad-number", 5, 3, "days are whole", ""},
      {"min(1) == 1", "wrong-arguments", 0, 6, "min takes at least 2 arguments, not 1", ""},
      {"min(college, class_code) == \"a\"", "wrong-arguments", 4, 7, "min takes numbers or dates, but this is text", ""},
      {"abs(党员) == 1", "wrong-arguments", 4, 6, "abs takes a number, but this is boolean", ""},
      {"round(\"x\") == 1", "wrong-arguments", 6, 3, "round takes a number, but this is text", ""},
      {"one_of(student_type)", "wrong-arguments", 0, 20, "one_of takes at least 2 arguments, not 1", ""},
      {"one_of(student_type, \"postgradute\")", "unknown-value", 21, 13, "\"postgradute\" is not a value of student_type", "did you mean \"postgraduate\"?"},
      {"date(2015) == today", "wrong-arguments", 0, 10, "date takes a day in double quotes", "dates are written date(\"2015-06-18\")"},
      {"date(\"2015-02-29\") == today", "bad-date", 5, 12, "\"2015-02-29\" is not a date", "dates are written date(\"2015-06-18\")"},
      {"date(\"18.6.2015\") == today", "bad-date", 5, 11, "\"18.6.2015\" is not a date", "dates are written date(\"2015-06-18\")"},
      {"date(\"2015-06-18\", \"x\") == today", "wrong-arguments", 0, 23, "date takes 1 argument, not 2", ""},
      {"date(college) == today", "wrong-arguments", 0, 13, "date takes a day in double quotes", "dates are written date(\"2015-06-18\")"},
      {"known == true", "unknown-name", 0, 5, "unknown name \"known\"", "known is a function: write known(...)"},
      {"library.loans ≤ 3", "bad-character", 14, 3, "\"≤\" is not a character of rules", "write <="},
      {"library.loans <＝ 3", "bad-character", 14, 4, "\"<＝\" is not written like this in rules", "write <="},
      {"library.loans ＜＝ 3", "bad-character", 14, 6, "\"＜＝\" is not written like this in rules", "write <="},
      {"党员 ＆＆ graduating", "bad-character", 7, 6, "\"＆＆\" is not written like this in rules", "write &&"},
      {"student_type == “postgraduate”", "bad-character", 16, 3, "\"“\" is not a character of rules", "write \""},
      {"student_type == ＂postgraduate＂", "bad-character", 16, 3, "\"＂\" is not a character of rules", "write \""},
      {"student_type == 'postgraduate'", "bad-character", 16, 1, "\"'\" is not a character of rules", "write \""},
      {"党员\u3000&& graduating", "bad-character", 6, 3, "U+3000 is not a character of rules", "write an ordinary space"},
      {"\uFEFF党员", "bad-character", 0, 3, "U+FEFF is not a character of rules", "remove it, it is invisible"},
      {"党员 & graduating", "syntax", 7, 1, "& is not an operator", "write &&"},
      {"党员 | graduating", "syntax", 7, 1, "| is not an operator", "write ||"},
      {"党员 AND graduating", "syntax", 7, 3, "an operator is missing before AND", "write and"},
      {"党员 graduating", "syntax", 7, 10, "an operator is missing before graduating", ""},
      {"党员, graduating", "syntax", 6, 1, "a comma stands only in lists and between arguments", "write && or ||"},
      {"(党员", "syntax", 0, 1, "this ( is not closed", ""},
      {"党员)", "syntax", 6, 1, "this ) has no (", ""},
      {"(党员, graduating)", "syntax", 7, 1, "a comma stands only in lists and between arguments", "write && or ||"},
      {"known(党员 graduating)", "syntax", 13, 10, "an operator is missing before graduating", ""},
      {"student_type in \"postgraduate\"", "syntax", 16, 14, "a list in [ ] must follow in", "write in [\"a\", \"b\"]"},
      {"student_type in []", "syntax", 17, 1, "the list is empty", ""},
      {"student_type in [\"postgraduate\"", "syntax", 16, 1, "this [ is not closed", ""},
      {"student_type not in [\"postgraduate\"]", "syntax", 13, 3, "not in is not an operator", "write !(student_type in [...])"},
      {"党员 ? true", "syntax", 7, 1, "this ? has no :", "write condition ? value : other value"},
      {"党员 ? 1 : 党员", "type-mismatch", 9, 1, "cannot choose between number and boolean", "write true or false"},
      {"library.loans ? true : false", "type-mismatch", 0, 13, "? needs true or false before it, but this is count", ""},
      {"党员 : true", "syntax", 7, 1, "this : has no ?", ""},
      {"党员 && ", "syntax", 10, 1, "the rule ends too early", ""},
      {"&& 党员", "syntax", 0, 2, "something is missing before &&", ""},
      {"党员 && ( )", "syntax", 12, 1, "something is missing before this )", ""},
      {"党员 == [1]", "syntax", 10, 1, "a list stands only after in", "write x in [...]"},
      {"student_type == \"postgraduate", "syntax", 16, 13, "this text is not closed", "write \" at its end"},
      {"library.loans == 1.2.3", "bad-number", 17, 5, "\"1.2.3\" is not a number", "numbers are written 12 or 12.50"},
      {"library.loans == 12abc", "bad-number", 17, 5, "\"12abc\" is not a number", "numbers are written 12 or 12.50"},
      {"library.loans == 1e5", "bad-number", 17, 3, "\"1e5\" is not a number", "numbers are written 12 or 12.50"},
      {"library.loans == 5.", "bad-number", 17, 2, "\"5.\" is not a number", "numbers are written 12 or 12.50"},
      {"library.loans == .5", "bad-character", 17, 1, "\".\" is not a character of rules", "a number starts with a digit: 0.5"},
      {"library.loans == 1234567890123456", "bad-number", 17, 16, "a number has at most 15 digits", ""},
      {"library.loans => 3", "syntax", 14, 2, "=> is not an operator", "write >="},
      {"library.loans =< 3", "syntax", 14, 2, "=< is not an operator", "write <="},
      {"library.loans <> 3", "syntax", 14, 2, "<> is not an operator", "write !="},
      {"library.loans === 3", "syntax", 14, 3, "=== is not an operator", "write =="},
      {"library.loans % 2 == 0", "bad-character", 14, 1, "\"%\" is not a character of rules", ""},
      {"library.loans @ 2", "bad-character", 14, 1, "\"@\" is not a character of rules", ""},
      {"党员; graduating", "bad-character", 6, 1, "\";\" is not a character of rules", ""},
      {"residences == \"东校区\"", "type-mismatch", 0, 10, "\"residences\" holds several words", "ask for one: \"东校区\" in residences"},
      {"\"东区\" in residences", "unknown-value", 0, 8, "\"东区\" is not a value of residences", "did you mean \"东校区\"?"},
      {"college in residences", "type-mismatch", 0, 7, "\"residences\" holds words, but this is no word in double quotes", ""},
      {"1 in residences", "type-mismatch", 0, 1, "\"residences\" holds words, but this is number", ""},
      {"\"东校区\" in college", "type-mismatch", 15, 7, "in needs a list in [ ], but this is text", "write in [\"a\", \"b\"]"},
      {"\"东校区\" in residence", "unknown-name", 15, 9, "unknown name \"residence\"", "did you mean \"residences\"?"},
      {"residences in residences", "type-mismatch", 0, 10, "\"residences\" holds several words", "ask for one: \"东校区\" in residences"},
      {"True", "unknown-name", 0, 4, "unknown name \"True\"", "did you mean \"true\"?"},
      {"党员 == not", "syntax", 13, 1, "the rule ends too early", ""},
      {"today in [\"2015-06-18\"]", "type-mismatch", 10, 12, "cannot compare date with text", "write date(\"2015-06-18\")"},
      {"library.loans in [1] && libary.fines in [2]", "unknown-name", 24, 12, "unknown name \"libary.fines\"", "did you mean \"library.fines\"?"},
      {"library.loans + . == 3", "bad-character", 16, 1, "\".\" is not a character of rules", ""},
      {"党员 ≠ graduating", "bad-character", 7, 3, "\"≠\" is not a character of rules", "write !="},
      {"not 党员 == graduating && not library.loans == 1", "type-mismatch", 32, 13, "! needs true or false, but this is count", "put parentheses around the comparison: !(...)"},
      {"\"a\" == \"b\" && \"a\" < \"b\"", "type-mismatch", 14, 9, "values of type text have no order", "only == and != compare them"},
      {"library.loans - \"3\" == 1", "type-mismatch", 16, 3, "cannot compute count minus text", "write 3 without quotes"},
      {"library.loans == 5 5", "syntax", 19, 1, "an operator is missing before 5", ""},
      {"library.loans ＜= 3", "bad-character", 14, 4, "\"＜=\" is not written like this in rules", "write <="},
      {"library.loans ＝ 3", "bad-character", 14, 3, "\"＝\" is not a character of rules", "write =="},
      {"library.loans !＝ 3", "bad-character", 14, 4, "\"!＝\" is not written like this in rules", "write !="},
      {"党员 &＆ graduating", "bad-character", 7, 4, "\"&＆\" is not written like this in rules", "write &&"},
      {"finance.tuition_due / thesis.progress == 1", "type-mismatch", 22, 15, "cannot divide money by percent", ""},
      {"finance.tuition_due - thesis.progress == 1", "type-mismatch", 22, 15, "cannot compute money minus percent", ""},
      {"library.loans ！＝ 3", "bad-character", 14, 6, "\"！＝\" is not written like this in rules", "write !="},
      {"今日 >= \"2015-06-18\"", "unknown-name", 0, 6, "unknown name \"今日\"", ""},
      {"党员 。", "bad-character", 7, 3, "\"。\" is not a character of rules", "write ."},
      {"党员\u00A0&& graduating", "bad-character", 6, 2, "U+00A0 is not a character of rules", "write an ordinary space"},
      {"党员 \u200B&& graduating", "bad-character", 7, 3, "U+200B is not a character of rules", "remove it, it is invisible"},
      {"party\a", "bad-character", 5, 1, "U+0007 is not a character of rules", ""},
      {"college == \"a\tb\"", "bad-character", 13, 1, "a text must not hold a control character", ""},
  };
  return rules;
}
// clang-format on

TEST_CASE("what is wrong with a rule is said with its code, place, message and hint") {
  const Scope scope = university();
  for (const Bad& bad : badRules()) {
    INFO(bad.text);
    const Compiled compiled = compile(bad.text, scope);
    CHECK(!compiled.rule);
    REQUIRE(compiled.problems.size() == 1);
    const Problem& problem = compiled.problems[0];
    CHECK(problem.code == bad.code);
    CHECK(problem.offset == bad.offset);
    CHECK(problem.length == bad.length);
    CHECK(problem.message == bad.message);
    CHECK(problem.hint == bad.hint);
  }
}

std::vector<std::pair<std::string, std::size_t>> problemsOf(const std::string& text,
                                                            const Type& expected = Type::boolean()) {
  std::vector<std::pair<std::string, std::size_t>> places;
  for (const Problem& problem : compile(text, university(), expected).problems)
    places.emplace_back(problem.code, problem.offset);
  return places;
}

using Places = std::vector<std::pair<std::string, std::size_t>>;

TEST_CASE("independent problems of one rule are all reported, in the order of the text") {
  CHECK(problemsOf("libary.loans == 0 && finance.tution_due <= 0") ==
        Places{{"unknown-name", 0}, {"unknown-name", 21}});
  CHECK(problemsOf("known(libary.loans) && knwon(党员) && student_type == \"postgradute\"") ==
        Places{{"unknown-name", 6}, {"unknown-function", 23}, {"unknown-value", 56}});
  CHECK(problemsOf("党员 = true && libary.loans = 0") ==
        Places{{"assignment", 7}, {"unknown-name", 17}, {"assignment", 30}});
  CHECK(problemsOf("（library.loans）") ==
        Places{{"bad-character", 0}, {"type-mismatch", 3}, {"bad-character", 16}});
  CHECK(problemsOf("student_type == “postgradute”") == Places{{"bad-character", 16}, {"unknown-value", 16}});
  CHECK(problemsOf("library.loans in [1, \"a\", 党员]") ==
        Places{{"type-mismatch", 21}, {"type-mismatch", 26}});
  CHECK(problemsOf("1 < nobody < 3") == Places{{"unknown-name", 4}, {"chained-comparison", 11}});
}

TEST_CASE("a rule must yield what is expected of it") {
  CHECK(problemsOf("today", Type::date()).empty());
  CHECK(problemsOf("12.50", Type::number(Unit::Money)).empty());
  CHECK(problemsOf("score", Type::number(Unit::Count)).empty());
  CHECK(problemsOf("\"postgraduate\"", test::studentTypes()).empty());
  CHECK(problemsOf("\"postgradute\"", test::studentTypes()) == Places{{"unknown-value", 0}});
  CHECK(problemsOf("12.505", Type::number(Unit::Money)) == Places{{"bad-number", 0}});
  CHECK(problemsOf("library.loans", Type::number(Unit::Money)) == Places{{"type-mismatch", 0}});
  CHECK(problemsOf("library.loans", Type::text()) == Places{{"type-mismatch", 0}});
}

std::string repeated(const std::string& part, std::size_t times) {
  std::string result;
  for (std::size_t i = 0; i < times; ++i) result += part;
  return result;
}

TEST_CASE("texts that are too long, too deep or no text at all are one problem each") {
  CHECK(problemsOf(repeated("(", 100000)) == Places{{"too-long", kMaxRuleBytes}});
  CHECK(problemsOf(repeated("党员 && ", 100000)) == Places{{"too-long", kMaxRuleBytes}});
  CHECK(problemsOf(std::string("\xEF\xBB")) == Places{{"not-utf8", 0}});
  CHECK(problemsOf(std::string("党员 == \"\xC0\xAF\"")) == Places{{"not-utf8", 11}});
  CHECK(problemsOf(std::string("党员\0 && true", 14)) == Places{{"bad-character", 6}});
  CHECK(problemsOf(repeated("(", 900) + "党员" + repeated(")", 900)) == Places{{"too-deep", 100}});
  CHECK(problemsOf(repeated("!", 1900) + "党员") == Places{{"too-deep", 100}});
  CHECK(problemsOf(repeated("-", 1900) + "1") == Places{{"too-deep", 100}});
  CHECK(problemsOf(repeated("true?", 150) + "true" + repeated(":true", 150)) == Places{{"too-deep", 504}});
  CHECK(problemsOf(repeated("abs(", 300) + "1" + repeated(")", 300)) == Places{{"too-deep", 403}});
  CHECK(problemsOf(repeated("(", kMaxRuleDepth) + "党员" + repeated(")", kMaxRuleDepth)).empty());
}

TEST_CASE("long chains within the limits are evaluated") {
  const std::string text = GENERATE_COPY(
      "library.loans" + repeated("+1", 900) + " == 901", "score" + repeated(" - score", 240) + " == -717",
      "cleared.finance" + repeated("||cleared.finance", 100) + " || 党员",
      "score <= 2" + repeated("||score <= 2", 160), "library.loans in [2" + repeated(",3", 900) + ",1]",
      "max(library.loans" + repeated(",score", 300) + ") == 3");
  INFO(text);
  const Compiled compiled = compile(text, university());
  REQUIRE(compiled.rule);
  RowEvaluator evaluator({*compiled.rule}, test::kSlots);
  Row row = test::li();
  row[test::kScore] = test::number(3);
  evaluator.bind(row);
  CHECK((evaluator.truth(0) == Truth::True) == (text.find("<=") == std::string::npos));
  CHECK(evaluator.explain(0).value == model::Value(evaluator.truth(0) == Truth::True));
}

TEST_CASE("the names that a text uses are found without a scope") {
  CHECK(namesUsed("finance.tuition_due <= 0 && known(党员) and not 党员 || \"text\" == on_site.to") ==
        std::vector<std::string>{"finance.tuition_due", "党员", "on_site.to"});
  CHECK(namesUsed("a ; b").empty());
  CHECK(namesUsed("\xFF").empty());
}

}  // namespace
}  // namespace lixiao::rules
