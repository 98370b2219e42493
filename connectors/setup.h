#pragma once

#include <chrono>
#include <functional>
#include <memory>
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

/// The keys every connector has: `kind`, `every`, `retry`, `retry_max`, `paused`, `hold_fall`, `hold_least`,
/// `isolated`, `isolated_timeout`.
Schema runnerSchema(const Registry& registry);

struct Setup {
  std::vector<Source> sources;                 ///< only of blocks without errors
  std::vector<model::Diagnostic> diagnostics;  ///< sorted by place
};
/// Makes the connector of an `isolated` block, of that kind, with these settings of its own and so many facts
/// of each student; a fetch may take so long.
using Isolate = std::function<std::unique_ptr<Connector>(
    const std::string& kind, const Settings& own, std::size_t facts, std::chrono::milliseconds at_most)>;
/// Checks every block, by its kind's schema also where the kind itself does not, and creates its connectors.
/// What a kind throws is a finding (`plugin-failed`) at the block. Foreign kinds are isolated unless the
/// block says otherwise. A fact that two connectors deliver is a finding
/// (`duplicate-fact`) at the second.
Setup setUp(const Registry& registry, const std::vector<ConnectorBlock>& blocks, const Isolate& isolate);

}  // namespace lixiao::connectors
