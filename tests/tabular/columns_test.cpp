#include "engine/tabular/columns.h"

#include "tests/catch.h"
#include "tests/tabular/told.h"

using namespace lixiao::tabular;

namespace {
const std::vector<Column> kList = {{"student_no", {"学号"}, CellKind::Code, true},
                                   {"name", {"姓名"}, CellKind::Name, false},
                                   {"remark", {"备注", "说明"}, CellKind::Text, false}};

Table tableOf(Cells header, std::vector<Row> rows = {}) {
  Table table;
  table.header_number = 1;
  table.header = std::move(header);
  table.rows = std::move(rows);
  return table;
}

Told problemsOf(Cells header, UnknownColumn unknown = UnknownColumn::Refused) {
  return told(matchHeader(tableOf(std::move(header)), kList, unknown).problems);
}
}  // namespace

TEST_CASE("Columns are found in any order and under any of their names", "[columns]") {
  const HeaderMatch match = matchHeader(tableOf({"说 明", "Student_No", "姓　名（必填）"}), kList);
  REQUIRE(match.ok());
  CHECK(match.places[0] == 1U);
  CHECK(match.places[1] == 2U);
  CHECK(match.places[2] == 0U);
  CHECK_FALSE(matchHeader(tableOf({"学号*"}), kList).places[1]);
}

TEST_CASE("A missing, doubled, unknown or nameless column is told", "[columns]") {
  CHECK(problemsOf({"姓名", "备注"}) == Told{"row 1: the column \"学号\" is missing"});
  CHECK(problemsOf({"学号", "姓名", "student_no"}) ==
        Told{"row 1, column C (student_no): this column is there twice, first as column A \"学号\""});
  CHECK(problemsOf({"学号", "名姓", "性别"}) ==
        Told{"row 1, column B (名姓): no column of this name is known; did you mean \"姓名\"?",
             "row 1, column C (性别): no column of this name is known"});
  CHECK(problemsOf({"学号", "", "姓名"}) == Told{"row 1, column B: this column has no name"});
  CHECK(problemsOf({"学号", "性别"}, UnknownColumn::Suspicious) ==
        Told{"? row 1, column B (性别): no column of this name is known"});
}

TEST_CASE("A file without a header is told once, and none of its data", "[columns]") {
  CHECK(problemsOf({"11010519491231002X", "张伟"}) ==
        Told{"row 1: the first row holds data; it must hold the names of the columns"});
}

TEST_CASE("Cells are cleaned by the kind of their column", "[columns]") {
  Table table =
      tableOf({"姓名", "学号", "备注"}, {{2, {"李 想", "５１０１", "３ 本"}}, {3, {"张伟", "5102", ""}}});
  const HeaderMatch match = matchHeader(table, kList);
  Problems problems;
  cleanColumns(table, kList, match, problems);
  CHECK(table.rows[0].cells == Cells{"李想", "5101", "３ 本"});
  CHECK(told(problems) == Told{"? row 2, column B (学号): full-width characters were read as ordinary ones",
                               "? row 2, column A (姓名): blanks inside were taken out"});
  CHECK_FALSE(problems.hasErrors());
}

TEST_CASE("Columns are lettered as spreadsheets letter them", "[columns]") {
  CHECK(columnLetters(1) == "A");
  CHECK(columnLetters(26) == "Z");
  CHECK(columnLetters(27) == "AA");
  CHECK(columnLetters(703) == "AAA");
}
