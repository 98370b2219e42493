#include "app/isolation.h"

#include "connectors/isolation/isolated_connector.h"

namespace lixiao::app {

connectors::Isolate isolation(const ServiceSettings& settings, const std::filesystem::path& plugin_folder) {
  return [plugins = settings.plugins, plugin_folder](const std::string& kind, const connectors::Settings& own,
                                                     std::size_t facts, std::chrono::milliseconds at_most) {
    const std::string program = std::filesystem::canonical("/proc/self/exe").string();
    return std::make_unique<connectors::IsolatedConnector>(
        connectors::FetchProgram{{program, "connector-process"}, at_most, facts},
        connectors::Question{plugins, plugin_folder, kind, own, {}});
  };
}

}  // namespace lixiao::app
