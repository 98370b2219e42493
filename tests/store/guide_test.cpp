#include "engine/store/guide.h"

#include "tests/catch.h"
#include "tests/store/fixture.h"

using namespace lixiao::store;
using namespace lixiao::store::test;

TEST_CASE("The last version of a guide counts and all of them are kept", "[guide]") {
  Fixture f;
  const GuideKey key{"library", {}, "library", {}};
  const auto add = [&](const GuideKey& where, const std::string& place, bool withdrawn, int time) {
    return f.database.write([&](Transaction& transaction) {
      return addGuideVersion(
          transaction, {0, where, {place, "9-17", "李", "62930000", "", ""}, withdrawn, at(time), "lib"});
    });
  };
  const auto first = add(key, "一楼", false, 1);
  const auto second = add(key, "二楼", false, 2);
  const auto other = add({"library", {}, "library", "闵行"}, "包图", false, 3);
  add({"college", "医学院", "", ""}, "懿德楼", false, 4);
  CHECK(second > first);

  const auto current = f.database.read([](Reader& reader) { return currentGuides(reader); });
  REQUIRE(current.size() == 3);
  CHECK(current[0].key.scope_value == "医学院");
  CHECK(current[1].text.place == "二楼");
  CHECK(current[2].id == other);

  const auto versions = f.database.read([&](Reader& reader) { return guideVersions(reader, key); });
  REQUIRE(versions.size() == 2);
  CHECK(versions[0].id == second);
  CHECK(versions[1] ==
        GuideVersion{first, key, {"一楼", "9-17", "李", "62930000", "", ""}, false, at(1), "lib"});

  add(key, "二楼", true, 5);
  CHECK(f.database.read([](Reader& reader) { return currentGuides(reader).size(); }) == 2);
  CHECK(f.database.read([&](Reader& reader) { return currentGuide(reader, key); })->withdrawn);
  CHECK(f.database.read([&](Reader& reader) { return findGuideVersion(reader, first); })->text.place ==
        "一楼");
  CHECK_FALSE(f.database.read([](Reader& reader) { return findGuideVersion(reader, 99); }));
}
