#include "connectors/plugin_loader.h"

#include <fstream>

#include "tests/connectors/plugin_fixture.h"
#include "tests/connectors/sample_process.h"

namespace lixiao::connectors {
namespace {

const char* const kTestPlugins = LIXIAO_BINARY_DIR "/test-plugins";

Setting plugin(const std::string& path) {
  return {path, {"settings.yaml", 2, 5}, {"settings.yaml", 2, 5}, "  - " + path};
}

/// The one finding of loading `path`, after which the registry must be as before.
model::Diagnostic findingOf(const std::string& path) {
  Registry registry;
  const auto findings = loadPlugins({plugin(path)}, kTestPlugins, registry);
  CHECK(registry.factories().empty());
  REQUIRE(findings.size() == 1);
  CHECK(findings[0].place == model::Place{"settings.yaml", 2, 5});
  return findings[0];
}

}  // namespace

TEST_CASE("the plugins of the build announce themselves") {
  CHECK(builtPlugins().names() == std::vector<std::string>{"finance", "library", "housing"});
  CHECK(builtPlugins().find("housing")->facts(Settings()) ==
        std::vector<std::string>{"housing.dorm_due", "housing.checked_out"});
  CHECK(builtPlugins().find("library")->facts(Settings()) ==
        std::vector<std::string>{"library.loans", "library.fines"});
  CHECK(builtPlugins().find("nothing") == nullptr);
}

TEST_CASE("a plugin that cannot be loaded is a finding") {
  TemporaryFolder folder;
  CHECK(findingOf("absent.so").code == "plugin-unloadable");
  CHECK(findingOf(folder.write("text.so", "not a library")).code == "plugin-unloadable");
  CHECK(findingOf(folder.write("empty.so", "")).code == "plugin-unloadable");
}

TEST_CASE("a half-copied plugin is a finding, and nothing of it is touched") {
  TemporaryFolder folder;
  std::ifstream file(LIXIAO_BINARY_DIR "/plugins/lixiao_finance.so", std::ios::binary);
  const std::string whole{std::istreambuf_iterator<char>(file), {}};
  for (const std::size_t size : {std::size_t{100}, std::size_t{5000}, whole.size() / 2, whole.size() - 1}) {
    const auto finding = findingOf(folder.write("half.so", whole.substr(0, size)));
    CHECK(finding.code == "plugin-unloadable");
    CHECK(finding.hint.find("cut off") != std::string::npos);
  }
}

TEST_CASE("a plugin whose entry throws is a finding") {
  const auto finding = findingOf("throws.so");
  CHECK(finding.code == "plugin-unloadable");
  CHECK(finding.hint == "it failed with something that is no exception");
}

TEST_CASE("kinds from a path are foreign") {
  Registry registry;
  CHECK(loadPlugins({plugin("lixiao_finance.so")}, LIXIAO_BINARY_DIR "/plugins", registry).empty());
  CHECK(loadPlugins({plugin(LIXIAO_BINARY_DIR "/plugins/lixiao_housing.so")}, "", registry).empty());
  CHECK_FALSE(registry.isForeign("finance"));
  CHECK(registry.isForeign("housing"));
}

TEST_CASE("a library without the entry point is a finding") {
  const auto finding = findingOf("no_entry.so");
  CHECK(finding.code == "plugin-unloadable");
  CHECK(finding.hint == "it has no entry point lixiao_connector_plugin");
}

TEST_CASE("a plugin of another version is a finding") {
  CHECK(findingOf("wrong_version.so").code == "plugin-version");
}

TEST_CASE("a plugin listed twice is a finding and the first stays") {
  Registry registry;
  const std::vector<Setting> twice{plugin("lixiao_finance.so"), plugin("lixiao_finance.so")};
  const auto findings = loadPlugins(twice, LIXIAO_BINARY_DIR "/plugins", registry);
  REQUIRE(findings.size() == 1);
  CHECK(findings[0].code == "plugin-duplicate");
  CHECK(registry.names() == std::vector<std::string>{"finance"});
}

}  // namespace lixiao::connectors
