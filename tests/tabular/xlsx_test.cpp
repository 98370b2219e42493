#include <xlsxwriter.h>

#include "engine/tabular/table.h"
#include "tests/catch.h"
#include "tests/tabular/told.h"
#include "tests/tabular/workbook.h"

using namespace lixiao::tabular;

namespace {
void writeRow(lxw_worksheet* sheet, lxw_row_t row, const Cells& cells) {
  for (std::size_t i = 0; i < cells.size(); ++i)
    worksheet_write_string(sheet, row, static_cast<lxw_col_t>(i), cells[i].c_str(), nullptr);
}

ReadResult read(const std::string& bytes, const std::string& sheet = "") {
  return readTable(bytes, "list.xlsx", {{}, sheet});
}

ReadResult readParts(const std::string& sheet_data, const std::string& strings = "") {
  return read(zipOf(workbookParts(sheet_data, strings)));
}
}  // namespace

TEST_CASE("A workbook becomes rows of text", "[xlsx]") {
  const ReadResult result = read(writeWorkbook([](lxw_workbook* book) {
    lxw_worksheet* sheet = workbook_add_worksheet(book, "名单");
    lxw_format* date = workbook_add_format(book);
    format_set_num_format(date, "yyyy-mm-dd");
    lxw_format* number = workbook_add_format(book);
    format_set_num_format(number, "00000000");
    writeRow(sheet, 0, {"学号", "姓名", "出生日期", "欠费", "在校"});
    worksheet_write_number(sheet, 1, 0, 51010, number);
    worksheet_write_string(sheet, 1, 1, " 阿依古丽·买买提 ", nullptr);
    worksheet_write_number(sheet, 1, 2, 33773, date);
    worksheet_write_number(sheet, 1, 3, 300.1, nullptr);
    worksheet_write_boolean(sheet, 1, 4, 1, nullptr);
    writeRow(sheet, 5, {"5102", "张𠮷"});
    worksheet_write_formula_num(sheet, 5, 3, "=1+2", nullptr, 3);
  }));
  REQUIRE(told(result.problems).empty());
  CHECK(result.table.header == Cells{"学号", "姓名", "出生日期", "欠费", "在校"});
  REQUIRE(result.table.rows.size() == 2);
  CHECK(result.table.rows[0].number == 2);
  CHECK(result.table.rows[0].cells == Cells{"00051010", "阿依古丽·买买提", "1992-06-18", "300.1", "true"});
  CHECK(result.table.rows[1].number == 6);
  CHECK(result.table.rows[1].cells == Cells{"5102", "张𠮷", "", "3", ""});
}

TEST_CASE("Numbers that were rounded are named by cell", "[xlsx]") {
  const ReadResult result = read(writeWorkbook([](lxw_workbook* book) {
    lxw_worksheet* sheet = workbook_add_worksheet(book, nullptr);
    writeRow(sheet, 0, {"学号", "身份证号"});
    worksheet_write_string(sheet, 1, 0, "5101", nullptr);
    worksheet_write_number(sheet, 1, 1, 110101199003071234.0, nullptr);
    writeRow(sheet, 2, {"5102", "1.1E+17"});
    worksheet_write_number(sheet, 3, 0, 999999999999999.0, nullptr);
  }));
  const std::string rounded =
      "a spreadsheet has rounded this number; format the column as text and enter it again";
  CHECK(told(result.problems) ==
        Told{"row 2, column B (身份证号): " + rounded, "row 3, column B (身份证号): " + rounded});
}

TEST_CASE("Empty shared strings, rich runs and reading aids do not shift the texts", "[xlsx]") {
  const ReadResult result = readParts(
      "<sheetData><row r=\"1\"><c r=\"A1\" t=\"s\"><v>0</v></c><c r=\"B1\" t=\"s\"><v>2</v></c></row>"
      "<row r=\"2\"><c r=\"A2\" t=\"s\"><v>4</v></c><c r=\"B2\" t=\"s\"><v>1</v></c></row>"
      "<row r=\"3\"><c r=\"A3\" t=\"s\"><v>3</v></c><c r=\"B3\" "
      "t=\"inlineStr\"><is><r><t>内</t></r><r><t>联</t></r></is></c></row>"
      "<row r=\"4\"><c r=\"A4\" t=\"s\"><v>5</v></c><c t=\"str\"><f>x</f><v>公式</v></c></row></sheetData>",
      "<si><t>学号</t></si><si><t/></si><si><r><t>姓</t></r><r><rPr><b/></rPr><t>名</t></r><rPh sb=\"0\" "
      "eb=\"1\"><t>xing</t></rPh></si>"
      "<si><t xml:space=\"preserve\"> 5102 </t></si><si><t>5101</t></si><si><t>51_x000D_</t></si>");
  REQUIRE(told(result.problems).empty());
  CHECK(result.table.header == Cells{"学号", "姓名"});
  REQUIRE(result.table.rows.size() == 3);
  CHECK(result.table.rows[0].cells == Cells{"5101", ""});
  CHECK(result.table.rows[1].cells == Cells{"5102", "内联"});
  CHECK(result.table.rows[2].cells == Cells{"51", "公式"});
}

