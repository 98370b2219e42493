#include "engine/tabular/xlsx_cell.h"

#include "tests/catch.h"

using namespace lixiao::tabular;

namespace {
std::string shown(std::string_view raw, NumberFormat format = {}, bool from_1904 = false) {
  const CellText cell = textOfNumber(raw, format, from_1904);
  return cell.problem ? "! " + cell.problem->text : cell.text;
}
const NumberFormat kDate{true, 0};
}  // namespace

TEST_CASE("A number is shown as its spreadsheet shows it", "[xlsx-cell]") {
  CHECK(shown("5101") == "5101");
  CHECK(shown("-300.5") == "-300.5");
  CHECK(shown("19.989999999999998") == "19.99");
  CHECK(shown("0.30000000000000004") == "0.3");
  CHECK(shown("1E-3") == "0.001");
  CHECK(shown("1.5E+3") == "1500");
  CHECK(shown("999999999999999") == "999999999999999");
  CHECK(shown("0051", {}) == "0051");
  CHECK(shown("51", {false, 6}) == "000051");
  CHECK(shown("").empty());
  CHECK(shown("abc") == "! the cell holds a number that cannot be read");
  CHECK(shown("inf") == "! the cell holds a number that cannot be read");
}

TEST_CASE("A number of more than 15 digits has been rounded", "[xlsx-cell]") {
  const std::string rounded =
      "! a spreadsheet has rounded this number; format the column as text and enter it again";
  for (const char* raw :
       {"1.10101199003071E+17", "110101199003071000", "1E+15", "1000000000000000", "-1E+20"}) {
    INFO(raw);
    CHECK(shown(raw) == rounded);
    CHECK(shown(raw, kDate) == rounded);
  }
}

TEST_CASE("Dates count from 1900 with its false leap day, or from 1904", "[xlsx-cell]") {
  CHECK(shown("42173", kDate) == "2015-06-18");
  CHECK(shown("42173.395833333336", kDate) == "2015-06-18T09:30:00");
  CHECK(shown("42173.99999999", kDate) == "2015-06-19");
  CHECK(shown("1", kDate) == "1900-01-01");
  CHECK(shown("59", kDate) == "1900-02-28");
  CHECK(shown("61", kDate) == "1900-03-01");
  CHECK(shown("40711", kDate, true) == "2015-06-18");
  for (const char* raw : {"60", "0", "-1", "0.5", "2958466", "99999999"})
    CHECK(shown(raw, kDate) == "! the cell is formatted as a date but does not hold one");
}

TEST_CASE("Formats say whether a number is a date or is filled with zeros", "[xlsx-cell]") {
  for (const unsigned id : {14U, 17U, 22U, 31U, 57U}) CHECK(builtInFormat(id).date);
  for (const unsigned id : {0U, 1U, 2U, 9U, 18U, 32U, 45U, 49U}) CHECK_FALSE(builtInFormat(id).date);
  for (const char* code : {"yyyy-mm-dd", "yyyy/m/d;@", "[$-804]yyyy\"年\"m\"月\"", "d-mmm"})
    CHECK(spelledFormat(code).date);
  for (const char* code : {"General", "0.00", "h:mm:ss", "\"day\"0", "[Red]0", "\\d0", "@", ""})
    CHECK_FALSE(spelledFormat(code).date);
  CHECK(spelledFormat("00000000").digits == 8);
}

TEST_CASE("Escaped characters come back, and only those", "[xlsx-cell]") {
  CHECK(unescaped("a_x000D_b_x4E00_") == "a\rb一");
  CHECK(unescaped("_x00e9_") == "é");
  CHECK(unescaped("_x005F_x000D_") == "_x000D_");
  for (const char* text : {"_x00_", "_xZZZZ_", "_xD800_", "_x000D", "student_x"})
    CHECK(unescaped(text) == text);
}

TEST_CASE("A cell's name gives its place", "[xlsx-cell]") {
  CHECK(placeOfCell("AB12").column == 28);
  CHECK(placeOfCell("AB12").row == 12);
  CHECK(placeOfCell("").row == 0);
  CHECK(placeOfCell("ZZZZZZZZZZZZZZZ99999999999999999").column == 1U << 24);
}
