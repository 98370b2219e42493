#pragma once

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "connectors/plugin.h"
#include "connectors/plugin_loader.h"
#include "tests/catch.h"

namespace lixiao::connectors {

/// The three plugins of the build, loaded once.
inline const Registry& builtPlugins() {
  static const Registry* registry = [] {
    auto* loaded = new Registry;
    std::vector<Setting> plugins;
    for (const char* name : {"lixiao_finance.so", "lixiao_library.so", "lixiao_housing.so"}) {
      plugins.push_back({name, {}, {}, ""});
    }
    REQUIRE(loadPlugins(plugins, LIXIAO_BINARY_DIR "/plugins", *loaded).empty());
    return loaded;
  }();
  return *registry;
}

inline Settings settingsOf(const std::map<std::string, std::string>& values) {
  Settings settings(model::Place{"/etc/lixiao/settings.yaml", 1, 1});
  for (const auto& [key, value] : values) settings.set(key, value);
  return settings;
}

/// A connector of a kind from its shared library, with settings that must be right.
inline std::unique_ptr<Connector> makeConnector(const std::string& kind,
                                                const std::map<std::string, std::string>& values) {
  const ConnectorFactory* factory = builtPlugins().find(kind);
  REQUIRE(factory != nullptr);
  const Settings settings = settingsOf(values);
  for (const auto& finding : factory->check(settings)) FAIL(model::format(finding));
  return factory->create(settings);
}

inline std::vector<StudentRef> students(std::initializer_list<const char*> numbers) {
  std::vector<StudentRef> refs;
  for (const char* number : numbers) refs.push_back({number});
  return refs;
}

/// The facts by `student fact`; fails the test when there are none.
inline std::map<std::string, model::Value> factsOf(const FetchResult& result) {
  if (result.failure()) FAIL(result.failure()->text);
  std::map<std::string, model::Value> facts;
  for (const StudentFact& fact : result.delivery()->facts)
    facts[fact.student_no + " " + fact.fact] = fact.value;
  return facts;
}

inline model::Value number(std::int64_t value) {
  return model::Value(value);
}

}  // namespace lixiao::connectors
