#include "engine/tabular/table.h"
#include "tests/catch.h"
#include "tests/tabular/told.h"

using namespace lixiao::tabular;

namespace {
ReadResult read(std::string_view bytes) {
  return readTable(bytes, "list.csv");
}
Told problemsOf(std::string_view bytes) {
  return told(read(bytes).problems);
}
}  // namespace

TEST_CASE("A CSV file becomes rows with the line where each begins", "[csv]") {
  const ReadResult result =
      read("student_no,name,remark\r\n5101, 张伟 ,\"欠 3, \"\"两本\"\"\r\n逾期\"\r\n\r\n5102,李娜,\r\n");
  REQUIRE(result.ok());
  CHECK(result.table.header == Cells{"student_no", "name", "remark"});
  CHECK(result.table.header_number == 1);
  REQUIRE(result.table.rows.size() == 2);
  CHECK(result.table.rows[0].number == 2);
  CHECK(result.table.rows[0].cells == Cells{"5101", "张伟", "欠 3, \"两本\"\r\n逾期"});
  CHECK(result.table.rows[1].number == 5);
  CHECK(result.table.rows[1].cells == Cells{"5102", "李娜", ""});
}

TEST_CASE("The header shows whether commas, tabs or semicolons separate", "[csv]") {
  for (const char* text :
       {"学号,姓名\n1,a;b", "学号\t姓名\n1\ta;b\n", "学号;姓名\n1;\"a;b\"\n", "\n\n学号;姓名\r1;\"a;b\""}) {
    INFO(text);
    const ReadResult result = read(text);
    CHECK(result.table.header == Cells{"学号", "姓名"});
    REQUIRE(result.table.rows.size() == 1);
    CHECK(result.table.rows[0].cells == Cells{"1", "a;b"});
  }
  CHECK(read("学号\n1\n2").table.rows.size() == 2);
}

TEST_CASE("GBK and UTF-16 files are read like any other", "[csv]") {
  const ReadResult gbk = read("\xD1\xA7\xBA\xC5,\xD0\xD5\xC3\xFB\n1,\xD5\xC5\xCE\xB0\n");
  CHECK(gbk.table.header == Cells{"学号", "姓名"});
  CHECK(gbk.table.rows.at(0).cells == Cells{"1", "张伟"});
  const ReadResult utf16 =
      read(std::string_view("\xFF\xFE\x66\x5B\x09\x00\x0D\x54\x0A\x00\x31\x00\x09\x00\x32\x00", 16));
  CHECK(utf16.table.header == Cells{"学", "名"});
  CHECK(utf16.table.rows.at(0).cells == Cells{"1", "2"});
}

TEST_CASE("Half a row and a row that is too long are named", "[csv]") {
  CHECK(problemsOf("a,b,c\n1,2,3\n4,5\n6,7,8,9\n1,2") ==
        Told{"row 3: the row has only 2 cells, the header has 3: is it cut off?",
             "row 4: the row has 4 cells, the header has 3",
             "row 5: the row has only 2 cells, the header has 3: is it cut off?"});
  CHECK(read("a,b,\n1,2,\n3,4\n").ok());
  CHECK_FALSE(read("a,b,\n1,2,3\n").ok());
  CHECK_FALSE(read("a,b\n1,2,\n").ok());
}

TEST_CASE("A quote that is never closed is named by the line where it opens", "[csv]") {
  CHECK(problemsOf("a,b\n1,2\n3,\"x\n4,5\n6,7\n") ==
        Told{"row 3: the quote that opens in this line is never closed"});
  CHECK(problemsOf("a,b\n1,\"x\n2,\"y\"\n") ==
        Told{"row 3: the quote that opens in line 2 closes in the middle of a cell"});
  CHECK(problemsOf("a,b\n1,x\"y\"\n") == Told{"row 2: a quote stands in the middle of a cell; a cell with "
                                              "quotes in it must be quoted, its quotes doubled"});
  CHECK(problemsOf("a,b\n\"1\n2\",\"3\n4") ==
        Told{"row 3: the quote that opens in this line is never closed"});
}

