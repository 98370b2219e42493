#include "engine/tabular/table.h"
#include "tests/catch.h"
#include "tests/tabular/told.h"
#include "tests/tabular/workbook.h"

using namespace lixiao::tabular;

namespace {
const std::string kDamaged = "the workbook is damaged; open it in a spreadsheet program and save it again";

Told problemsOf(const std::string& bytes, const Limits& limits = {}) {
  return told(readTable(bytes, "list.xlsx", {limits, ""}).problems);
}
Told problemsOfSheet(const std::string& sheet_data, const Limits& limits = {}) {
  return problemsOf(zipOf(workbookParts(sheet_data)), limits);
}

std::string cell(const std::string& text) {
  return "<c t=\"inlineStr\"><is><t>" + text + "</t></is></c>";
}
}  // namespace

TEST_CASE("A document type declaration is refused, and no entity is read", "[xlsx]") {
  const std::string refused =
      "the workbook holds a document type declaration, which no spreadsheet program writes";
  for (const char* declaration :
       {"<!DOCTYPE x [<!ENTITY e SYSTEM \"file:///etc/hostname\">]>",
        "<!DOCTYPE x SYSTEM \"http://127.0.0.1/x.dtd\">",
        "<!DOCTYPE x [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;&a;&a;&a;&a;&a;\">]>"}) {
    for (const char* part : {"xl/workbook.xml", "xl/_rels/workbook.xml.rels", "xl/sharedStrings.xml",
                             "xl/worksheets/sheet1.xml"}) {
      auto parts = workbookParts("<sheetData/>");
      const std::size_t prolog = parts[part].starts_with("<?") ? parts[part].find("?>") + 2 : 0;
      parts[part].insert(prolog, declaration);
      INFO(part << " " << declaration);
      CHECK(problemsOf(zipOf(parts)) == Told{refused});
    }
  }
  CHECK(problemsOfSheet("<sheetData><row>" + cell("&e;") + "</row></sheetData>") == Told{kDamaged});
}

TEST_CASE("A bomb is refused by what its directory says, before it is unpacked", "[xlsx]") {
  auto parts = workbookParts("<sheetData/>");
  parts["xl/media/big.bin"] = std::string(64U << 20, '\0');
  const std::string bytes = zipOf(parts);
  CHECK(bytes.size() < 100'000);
  CHECK(problemsOf(bytes) == Told{"a part of the workbook unpacks to more than 200 times its size"});
  Limits small;
  small.max_unpacked_bytes = 32U << 20;
  CHECK(problemsOf(bytes, small) == Told{"the workbook unpacks to more than 32 MiB"});
}

TEST_CASE("A directory that lies about sizes does not help a bomb", "[xlsx]") {
  std::string sheet = "<sheetData>";
  for (int i = 0; i < 200'000; ++i) sheet += "<row>" + cell("x") + "</row>";
  std::string bytes = zipOf(workbookParts(sheet + "</sheetData>"));
  Limits small;
  small.max_unpacked_bytes = 4U << 20;
  // Every entry of the central directory says that it unpacks to 7 bytes.
  for (std::size_t at = bytes.find("PK\x01\x02"); at != std::string::npos;
       at = bytes.find("PK\x01\x02", at + 1))
    bytes.replace(at + 24, 4, std::string("\x07\0\0\0", 4));
  CHECK(problemsOf(bytes, small) == Told{"the workbook unpacks to more than 4 MiB"});
}

TEST_CASE("Rows, columns, cells, parts and depth are bounded", "[xlsx]") {
  Limits small;
  small.max_rows = 10;
  std::string rows;
  for (int i = 0; i < 14; ++i) rows += "<row>" + cell("x") + "</row>";
  CHECK(problemsOfSheet("<sheetData>" + rows + "</sheetData>", small) ==
        Told{"there are more than 10 rows; hand them in as several files"});
  CHECK(problemsOfSheet("<sheetData><row>" + cell("a") +
                        "</row><row><c r=\"XFD2\"><v>1</v></c></row></sheetData>") ==
        Told{"row 2: the row has 101 cells, the header has 1"});
  small.max_cells = 30;
  CHECK(problemsOfSheet("<sheetData><row r=\"1\"><c r=\"AE1\"><v>1</v></c></row></sheetData>", small) ==
        Told{"there are more than 30 cells; hand them in as several files"});
  CHECK(problemsOfSheet("<sheetData><row>" + cell(std::string(5000, 'x')) + "</row></sheetData>") ==
        Told{"row 1, column A: the cell is longer than 4096 bytes"});
  std::string deep;
  for (int i = 0; i < 10'000; ++i) deep += "<x>";
  CHECK(problemsOfSheet(deep) == Told{kDamaged});
  CHECK(problemsOfSheet("<x y=\"" + std::string(1U << 20, 'a') + "b\"/>", {}).size() == 1);
  auto parts = workbookParts("<sheetData/>");
  for (int i = 0; i < 1000; ++i) parts["x/" + std::to_string(i)] = "x";
  CHECK(problemsOf(zipOf(parts)) == Told{"the workbook holds more than 1000 parts"});
}

TEST_CASE("Rows and cells out of order are damage, not data", "[xlsx]") {
  const std::string header = "<sheetData><row r=\"1\">" + cell("a") + "</row>";
  for (const char* rest :
       {"<row r=\"1\"/>", "<row r=\"0\"/>", "<row r=\"2\"><c r=\"A3\"/></row>",
        "<row r=\"2\"><c r=\"B2\"/><c r=\"A2\"/></row>", "<row r=\"2\"><c t=\"s\"><v>0</v></c></row>",
        "<row r=\"2\"><c t=\"s\"><v>-1</v></c></row>", "<row r=\"2\"><c><c/></c></row>", "<row>"}) {
    INFO(rest);
    CHECK(problemsOfSheet(header + rest + "</sheetData>") == Told{kDamaged});
  }
}

TEST_CASE("An archive that is no workbook, or only half of one, is refused", "[xlsx]") {
  CHECK(problemsOf(zipOf({{"a.txt", "x"}})) == Told{"the file is a ZIP archive but not an .xlsx workbook"});
  CHECK(problemsOf("PK") == Told{kDamaged});
  CHECK(problemsOf("PK\x03\x04 nonsense") == Told{kDamaged});
  const std::string whole = zipOf(workbookParts("<sheetData><row>" + cell("a") + "</row></sheetData>"));
  REQUIRE(problemsOf(whole).empty());
  for (std::size_t length = 2; length < whole.size(); length += 7) {
    INFO(length);
    CHECK_FALSE(problemsOf(whole.substr(0, length)).empty());
  }
  auto parts = workbookParts("<sheetData/>");
  parts.erase("xl/worksheets/sheet1.xml");
  CHECK(problemsOf(zipOf(parts)) == Told{kDamaged});
}
