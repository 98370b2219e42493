#pragma once

#include <filesystem>
#include <string>

namespace lixiao::connectors {

/// Whether a shared library is shorter than its headers say: loading half of one ends the process. The
/// reason, or "" when it is whole; a file that is none at all is left to the loader.
std::string whyCutOff(const std::filesystem::path& library);

}  // namespace lixiao::connectors