TEST_CASE("A number that a spreadsheet has rounded is named by row and column", "[csv]") {
  CHECK(problemsOf("学号,身份证号\n1,1.1E+17\n2,110101199003071000\n3,3.1010119900307E+17\n") ==
        Told{"row 2, column B (身份证号): a spreadsheet has rounded this number; format the column as text "
             "and enter it again",
             "row 4, column B (身份证号): a spreadsheet has rounded this number; format the column as text "
             "and enter it again"});
}

TEST_CASE("Files that hold no table are refused in plain words", "[csv]") {
  CHECK(problemsOf("") == Told{"list.csv is empty"});
  CHECK(problemsOf("\xEF\xBB\xBF\r\n , \r\n") == Told{"list.csv is empty"});
  CHECK(problemsOf("%PDF-1.4") == Told{"list.csv is a PDF; hand in the table itself as .xlsx or CSV"});
  CHECK(problemsOf("<html><table>") == Told{"list.csv is a web page or XML, not a table; open it in a "
                                            "spreadsheet program and save it as .xlsx"});
  CHECK(problemsOf("\xD0\xCF\x11\xE0\xA1\xB1") == Told{"list.csv is an old or a password-protected workbook; "
                                                       "save it as .xlsx without a password, or as CSV"});
  CHECK(problemsOf(std::string_view("a,b\n1,\0\n", 8)) ==
        Told{"row 2: byte 7 in line 2 is zero: this is not a text file, or it is damaged"});
  CHECK(problemsOf("a,b\n1,x\x1By\n") == Told{"row 2, column B (b): the cell holds a control character"});
}

TEST_CASE("A file with a header only is a table without rows", "[csv]") {
  const ReadResult result = read("student_no,name\n");
  CHECK(result.ok());
  CHECK(result.table.rows.empty());
}

TEST_CASE("Limits are held and named", "[csv]") {
  ReadOptions small;
  small.limits.max_rows = 2;
  small.limits.max_columns = 2;
  small.limits.max_cell_bytes = 4;
  const auto problems = [&](std::string_view bytes) { return told(readTable(bytes, "x", small).problems); };
  CHECK(problems("a,b\n1,1\n2,2\n").empty());
  CHECK(problems("a\n1\n2\n3\n4\n") ==
        Told{"row 4: there are more than 2 rows; hand them in as several files"});
  CHECK(problems("a,b,c\n1,2,3\n") == Told{"row 1: there are more than 2 columns"});
  CHECK(problems("a\n12345\n") == Told{"row 2, column A (a): the cell is longer than 4 bytes"});
  small.limits.max_cells = 3;
  CHECK(problems("a,b\n1,1\n2,2\n") ==
        Told{"row 3: there are more than 3 cells; hand them in as several files"});
  small.limits.max_bytes = 1U << 20;
  CHECK(problems(std::string((1U << 20) + 1, 'x')) == Told{"x is larger than 1 MiB"});
  CHECK(read(std::string(8U << 20, ',')).problems.all().size() <= 1);
}

TEST_CASE("Of very many problems only the first are kept", "[csv]") {
  std::string text = "a,b\n";
  for (int i = 0; i < 1000; ++i) text += "1\n";
  const ReadResult result = read(text);
  CHECK_FALSE(result.ok());
  CHECK(result.problems.all().size() == 200);
  CHECK(result.problems.leftOut() == 800);
}

TEST_CASE("A hundred thousand rows are read whole", "[csv]") {
  std::string text = "student_no,name,remark\n";
  for (int i = 0; i < 100'000; ++i) text += std::to_string(i) + ",张伟,\n";
  const ReadResult result = read(text);
  REQUIRE(result.ok());
  REQUIRE(result.table.rows.size() == 100'000);
  CHECK(result.table.rows.back().number == 100'001);
  CHECK(result.table.rows.back().cells == Cells{"99999", "张伟", ""});
}
