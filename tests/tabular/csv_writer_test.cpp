#include "engine/tabular/csv_writer.h"

#include <sstream>

#include "engine/tabular/table.h"
#include "tests/catch.h"
#include "tests/tabular/told.h"

using namespace lixiao::tabular;

namespace {
template <typename Write>
std::string written(CsvOptions options, Write write) {
  std::ostringstream out;
  CsvWriter writer(out, options);
  write(writer);
  writer.flush();
  return out.str();
}
}  // namespace

TEST_CASE("Cells are quoted where RFC 4180 asks for it", "[csv-writer]") {
  CHECK(written({}, [](CsvWriter& w) {
          w.text("a").text("b,c").text("d\"e").text("f\ng").text("").text(" h").number(-5).endRow();
          w.text("1").endRow();
        }) == "a,\"b,c\",\"d\"\"e\",\"f\ng\",,\" h\",-5\n1\n");
}

TEST_CASE("Text that a spreadsheet would run is made harmless", "[csv-writer]") {
  CHECK(written({}, [](CsvWriter& w) {
          w.text("=1+1").text("+86").text("-2").text("@x").text("\tx").text("a=b").plain("-300.00").endRow();
        }) == "'=1+1,'+86,'-2,'@x,'\tx,a=b,-300.00\n");
  CsvOptions bare;
  bare.guard_formulas = false;
  CHECK(written(bare, [](CsvWriter& w) { w.text("=1").endRow(); }) == "=1\n");
  CHECK(looksLikeFormula(std::string_view("\0x", 2)));
  CHECK_FALSE(looksLikeFormula(""));
}

TEST_CASE("Old spreadsheets get a mark and their line ends", "[csv-writer]") {
  CsvOptions old;
  old.byte_order_mark = old.crlf = true;
  CHECK(written(old, [](CsvWriter& w) { w.text("学号").endRow(); }) == "\xEF\xBB\xBF学号\r\n");
}

TEST_CASE("What was written is read back the same", "[csv-writer]") {
  const Cells cells = {"5101", "阿依古丽·买买提", "他说\"好\", 然后\n走了", "x;y"};
  const std::string text = written({}, [&](CsvWriter& w) {
    w.text("a").text("b").text("c").text("d").endRow();
    for (int row = 0; row < 20'000; ++row) {
      for (const std::string& cell : cells) w.text(cell);
      w.endRow();
    }
  });
  const ReadResult result = readTable(text, "x.csv");
  REQUIRE(told(result.problems).empty());
  REQUIRE(result.table.rows.size() == 20'000);
  for (const Row& row : result.table.rows) REQUIRE(row.cells == cells);
}
