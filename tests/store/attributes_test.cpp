#include "engine/store/attributes.h"

#include <stdexcept>

#include "tests/catch.h"

using namespace lixiao::store;

TEST_CASE("Equal attributes give equal text, whatever order they were set in", "[attributes]") {
  Attributes a{{"leave_reason", "毕业"}, {"college", "医学院"}};
  Attributes b;
  b.set("college", "?");
  b.set("leave_reason", "毕业");
  b.set("college", "医学院");
  CHECK(a == b);
  CHECK(a.json() == R"({"college":"医学院","leave_reason":"毕业"})");
  CHECK(a.json() == b.json());
  CHECK(Attributes().json() == "{}");
}

TEST_CASE("Attributes come back from their text", "[attributes]") {
  const Attributes attributes{{"a", "quote \" backslash \\ line\n"}, {"空", ""}, {"z", "𠮷"}};
  CHECK(Attributes::parse(attributes.json()) == attributes);
  CHECK(*attributes.find("z") == "𠮷");
  CHECK(attributes.find("b") == nullptr);
  Attributes without = attributes;
  without.erase("z");
  without.erase("not there");
  CHECK(without.size() == 2);
}

TEST_CASE("Text that is not a flat object of texts is refused", "[attributes]") {
  for (const char* wrong :
       {"", "null", "[]", R"({"a":1})", R"({"a":{"b":"c"}})", R"({"a":"b")", R"("a")", R"({"a":null})"})
    CHECK_THROWS_AS(Attributes::parse(wrong), std::invalid_argument);
}
