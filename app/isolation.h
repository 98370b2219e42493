#pragma once

#include <filesystem>

#include "app/service_settings.h"
#include "connectors/setup.h"

namespace lixiao::app {

/// Connectors whose fetches are answered by `lixiao connector-process`.
connectors::Isolate isolation(const ServiceSettings& settings, const std::filesystem::path& plugin_folder);

}  // namespace lixiao::app
