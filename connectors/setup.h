#pragma once

#include <string>
#include <vector>

#include "connectors/plugin.h"
#include "connectors/runner.h"
#include "connectors/settings.h"

namespace lixiao::connectors {

/// One block of the settings file: the connector's name and all its keys, `kind` and `every` among them.
struct ConnectorBlock {
  std::string name;
  Settings settings;
};

/// The keys every connector has: `kind`, `every`, `retry`, `retry_max`, `paused`.
Schema runnerSchema(const Registry& registry);

struct Setup {
  std::vector<Source> sources;                 ///< only of blocks without errors
  std::vector<model::Diagnostic> diagnostics;  ///< sorted by place
};
/// Checks every block and creates its connector. A fact that two connectors deliver is a finding
/// (`duplicate-fact`) at the second.
Setup setUp(const Registry& registry, const std::vector<ConnectorBlock>& blocks);

}  // namespace lixiao::connectors
