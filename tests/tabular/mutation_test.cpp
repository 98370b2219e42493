// Thousands of damaged files: whatever the bytes, reading ends with a table or with problems.
#include <random>

#include "engine/tabular/columns.h"
#include "engine/tabular/identity.h"
#include "engine/tabular/table.h"
#include "tests/catch.h"
#include "tests/tabular/told.h"
#include "tests/tabular/workbook.h"

using namespace lixiao::tabular;

namespace {

class Mutator {
 public:
  explicit Mutator(unsigned seed) : random_(seed) {}

  std::string operator()(std::string bytes) {
    for (std::size_t times = 1 + below(4); times > 0 && !bytes.empty(); --times) change(bytes);
    return bytes;
  }

 private:
  std::size_t below(std::size_t bound) { return random_() % bound; }

  void change(std::string& bytes) {
    const std::size_t at = below(bytes.size());
    const std::size_t length = std::min<std::size_t>(bytes.size() - at, 1 + below(40));
    switch (below(6)) {
      case 0:
        bytes[at] = static_cast<char>(below(256));
        break;
      case 1:
        bytes.erase(at, length);
        break;
      case 2:
        bytes.insert(at, bytes.substr(below(bytes.size()), length));
        break;
      case 3:
        bytes.resize(at);
        break;
      case 4:
        bytes.replace(at, length, std::string(length, "\xFF\0\",\n<"[below(6)]));
        break;
      default:
        bytes[at] = static_cast<char>(bytes[at] ^ (1 << below(8)));
        break;
    }
  }

  std::mt19937 random_;
};

/// Reads, and holds the promises of readTable that every input has.
bool readAndCheck(const std::string& bytes) {
  static const std::vector<Column> kWanted = {{"学号", {}, CellKind::Code, true},
                                              {"姓名", {}, CellKind::Name, true}};
  ReadResult result = readTable(bytes, "x");
  if (!result.ok()) {
    REQUIRE_FALSE(result.problems.all().empty());
    return false;
  }
  REQUIRE_FALSE(result.table.header.empty());
  for (const Row& row : result.table.rows) {
    REQUIRE(row.cells.size() == result.table.header.size());
    for (const std::string& cell : row.cells) {
      REQUIRE(lixiao::model::isUtf8(cell));
      static_cast<void>(checkIdentity(cell));
    }
  }
  const HeaderMatch match = matchHeader(result.table, kWanted);
  cleanColumns(result.table, kWanted, match, result.problems);
  return true;
}

const std::string kSheet =
    "<sheetData><row r=\"1\"><c r=\"A1\" t=\"s\"><v>0</v></c><c r=\"B1\" t=\"s\"><v>1</v></c></row>"
    "<row r=\"2\"><c r=\"A2\"><v>5101</v></c><c r=\"B2\" "
    "t=\"inlineStr\"><is><t>张_x000D_伟</t></is></c></row></sheetData>"
    "<mergeCells><mergeCell ref=\"A1:A1\"/></mergeCells>";
const std::string kStrings = "<si><t>学号</t></si><si><r><t>姓</t></r><r><t>名</t></r></si>";

}  // namespace

TEST_CASE("Damaged text files never bring the reader down", "[mutation]") {
  const std::vector<std::string> seeds = {
      "学号,姓名\n5101,\"张,伟\"\n5102,李娜\n",
      "\xD1\xA7\xBA\xC5\t\xD0\xD5\xC3\xFB\r\n1\t\xD5\xC5\xCE\xB0\r\n",
      std::string("\xFF\xFE\x66\x5B\x09\x00\x0D\x54\x0A\x00\x31\x00\x09\x00\x32\x00", 16),
      "\xEF\xBB\xBF学号;姓名\n\"11010519491231002X\n\";\"\"\"\"\n"};
  Mutator mutate(20150618);
  std::size_t read = 0;
  for (int round = 0; round < 5000; ++round)
    for (const std::string& seed : seeds) read += readAndCheck(mutate(seed)) ? 1 : 0;
  CHECK(read > 1000);
  CHECK(read < 19'000);
}

TEST_CASE("Damaged archives never bring the reader down", "[mutation]") {
  const std::string whole = zipOf(workbookParts(kSheet, kStrings));
  REQUIRE(readAndCheck(whole));
  Mutator mutate(20150619);
  std::size_t read = 0;
  for (int round = 0; round < 3000; ++round) read += readAndCheck(mutate(whole)) ? 1 : 0;
  CHECK(read < 3000);
}

TEST_CASE("Damaged parts in a sound archive never bring the reader down", "[mutation]") {
  const auto parts = workbookParts(kSheet, kStrings);
  Mutator mutate(20150620);
  std::size_t read = 0;
  for (int round = 0; round < 600; ++round) {
    for (const auto& [name, content] : parts) {
      auto damaged = parts;
      damaged[name] = mutate(content);
      read += readAndCheck(zipOf(damaged)) ? 1 : 0;
    }
  }
  CHECK(read > 100);
  CHECK(read < 2400);
}
