#pragma once

#include <functional>
#include <memory>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "connectors/connector.h"

namespace lixiao::connectors {

/// The kinds of connector there are. Filled by plugins while they are loaded, then only read.
class Registry {
 public:
  void add(std::unique_ptr<ConnectorFactory> factory) { factories_.push_back(std::move(factory)); }

  /// nullptr when there is no such kind.
  const ConnectorFactory* find(std::string_view name) const;
  std::vector<std::string> names() const;
  const std::vector<std::unique_ptr<ConnectorFactory>>& factories() const { return factories_; }
  /// The kinds from number `first` on came from a file of others.
  void markForeign(std::size_t first) {
    for (std::size_t i = first; i < factories_.size(); ++i) foreign_.insert(factories_[i]->name());
  }
  bool isForeign(std::string_view name) const { return foreign_.find(name) != foreign_.end(); }
  /// Forgets what was added after the first `count`.
  void shrinkTo(std::size_t count) { factories_.resize(count); }

 private:
  std::vector<std::unique_ptr<ConnectorFactory>> factories_;
  std::set<std::string, std::less<>> foreign_;
};

/// Raised whenever a virtual function is added, moved or changed, or a type that crosses the border changes
/// without changing its size.
inline constexpr unsigned kAbiRevision = 5;

/// The revision mixed with the compiler, the standard library and the sizes of the types that cross the
/// border: another of these is told apart.
constexpr unsigned abiVersion() {
  unsigned hash = 2166136261u;
  for (unsigned part :
       {kAbiRevision, unsigned{__GNUC__}, unsigned{_GLIBCXX_RELEASE}, unsigned{_GLIBCXX_USE_CXX11_ABI},
        unsigned{sizeof(StudentRef)}, unsigned{sizeof(StudentFact)}, unsigned{sizeof(Delivery)},
        unsigned{sizeof(Failure)}, unsigned{sizeof(FetchResult)}, unsigned{sizeof(Settings)},
        unsigned{sizeof(Setting)}, unsigned{sizeof(SettingRow)}, unsigned{sizeof(Registry)},
        unsigned{sizeof(model::Diagnostic)}, unsigned{sizeof(model::Value)},
        unsigned{sizeof(std::stop_token)}}) {
    hash = (hash ^ part) * 16777619u;
  }
  return hash;
}
inline constexpr unsigned kAbiVersion = abiVersion();

/// What a plugin exports. Returns the ABI version it was built for and adds its factories only when that
/// equals `abi_version`.
using PluginEntry = unsigned (*)(unsigned abi_version, Registry* registry);
inline constexpr const char* kPluginEntry = "lixiao_connector_plugin";

}  // namespace lixiao::connectors

/// Defines the entry point of a plugin that has the one factory FACTORY.
#define LIXIAO_CONNECTOR_PLUGIN(FACTORY)                                                            \
  extern "C" __attribute__((visibility("default"))) unsigned lixiao_connector_plugin(               \
      unsigned abi_version, lixiao::connectors::Registry* registry) {                               \
    if (abi_version == lixiao::connectors::kAbiVersion) registry->add(std::make_unique<FACTORY>()); \
    return lixiao::connectors::kAbiVersion;                                                         \
  }
