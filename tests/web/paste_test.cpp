#include "web/pages/paste.h"

#include "tests/catch.h"

using lixiao::web::pages::readPasted;

TEST_CASE("Pasted numbers are read as people paste them", "[web]") {
  const auto lines = readPasted(
      "5100109001\r\n\r\n ５１００１０９００２ \n5100109003\t钥匙未还\n5100109004，押金、钥匙\n510 010 "
      "9005;x\n",
      2);
  REQUIRE(lines.size() == 5);
  CHECK(lines[0].row == 1);
  CHECK(lines[0].number == "5100109001");
  CHECK(lines[0].rest.empty());
  CHECK(lines[1].row == 3);
  CHECK(lines[1].number == "5100109002");
  CHECK(lines[2].rest == std::vector<std::string>{"钥匙未还"});
  CHECK(lines[3].number == "5100109004");
  CHECK(lines[3].rest == std::vector<std::string>{"押金、钥匙"});
  CHECK(lines[4].number == "5100109005");
}

TEST_CASE("A remark keeps its commas, a list's line has number, name and remark", "[web]") {
  CHECK(readPasted("1,a,b", 2)[0].rest == std::vector<std::string>{"a,b"});
  CHECK(readPasted("1,王小明,押金,钥匙", 3)[0].rest == std::vector<std::string>{"王小明", "押金,钥匙"});
  CHECK(readPasted("", 2).empty());
  CHECK(readPasted(" \n\t\n\xe3\x80\x80\n", 2).empty());
}
