#include "engine/tabular/clean.h"

#include "tests/catch.h"

using namespace lixiao::tabular;

namespace {
std::string cleaned(std::string_view text, CellKind kind) {
  const Cleaned result = cleanCell(text, kind);
  std::string shown = result.text;
  for (const auto& suspicion : result.suspicions) shown += " | " + suspicion.text;
  return shown;
}
}  // namespace

TEST_CASE("Blanks of every kind are trimmed", "[clean]") {
  CHECK(trim("\xE3\x80\x80 张伟\xC2\xA0\t") == "张伟");
  CHECK(trim("\xEF\xBB\xBF"
             "a b\xE2\x80\x8B") == "a b");
  CHECK(trim(" \xE3\x80\x80 ").empty());
  CHECK(trim("").empty());
}

TEST_CASE("A code loses full-width characters and blanks, and says so", "[clean]") {
  CHECK(cleaned("51010001", CellKind::Code) == "51010001");
  CHECK(cleaned("５１０１Ｘ", CellKind::Code) == "5101X | full-width characters were read as ordinary ones");
  CHECK(cleaned(" 5101 0001 ", CellKind::Code) == "51010001 | blanks inside were taken out");
}

TEST_CASE("A name keeps what belongs to it", "[clean]") {
  CHECK(cleaned("李 想", CellKind::Name) == "李想 | blanks inside were taken out");
  CHECK(cleaned("李\xE3\x80\x80想", CellKind::Name) == "李想 | blanks inside were taken out");
  CHECK(cleaned("John Smith", CellKind::Name) == "John Smith");
  CHECK(cleaned("阿依古丽•买买提", CellKind::Name) == "阿依古丽·买买提");
  CHECK(cleaned("张𠮷1", CellKind::Name) == "张𠮷1 | the name holds a digit");
  CHECK(cleaned("备注：３本", CellKind::Text) == "备注：３本");
}

TEST_CASE("Days are read year first in the forms people use", "[clean]") {
  for (const char* text :
       {"1992-06-18", "1992/6/18", "1992.06.18", "19920618", "1992年6月18日", " １９９２/6/18"}) {
    INFO(text);
    CHECK(cleaned(text, CellKind::Date) == "1992-06-18");
  }
  for (const char* text :
       {"6/18/1992", "1992-02-30", "92/6/18", "1992/6", "1992-6-18x", "1992/6-18", "199206181", "x"}) {
    INFO(text);
    CHECK_FALSE(readDate(text));
    CHECK(cleaned(text, CellKind::Date) == text);
  }
}

TEST_CASE("A rounded number is told from a code", "[clean]") {
  for (const char* text : {"1.1E+17", "1E+17", "3.1010119900307E+17", "1e+5"}) CHECK(isRoundedNumber(text));
  for (const char* text : {"", "E+17", "12E+17", "1.E+17", "1E17", "1E+", "1.1E-5", "1.1E+17x", "A1E+5"}) {
    INFO(text);
    CHECK_FALSE(isRoundedNumber(text));
  }
}
