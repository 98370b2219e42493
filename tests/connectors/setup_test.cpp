#include "connectors/setup.h"

#include "tests/connectors/plugin_fixture.h"

namespace lixiao::connectors {
namespace {

/// A kind that leaves its schema to the host, checks it itself, or throws where it is told to.
class Lax final : public ConnectorFactory {
 public:
  std::string name() const override { return "lax"; }
  std::vector<std::string> facts(const Settings& settings) const override {
    throwing(settings, "facts");
    return {"lax.owed"};
  }
  Schema schema(const Settings& settings) const override {
    throwing(settings, "schema");
    return {{"file", SettingType::Path, true, "", {"文件", "the file"}},
            {"level", SettingType::Integer, false, "1", {"级", "the level"}, {}, 1, 9},
            {"throws_at", SettingType::Text, false, "", {"", ""}},
            {"checks", SettingType::Boolean, false, "false", {"", ""}}};
  }
  std::vector<model::Diagnostic> check(const Settings& settings) const override {
    throwing(settings, "check");
    if (settings.has("checks")) return checkSettings(settings, schema(settings));
    return {};
  }
  std::unique_ptr<Connector> create(const Settings& settings) const override {
    throwing(settings, "create");
    class Silent final : public Connector {
      FetchResult fetch(const std::vector<StudentRef>&, const std::stop_token&) override {
        return Failure{FailureKind::Internal, "never asked"};
      }
    };
    return std::make_unique<Silent>();
  }

 private:
  static void throwing(const Settings& settings, const std::string& where) {
    if (settings.has("throws_at") && settings.text("throws_at") == where) throw 42;
  }
};

Registry lax() {
  Registry registry;
  registry.add(std::make_unique<Lax>());
  return registry;
}

Settings block(const std::map<std::string, std::string>& values) {
  Settings settings({"settings.yaml", 1, 3});
  int line = 1;
  for (const auto& [key, text] : values) {
    ++line;
    settings.set(key, Setting{text, {"settings.yaml", line, 3}, {"settings.yaml", line, 9}, ""});
  }
  return settings;
}

/// `LINE:COLUMN CODE` of each finding.
std::vector<std::string> found(const Setup& setup) {
  std::vector<std::string> all;
  for (const model::Diagnostic& each : setup.diagnostics)
    all.push_back(std::to_string(each.place.line) + ":" + std::to_string(each.place.column) + " " +
                  each.code);
  return all;
}

}  // namespace

TEST_CASE("settings are held to the schema, once, also where the kind does not check them") {
  const Registry registry = lax();
  std::map<std::string, std::string> wrong{{"fiel", "x"}, {"kind", "lax"}, {"level", "many"}};
  const std::vector<std::string> all{"1:3 missing-key", "2:3 unknown-key", "4:9 bad-value"};
  CHECK(found(setUp(registry, {{"sports", block(wrong)}}, {})) == all);
  Settings twice = block(wrong);
  twice.set("checks", "true");
  CHECK(found(setUp(registry, {{"sports", twice}}, {})) == all);
}

TEST_CASE("whatever a kind throws is a finding at its block") {
  const std::string where = GENERATE("schema", "check", "facts", "create");
  CAPTURE(where);
  const Registry registry = lax();
  const Setup setup =
      setUp(registry, {{"sports", block({{"file", "x"}, {"kind", "lax"}, {"throws_at", where}})}}, {});
  REQUIRE_FALSE(setup.diagnostics.empty());
  CHECK(found(setup).front() == "1:3 plugin-failed");
  CHECK(setup.sources.empty());
}

TEST_CASE("foreign kinds are isolated unless the block says otherwise") {
  Registry registry = lax();
  const std::string isolated = GENERATE("", "true", "false");
  const bool foreign = GENERATE(true, false);
  CAPTURE(isolated, foreign);
  if (foreign) registry.markForeign(0);
  std::map<std::string, std::string> values{{"file", "x"}, {"kind", "lax"}};
  if (!isolated.empty()) values["isolated"] = isolated;
  int made = 0;
  const Isolate isolate = [&](const std::string& kind, const Settings& own, std::size_t facts,
                              std::chrono::milliseconds) {
    ++made;
    CHECK(facts == 1);
    return registry.find(kind)->create(own);
  };
  const Setup setup = setUp(registry, {{"sports", block(values)}}, isolate);
  CHECK(setup.sources.size() == 1);
  CHECK(made == (isolated == "true" || (foreign && isolated.empty()) ? 2 : 0));
}

}  // namespace lixiao::connectors
