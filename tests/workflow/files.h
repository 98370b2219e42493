#pragma once

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <stdexcept>
#include <string>
#include <vector>

#include "engine/workflow/load.h"

namespace lixiao::workflow::tests {

inline std::filesystem::path sourceDirectory() {
  return LIXIAO_SOURCE_DIR;
}

inline std::string contents(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) throw std::runtime_error("cannot read " + path.string());
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

/// The files of a folder whose names end so, sorted.
inline std::vector<std::filesystem::path> filesIn(const std::filesystem::path& folder,
                                                  const std::string& end) {
  std::vector<std::filesystem::path> found;
  for (const auto& entry : std::filesystem::directory_iterator(folder))
    if (entry.path().filename().string().ends_with(end)) found.push_back(entry.path());
  std::sort(found.begin(), found.end());
  return found;
}

/// A year's folder, its files under their bare names.
inline std::vector<SourceFile> edition(const std::filesystem::path& folder) {
  std::vector<SourceFile> files;
  for (const auto& path : filesIn(folder, ".yaml"))
    files.push_back({path.filename().string(), contents(path)});
  return files;
}

/// The same files with one in place of another of its name, or beside them.
inline std::vector<SourceFile> with(std::vector<SourceFile> files, SourceFile file) {
  for (SourceFile& old : files)
    if (old.path == file.path) {
      old = std::move(file);
      return files;
    }
  files.push_back(std::move(file));
  return files;
}

inline std::vector<SourceFile> base() {
  return edition(sourceDirectory() / "tests/config/base");
}

inline std::string formatted(const std::vector<model::Diagnostic>& diagnostics) {
  std::string text;
  for (const model::Diagnostic& diagnostic : diagnostics) text += format(diagnostic);
  return text;
}

/// The codes found, in the order of their places.
inline std::string codes(const Loaded& loaded) {
  std::string text;
  for (const model::Diagnostic& diagnostic : loaded.diagnostics)
    text += (text.empty() ? "" : " ") + diagnostic.code;
  return text;
}

}  // namespace lixiao::workflow::tests
