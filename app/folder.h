#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include <nlohmann/json_fwd.hpp>

#include "engine/workflow/load.h"

namespace lixiao::app {

/// The files of one year.
struct Year {
  std::string folder;                       ///< as shown in diagnostics
  std::vector<workflow::SourceFile> files;  ///< *.yaml, by path; behind them those of the years it extends
};

/// The years under `dir`: the folder itself when it holds an edition.yaml or any YAML, else each folder in it
/// that does. Throws std::runtime_error with a plain text when there is none or a file cannot be read.
std::vector<Year> readYears(const std::filesystem::path& dir);
/// Exactly one year.
Year readYear(const std::filesystem::path& dir);

/// The same files with absolute paths, so that what is activated does not depend on where a command was
/// given.
std::vector<workflow::SourceFile> placed(std::vector<workflow::SourceFile> files);

/// The whole file; throws std::runtime_error that names it.
std::string readFile(const std::filesystem::path& path);

/// Prints diagnostics on standard output; `json`: as an array of objects, `end` being the column behind what
/// is marked and `source` the line as written.
void print(const std::vector<model::Diagnostic>& diagnostics, bool json);

/// One object of that array.
nlohmann::json toJson(const model::Diagnostic& diagnostic);

/// Loads one year for a command that needs it: prints its diagnostics on standard error and throws when there
/// is an error among them.
workflow::Loaded loadYear(const std::filesystem::path& dir);

}  // namespace lixiao::app
