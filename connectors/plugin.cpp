#include "connectors/plugin.h"

namespace lixiao::connectors {

const ConnectorFactory* Registry::find(std::string_view name) const {
  for (const auto& factory : factories_) {
    if (factory->name() == name) return factory.get();
  }
  return nullptr;
}

std::vector<std::string> Registry::names() const {
  std::vector<std::string> names;
  for (const auto& factory : factories_) names.push_back(factory->name());
  return names;
}

}  // namespace lixiao::connectors
