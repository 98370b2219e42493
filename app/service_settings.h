#pragma once

#include <chrono>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "connectors/settings.h"
#include "connectors/setup.h"
#include "engine/model/clock.h"
#include "engine/model/diagnostic.h"
#include "engine/model/text.h"

namespace lixiao::app {

/// The service's settings file, `lixiao.yaml`; docs/operations.md lists its keys. Relative paths start at the
/// file's folder.
struct ServiceSettings {
  std::string listen = "127.0.0.1:8080";
  std::string public_url;                    ///< as people type it; "" on a desk
  std::filesystem::path workflow;            ///< the year that the first start activates
  bool trial = false;                        ///< a new database begins in a trial
  bool watch_workflow = false;               ///< what is saved there while the service runs is activated
  std::chrono::milliseconds clock_ahead{0};  ///< demonstrations and trials run on another day
  model::LocalizedText organisation, announcement, help;
  std::vector<connectors::Setting> plugins;
  std::vector<connectors::ConnectorBlock> connectors;
  std::vector<connectors::ConnectorBlock> outgoing;  ///< checked; systems that are told who leaves, by name
  std::optional<connectors::Settings> mail;          ///< checked; none: no message leaves the house
  std::chrono::milliseconds remind_after{std::chrono::hours(72)};  ///< work that waits longer is old
};

struct LoadedSettings {
  ServiceSettings settings;
  std::vector<model::Diagnostic> diagnostics;  ///< sorted by place
};

/// Reads and checks the file; what only a plugin knows is checked by connectors::setUp. Throws
/// std::runtime_error when the file cannot be read.
LoadedSettings loadSettings(const std::filesystem::path& file);
/// The settings of a data folder: DATA/lixiao.yaml, or the defaults when there is none.
LoadedSettings settingsOf(const std::filesystem::path& data);

/// The clock that everything of a data folder goes by.
std::unique_ptr<model::Clock> clockOf(const ServiceSettings& settings);

}  // namespace lixiao::app
