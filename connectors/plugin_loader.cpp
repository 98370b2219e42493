#include "connectors/plugin_loader.h"

#include <Poco/Exception.h>
#include <Poco/SharedLibrary.h>

#include <algorithm>

#include "connectors/elf_check.h"
#include "connectors/mask.h"
#include "connectors/secret_words.h"
#include "engine/model/text.h"

namespace lixiao::connectors {
namespace {

model::Diagnostic finding(const Setting& plugin, std::string code, std::string message, std::string hint) {
  model::Diagnostic diagnostic;
  diagnostic.code = std::move(code);
  diagnostic.place = plugin.place;
  diagnostic.length = std::max(1, static_cast<int>(model::codePoints(plugin.text)));
  diagnostic.message = std::move(message);
  diagnostic.hint = std::move(hint);
  if (!mayHoldASecret(plugin.source_line)) diagnostic.source_line = plugin.source_line;
  return diagnostic;
}

std::filesystem::path resolve(const Setting& plugin, const std::filesystem::path& plugin_folder) {
  std::filesystem::path path = plugin.text;
  if (path.is_absolute()) return path;
  if (!path.has_parent_path()) return plugin_folder / path;
  return std::filesystem::path(plugin.place.file).parent_path() / path;
}

/// The entry point, or nullptr with the reason.
PluginEntry open(const std::filesystem::path& path, std::string& reason) {
  reason = whyCutOff(path);
  if (!reason.empty()) return nullptr;
  try {
    // Closing a library whose code is still in use ends the process, so it stays open; Poco's object does not
    // close.
    Poco::SharedLibrary library(std::filesystem::absolute(path).string(), Poco::SharedLibrary::SHLIB_LOCAL);
    return reinterpret_cast<PluginEntry>(library.getSymbol(kPluginEntry));
  } catch (const Poco::NotFoundException&) {
    reason = std::string("it has no entry point ") + kPluginEntry;
  } catch (const Poco::Exception& error) {
    reason = error.message();
  }
  return nullptr;
}

model::Diagnostic unloadable(const Setting& plugin, std::string reason) {
  return finding(plugin, "plugin-unloadable", "the plugin \"" + plugin.text + "\" cannot be loaded",
                 std::move(reason));
}

/// Has the plugin add its kinds.
std::optional<model::Diagnostic> enter(const Setting& plugin, PluginEntry entry, Registry& registry) {
  const std::size_t before = registry.factories().size();
  if (entry(kAbiVersion, &registry) != kAbiVersion) {
    registry.shrinkTo(before);
    return finding(plugin, "plugin-version",
                   "the plugin \"" + plugin.text + "\" was built for another version of this program",
                   "build it again with the program");
  }
  for (std::size_t i = before; i < registry.factories().size(); ++i) {
    const std::string name = registry.factories()[i]->name();
    const auto names = registry.names();
    if (std::count(names.begin(), names.end(), name) < 2) continue;
    registry.shrinkTo(before);
    return finding(plugin, "plugin-duplicate", "there is already a connector kind \"" + name + "\"",
                   "list a plugin once");
  }
  if (std::filesystem::path(plugin.text).has_parent_path()) registry.markForeign(before);
  return std::nullopt;
}

std::optional<model::Diagnostic> load(const Setting& plugin, const std::filesystem::path& plugin_folder,
                                      Registry& registry) {
  std::string reason;
  const std::size_t before = registry.factories().size();
  try {
    const PluginEntry entry = open(resolve(plugin, plugin_folder), reason);
    if (!entry) return unloadable(plugin, reason);
    return enter(plugin, entry, registry);
  } catch (const std::exception& error) {
    reason = "it failed: " + maskError(error.what());
  } catch (...) {
    reason = "it failed with something that is no exception";
  }
  registry.shrinkTo(before);
  return unloadable(plugin, reason);
}

}  // namespace

std::vector<model::Diagnostic> loadPlugins(const std::vector<Setting>& plugins,
                                           const std::filesystem::path& plugin_folder, Registry& registry) {
  std::vector<model::Diagnostic> findings;
  for (const Setting& plugin : plugins) {
    if (auto found = load(plugin, plugin_folder, registry)) findings.push_back(std::move(*found));
  }
  model::sortByPlace(findings);
  return findings;
}

}  // namespace lixiao::connectors
