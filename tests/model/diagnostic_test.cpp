#include "engine/model/diagnostic.h"

#include "tests/catch.h"

using namespace lixiao::model;

namespace {
Diagnostic unknownValue() {
  Diagnostic d;
  d.code = "unknown-value";
  d.place = {"workflows/2015/postgraduate.yaml", 14, 19};
  d.length = 13;
  d.message = "\"postgradute\" is not a value of student_type";
  d.hint = "did you mean \"postgraduate\"?";
  d.source_line = "    applies_when: \"postgradute\" == student_type";
  return d;
}
}  // namespace

TEST_CASE("A diagnostic shows place, line, caret and hint", "[diagnostic]") {
  CHECK(format(unknownValue()) ==
        "workflows/2015/postgraduate.yaml:14:19: error[unknown-value]: \"postgradute\" is not a value of "
        "student_type\n"
        "  14 |     applies_when: \"postgradute\" == student_type\n"
        "     |                   ^^^^^^^^^^^^^ did you mean \"postgraduate\"?\n");
}

TEST_CASE("The caret stands under wide characters", "[diagnostic]") {
  Diagnostic d = unknownValue();
  d.source_line = "title: 图书馆 x";
  d.place = {"a.yaml", 1, 12};
  d.length = 1;
  d.hint = "";
  CHECK(format(d) ==
        "a.yaml:1:12: error[unknown-value]: \"postgradute\" is not a value of student_type\n"
        "  1 | title: 图书馆 x\n"
        "    |               ^\n");
}

TEST_CASE("Of a very long line only what is around the mark is shown", "[diagnostic]") {
  Diagnostic d = unknownValue();
  d.source_line.assign(5000, 'a');
  d.source_line.append("业x").append(5000, 'b');
  d.place = {"a.yaml", 7, 5002};
  d.length = 1;
  d.hint = "";
  const std::string text = format(d);
  CHECK_THAT(text, Catch::Contains("  7 | …" + std::string(59, 'a') + "业x" + std::string(99, 'b') + "…\n"));
  CHECK_THAT(text, Catch::Contains("\n    | " + std::string(1 + 59 + 2, ' ') + "^\n"));
}

TEST_CASE("Two places in conflict are both shown", "[diagnostic]") {
  Diagnostic d = unknownValue();
  d.related.push_back({{"a.yaml", 3, 1}, "first given here", "key: 1"});
  CHECK_THAT(format(d), Catch::Contains("  a.yaml:3:1: first given here\n  3 | key: 1\n    | ^\n"));
}

TEST_CASE("Diagnostics are sorted by place and told once", "[diagnostic]") {
  Diagnostic later = unknownValue();
  later.place.line = 20;
  std::vector<Diagnostic> all = {later, unknownValue(), unknownValue()};
  sortByPlace(all);
  REQUIRE(all.size() == 2);
  CHECK(all[0].place.line == 14);
  CHECK(hasErrors(all));
}
