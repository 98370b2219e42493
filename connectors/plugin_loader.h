#pragma once

#include <filesystem>
#include <vector>

#include "connectors/plugin.h"
#include "connectors/settings.h"
#include "engine/model/diagnostic.h"

namespace lixiao::connectors {

/// Loads the plugins the settings file lists and adds their factories. A name without a slash is looked up in
/// `plugin_folder`; another relative path starts at the settings file's folder. Findings:
/// `plugin-unloadable` (also when the file is cut off or its entry fails), `plugin-version`,
/// `plugin-duplicate` (a kind that is already there); a plugin with a finding adds nothing. Plugins stay
/// loaded until the process ends: upgrade by restart. The kinds of a plugin that is named with a path are
/// foreign.
std::vector<model::Diagnostic> loadPlugins(const std::vector<Setting>& plugins,
                                           const std::filesystem::path& plugin_folder, Registry& registry);

}  // namespace lixiao::connectors
