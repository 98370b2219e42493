#include "engine/workflow/value.h"
#include "tests/catch.h"

using namespace lixiao;
using namespace lixiao::workflow;
using rules::Type;
using rules::Unit;

TEST_CASE("Values are read as their type says and written back the same", "[value]") {
  const Type reason = Type::enumeration({"毕业", "结业"});
  const std::vector<std::pair<Type, std::string>> good = {{Type::number(Unit::Money), "300.00"},
                                                          {Type::number(Unit::Money), "-0.05"},
                                                          {Type::number(Unit::Percent), "12.50"},
                                                          {Type::number(Unit::Count), "12"},
                                                          {Type::boolean(), "true"},
                                                          {Type::date(), "2015-06-18"},
                                                          {reason, "毕业"},
                                                          {Type::text(), "0012 "}};
  for (const auto& [type, text] : good) {
    INFO(text);
    const auto value = parseValue(type, text);
    REQUIRE(value);
    CHECK(formatValue(type, *value) == text);
    CHECK(parseValue(type, "") == model::Value());
  }
  CHECK(parseValue(Type::number(Unit::Money), "300.5") == model::Value(std::int64_t{30050}));
  CHECK(parseValue(Type::number(Unit::Money), "300") == model::Value(std::int64_t{30000}));
}

TEST_CASE("What is not of the type is no value", "[value]") {
  const std::vector<std::pair<Type, std::vector<std::string>>> bad = {
      {Type::number(Unit::Money),
       {"1,300.00", "1.234", "1e3", " 1", "1 ", "-", ".5", "5.", "１", "+1", "1234567890123456"}},
      {Type::number(Unit::Count), {"1.0", "1.1E+17", "x", "--1"}},
      {Type::boolean(), {"yes", "True", "1"}},
      {Type::date(), {"2015-02-30", "2015/06/18"}},
      {Type::enumeration({"毕业"}), {"结业", "毕业 "}},
      {Type::text(), {"\xC4\xE3", std::string("a\0b", 3)}}};
  for (const auto& [type, texts] : bad)
    for (const std::string& text : texts) {
      INFO(text);
      CHECK_FALSE(parseValue(type, text));
    }
}

TEST_CASE("Several words of a fact are read however they are divided and held in the order of the enum",
          "[value]") {
  FactSpec residence{"residence", {}, Type::enumeration({"东校区", "西校区", "校外"}), "", {}};
  residence.several = true;
  const auto both = model::Value("东校区;西校区");
  for (const char* text : {"东校区;西校区", "西校区、东校区", " 西校区 ，东校区,", "东校区；西校区;东校区"}) {
    INFO(text);
    CHECK(parseFact(residence, text) == both);
  }
  CHECK(parseFact(residence, "校外") == model::Value("校外"));
  CHECK(parseFact(residence, " ;") == model::Value());
  CHECK_FALSE(parseFact(residence, "东校区;南校区"));
  CHECK_FALSE(parseFact(residence, "东校区 西校区"));
  CHECK(fits(residence, both));
  CHECK(fits(residence, model::Value()));
  CHECK_FALSE(fits(residence, model::Value("西校区;东校区")));
  CHECK_FALSE(fits(residence, model::Value(true)));
  CHECK(holdsWord(both, "西校区") == rules::Truth::True);
  CHECK(holdsWord(both, "校外") == rules::Truth::False);
  CHECK(holdsWord(both, "校区") == rules::Truth::False);
  CHECK(holdsWord(model::Value(), "校外") == rules::Truth::Unknown);

  residence.several = false;
  CHECK_FALSE(parseFact(residence, "东校区;西校区"));
  CHECK_FALSE(fits(residence, both));
}
