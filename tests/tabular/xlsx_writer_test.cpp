#include "engine/tabular/xlsx_writer.h"

#include <stdexcept>

#include "engine/tabular/table.h"
#include "tests/catch.h"

using namespace lixiao;
using namespace lixiao::tabular;

namespace {

constexpr model::Instant kMade{std::chrono::seconds(1'434'600'000)};

Table readBack(const std::string& bytes, const std::string& sheet = {}) {
  ReadOptions options;
  options.sheet = sheet;
  const ReadResult read = readTable(bytes, "made.xlsx", options);
  for (const Problem& each : read.problems.all())
    UNSCOPED_INFO(model::format(each.message, model::Language::English));
  REQUIRE(read.ok());
  return read.table;
}

std::string oneCell(const std::string& cell) {
  XlsxWriter writer(kMade);
  writer.sheet("a").header({"x", "y"});
  writer.text("0").text(cell).endRow();
  const Table table = readBack(writer.finish());
  REQUIRE(table.rows.size() == 1);
  return table.rows[0].cells.at(1);
}

}  // namespace

TEST_CASE("A workbook that was written is read back as it was", "[xlsx-writer]") {
  XlsxWriter writer(kMade);
  writer.sheet("报告/report").header({"学号", "姓名", "行", "比例"});
  writer.text("005103000100000018").text("张三").number(7).percent(0.5).endRow();
  writer.text("5100300010").text("").number(-12).percent(1).endRow();
  const Table table = readBack(writer.finish());
  CHECK(table.header == std::vector<std::string>{"学号", "姓名", "行", "比例"});
  REQUIRE(table.rows.size() == 2);
  CHECK(table.rows[0].cells[0] == "005103000100000018");
  CHECK(table.rows[0].cells[1] == "张三");
  CHECK(table.rows[0].cells[2] == "7");
  CHECK(table.rows[1].cells[0] == "5100300010");
  CHECK(table.rows[1].cells[1].empty());
  CHECK(table.rows[1].cells[2] == "-12");
}

TEST_CASE("A text is never a formula and never another text", "[xlsx-writer]") {
  for (const std::string cell : {"=1+1", "+86 21", "-2", "@x", "{=1}", "http://x.invalid/", "_x0041_",
                                 "a_x005F_b", "<&>\"'", "1E5", "TRUE", "2015-06-18", "第1行\n第2行"})
    CHECK(oneCell(cell) == cell);
}

TEST_CASE("The same calls give the same bytes", "[xlsx-writer]") {
  const auto made = [] {
    XlsxWriter writer(kMade);
    writer.sheet("a").header({"x"});
    writer.text("张三").endRow();
    return writer.finish();
  };
  const std::string first = made();
  CHECK(first.substr(0, 2) == "PK");
  CHECK(made() == first);
}

TEST_CASE("Several sheets keep their rows apart", "[xlsx-writer]") {
  XlsxWriter writer(kMade);
  writer.sheet("one").header({"x"});
  writer.text("1").endRow();
  writer.sheet("two").header({"y"});
  writer.number(2.5, 2).endRow();
  const std::string bytes = writer.finish();
  CHECK(readBack(bytes, "one").rows.at(0).cells.at(0) == "1");
  CHECK(readBack(bytes, "two").rows.at(0).cells.at(0) == "2.5");
}

TEST_CASE("A row outside of a sheet and a second sheet of the same name are told", "[xlsx-writer]") {
  XlsxWriter writer(kMade);
  CHECK_THROWS_AS(writer.text("x"), std::logic_error);
  writer.sheet("one");
  CHECK_THROWS_AS(writer.sheet("one"), std::runtime_error);
}