TEST_CASE("The first visible sheet is read, or the one that is named", "[xlsx]") {
  const std::string bytes = writeWorkbook([](lxw_workbook* book) {
    lxw_worksheet* hidden = workbook_add_worksheet(book, "旧");
    lxw_worksheet* list = workbook_add_worksheet(book, "名单");
    worksheet_hide(hidden);
    worksheet_activate(list);
    worksheet_set_first_sheet(list);
    writeRow(hidden, 0, {"a"});
    writeRow(list, 0, {"学号"});
  });
  CHECK(read(bytes).table.header == Cells{"学号"});
  CHECK(read(bytes, "旧").table.header == Cells{"a"});
  CHECK(told(read(bytes, "新").problems) == Told{"the workbook has no sheet \"新\""});
}

TEST_CASE("A title above the header is left out, merged data is refused", "[xlsx]") {
  const auto workbook = [](bool merged_data) {
    return writeWorkbook([&](lxw_workbook* book) {
      lxw_worksheet* sheet = workbook_add_worksheet(book, nullptr);
      worksheet_merge_range(sheet, 0, 0, 0, 1, "2015届毕业生名单", nullptr);
      writeRow(sheet, 1, {"学号", "学院"});
      writeRow(sheet, 2, {"5101", "药学院"});
      writeRow(sheet, 3, {"5102", merged_data ? "" : "药学院"});
      if (merged_data) worksheet_merge_range(sheet, 2, 1, 3, 1, "药学院", nullptr);
    });
  };
  const ReadResult fine = read(workbook(false));
  REQUIRE(told(fine.problems).empty());
  CHECK(fine.table.header_number == 2);
  CHECK(fine.table.header == Cells{"学号", "学院"});
  CHECK(told(read(workbook(true)).problems) ==
        Told{"row 3, column B: cells are merged from B3 to B4; undo that and fill in each of them"});
}

TEST_CASE("Cells that hold no value are named", "[xlsx]") {
  const ReadResult result = readParts(
      "<sheetData><row><c t=\"inlineStr\"><is><t>a</t></is></c><c t=\"inlineStr\"><is><t>b</t></is></c></row>"
      "<row><c t=\"e\"><v>#N/A</v></c><c><f>A1</f></c></row>"
      "<row><c><v>1</v></c><c><v>2</v></c><c><v>3</v></c></row></sheetData>");
  CHECK(told(result.problems) == Told{"row 2, column A (a): the cell shows an error such as #N/A",
                                      "row 2, column B (b): the cell holds a formula without its result; "
                                      "open the file in a spreadsheet program "
                                      "and save it again",
                                      "row 3: the row has 3 cells, the header has 2"});
}

TEST_CASE("An empty workbook is refused", "[xlsx]") {
  CHECK(told(readParts("<sheetData/>").problems) == Told{"list.xlsx is empty"});
}

TEST_CASE("The content decides what a file is, not its name", "[xlsx]") {
  const std::string bytes =
      writeWorkbook([](lxw_workbook* book) { writeRow(workbook_add_worksheet(book, nullptr), 0, {"学号"}); });
  CHECK(readTable(bytes, "list.csv").table.header == Cells{"学号"});
  CHECK(readTable("学号\n1\n", "list.xlsx").table.header == Cells{"学号"});
}

TEST_CASE("Twenty thousand rows are read whole", "[xlsx]") {
  const std::string bytes = writeWorkbook([](lxw_workbook* book) {
    lxw_worksheet* sheet = workbook_add_worksheet(book, nullptr);
    writeRow(sheet, 0, {"学号", "姓名", "备注"});
    for (lxw_row_t row = 1; row <= 20'000; ++row) {
      writeRow(sheet, row, {"51" + std::to_string(row), row % 7 == 0 ? "" : "张伟"});
      worksheet_write_number(sheet, row, 2, row, nullptr);
    }
  });
  const ReadResult result = read(bytes);
  REQUIRE(told(result.problems).empty());
  REQUIRE(result.table.rows.size() == 20'000);
  for (const Row& row : result.table.rows) {
    const std::size_t number = row.number - 1;
    REQUIRE(row.cells ==
            Cells{"51" + std::to_string(number), number % 7 == 0 ? "" : "张伟", std::to_string(number)});
  }
}
