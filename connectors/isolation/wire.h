#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "connectors/connector.h"
#include "connectors/settings.h"

namespace lixiao::connectors {

/// What a process of its own must know to do one fetch.
struct Question {
  std::vector<Setting> plugins;  ///< as the settings file lists them
  std::filesystem::path plugin_folder;
  std::string kind;
  Settings settings;  ///< the connector's own part, checked
  std::vector<StudentRef> students;
};

/// JSON, whole and on one line. A value is null (unknown), a boolean, a whole number, a text or `{"date":
/// …}`.
std::string toWire(const Question& question);
std::string toWire(const FetchResult& result);

/// Throw std::runtime_error for everything else.
Question questionFromWire(const std::string& text);
FetchResult resultFromWire(const std::string& text);

}  // namespace lixiao::connectors
