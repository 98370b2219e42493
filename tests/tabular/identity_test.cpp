#include "engine/tabular/identity.h"

#include "tests/catch.h"

using namespace lixiao::tabular;

namespace {
std::string verdict(std::string_view number) {
  const Identity identity = checkIdentity(number);
  const auto text = [](const lixiao::model::Message& m) {
    return format(m, lixiao::model::Language::English);
  };
  std::string shown(word(identity.type));
  if (identity.problem) shown += ": " + text(*identity.problem);
  if (identity.suspicion) shown += "? " + text(*identity.suspicion);
  return shown;
}
const std::string kWrongCheck = "? the check digit does not fit: a digit is wrong or two are swapped";
}  // namespace

TEST_CASE("The check digit of GB 11643-1999 is held", "[identity]") {
  CHECK(verdict("11010519491231002X") == "resident_number");
  CHECK(verdict("440524188001010014") == "resident_number");
  const std::string no_date = "11010519490231002";
  CHECK(verdict(no_date + *checkDigitOf(no_date)) ==
        "resident_number: digits 7 to 14 are not a date of birth");
  CHECK(checkDigitOf("44052418800101001") == '4');
  CHECK(checkDigitOf("11010519491231002") == 'X');
  CHECK_FALSE(checkDigitOf("1101051949123100"));
  CHECK(verdict("110105194912310021") == "resident_number" + kWrongCheck);
  CHECK(verdict("11010519491213002X") == "resident_number" + kWrongCheck);
  CHECK(checkIdentity("110105194912310021").valid());
}

TEST_CASE("The number is read as people write it and kept in one form", "[identity]") {
  CHECK(checkIdentity(" 11010519491231002x ").number == "11010519491231002X");
  CHECK(checkIdentity("１１０１０５ 1949 1231 002Ｘ").valid());
  CHECK(lixiao::model::formatDate(*checkIdentity("11010519491231002X").birth) == "1949-12-31");
}

TEST_CASE("Withdrawn area codes belong to real people", "[identity]") {
  for (const char* area : {"412723", "412828", "370284", "362324", "999999", "000000"}) {
    const std::string first = std::string(area) + "19920618" + "123";
    CHECK(checkIdentity(first + *checkDigitOf(first)).valid());
  }
}

TEST_CASE("Every kind of document is told by its shape", "[identity]") {
  const auto complete = [](const std::string& first) { return first + *checkDigitOf(first); };
  CHECK(verdict(complete("81000019920618123")) == "residence_permit");
  CHECK(verdict(complete("83000019920618123")) == "residence_permit");
  CHECK(verdict(complete("91156019920618123")) == "foreigner_card");
  CHECK(verdict("USA310092061812") == "old_foreigner_card");
  CHECK(verdict("130503670401001") == "old_resident_number");
  CHECK(verdict("130503671301001") == "old_resident_number: digits 7 to 12 are not a date of birth");
  CHECK(verdict("E12345678") == "passport");
}

TEST_CASE("A kind that somebody names must be that of the number", "[identity]") {
  const auto with = [](std::string_view number, std::string_view kind) {
    const auto said = parseIdentityType(kind);
    REQUIRE(said);
    return checkIdentity(number, *said).valid();
  };
  CHECK(with("11010519491231002X", "居民身份证"));
  CHECK(with("130503670401001", "身份证（旧）"));
  CHECK(with("E12345678", " 护 照 "));
  CHECK(with("H1234567801", "港澳居民来往内地通行证"));
  CHECK(with("USA310092061812", "外国人永久居留证"));
  CHECK_FALSE(with("E12345678", "身份证"));
  CHECK_FALSE(with("11010519491231002X", "Passport"));
  CHECK_FALSE(with("11010519491231002X", "港澳台居民居住证"));
  CHECK_FALSE(parseIdentityType("学生证"));
  CHECK_FALSE(parseIdentityType(""));
  for (int i = 1; i <= static_cast<int>(IdentityType::Passport); ++i) {
    const auto type = static_cast<IdentityType>(i);
    CHECK(parseIdentityType(word(type)));
    CHECK(parseIdentityType(title(type).zh));
  }
}

TEST_CASE("Damage done by a spreadsheet is called by its name", "[identity]") {
  CHECK(verdict("110101199003071000") ==
        "resident_number? the last three digits are 000 and the check digit does not fit: it looks as if a "
        "spreadsheet has rounded the number; format the column as text and enter it again");
  CHECK(verdict("1.1E+17") ==
        "unknown: a spreadsheet has rounded the number; format the column as text and enter it again");
  for (int day = 1; day < 29; ++day) {
    const std::string first = "110101199003" + std::string(day < 10 ? "0" : "") + std::to_string(day) + "100";
    if (checkDigitOf(first.substr(0, 15) + "00") != '0') continue;
    CHECK(verdict(first.substr(0, 15) + "000") ==
          "resident_number? the number ends in 000: make sure that no spreadsheet has rounded it");
  }
}

TEST_CASE("Other shapes are refused without repeating the number", "[identity]") {
  CHECK(verdict("") == "unknown: the identity number is missing");
  CHECK(verdict("1101051949123100") ==
        "unknown: an identity number has 18 characters (15 in its old form), this has 16");
  CHECK(verdict("张伟") ==
        "unknown: this is neither an identity number nor the number of a passport or travel document");
  CHECK(verdict("1101051949123100XX") ==
        "unknown: an identity number has 18 characters (15 in its old form), this has 18");
}

TEST_CASE("A masked number keeps too little to be the number", "[identity]") {
  CHECK(maskIdentity("11010519491231002X") == "***************02X");
  CHECK(maskIdentity("E12345678") == "*******78");
  CHECK(maskIdentity("1234") == "****");
  CHECK(maskIdentity("张伟证件号码") == "******");
  CHECK(maskIdentity("").empty());
}
