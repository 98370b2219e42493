#include "app/folder.h"

#include <algorithm>
#include <fstream>
#include <iostream>
#include <sstream>
#include <stdexcept>

#include <nlohmann/json.hpp>

#include "engine/workflow/layers.h"

namespace lixiao::app {
namespace {

namespace fs = std::filesystem;

/// Larger files are handed over cut: the loader refuses them by size.
constexpr std::size_t kMostBytes = (1U << 20U) + 1;

bool isYaml(const fs::directory_entry& entry) {
  const std::string extension = entry.path().extension().string();
  return entry.is_regular_file() && (extension == ".yaml" || extension == ".yml");
}

bool holdsYaml(const fs::path& dir) {
  return std::any_of(fs::directory_iterator(dir), fs::directory_iterator(), isYaml);
}

std::string readStart(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  std::string text(kMostBytes, '\0');
  in.read(text.data(), static_cast<std::streamsize>(text.size()));
  if (in.bad() || (in.gcount() == 0 && !in.eof()))
    throw std::runtime_error(path.string() + ": cannot be read");
  text.resize(static_cast<std::size_t>(in.gcount()));
  return text;
}

std::vector<workflow::SourceFile> filesBelow(const fs::path& dir) {
  std::vector<workflow::SourceFile> files;
  for (const auto& entry : fs::recursive_directory_iterator(dir))
    if (isYaml(entry)) files.push_back({entry.path().string(), readStart(entry.path())});
  std::sort(files.begin(), files.end(), [](const auto& a, const auto& b) { return a.path < b.path; });
  return files;
}

const workflow::SourceFile* fileAt(const std::vector<workflow::SourceFile>& files, const fs::path& path) {
  const auto found = std::find_if(files.begin(), files.end(), [&](const workflow::SourceFile& file) {
    return fs::path(file.path).lexically_normal() == path.lexically_normal();
  });
  return found == files.end() ? nullptr : &*found;
}

/// The year's files, and behind them those of the years it extends; what is missing there the loader tells.
/// Tests are not inherited.
Year readFolder(const fs::path& dir) {
  Year year{dir.string(), filesBelow(dir)};
  fs::path edition = dir / "edition.yaml";
  for (std::size_t generation = 0; generation <= workflow::kMostGenerations; ++generation) {
    const workflow::SourceFile* file = fileAt(year.files, edition);
    const auto base = file == nullptr ? std::nullopt : workflow::extendedBy(*file);
    if (!base || fileAt(year.files, *base) != nullptr || !fs::is_regular_file(*base)) break;
    for (workflow::SourceFile& inherited : filesBelow(fs::path(*base).parent_path()))
      if (!inherited.path.ends_with(".test.yaml")) year.files.push_back(std::move(inherited));
    edition = *base;
  }
  return year;
}

nlohmann::json toJson(const model::Place& place) {
  return {{"file", place.file}, {"line", place.line}, {"column", place.column}};
}

}  // namespace

std::string readFile(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  if (!in || fs::is_directory(path)) throw std::runtime_error(path.string() + ": cannot be read");
  std::ostringstream text;
  text << in.rdbuf();
  return std::move(text).str();
}

std::vector<Year> readYears(const fs::path& dir) {
  if (!fs::is_directory(dir)) throw std::runtime_error(dir.string() + ": is not a folder");
  const fs::path clean = (dir / "").lexically_normal().parent_path();
  const fs::path top = clean.empty() ? fs::path(".") : clean;
  if (holdsYaml(top)) return {readFolder(top)};
  std::vector<Year> years;
  for (const auto& entry : fs::directory_iterator(top))
    if (entry.is_directory() && holdsYaml(entry.path())) years.push_back(readFolder(entry.path()));
  if (years.empty())
    throw std::runtime_error(dir.string() + ": holds no edition (a folder with edition.yaml)");
  std::sort(years.begin(), years.end(), [](const Year& a, const Year& b) { return a.folder < b.folder; });
  return years;
}

Year readYear(const fs::path& dir) {
  std::vector<Year> years = readYears(dir);
  if (years.size() != 1)
    throw std::runtime_error(dir.string() + ": holds more than one year; name one of them");
  return std::move(years.front());
}

nlohmann::json toJson(const model::Diagnostic& diagnostic) {
  static constexpr const char* kSeverities[] = {"error", "warning", "hint"};
  nlohmann::json related = nlohmann::json::array();
  for (const auto& other : diagnostic.related) {
    nlohmann::json place = toJson(other.place);
    place["message"] = other.message;
    related.push_back(std::move(place));
  }
  nlohmann::json json = toJson(diagnostic.place);
  json["end"] = diagnostic.place.column + (diagnostic.place.line > 0 ? diagnostic.length : 0);
  json["severity"] = kSeverities[static_cast<std::size_t>(diagnostic.severity)];
  json["code"] = diagnostic.code;
  json["message"] = diagnostic.message;
  json["hint"] = diagnostic.hint;
  json["source"] = diagnostic.source_line;
  json["related"] = std::move(related);
  return json;
}

std::vector<workflow::SourceFile> placed(std::vector<workflow::SourceFile> files) {
  for (workflow::SourceFile& file : files) file.path = fs::absolute(file.path).lexically_normal().string();
  return files;
}

void print(const std::vector<model::Diagnostic>& diagnostics, bool json) {
  if (!json) {
    for (const model::Diagnostic& diagnostic : diagnostics) std::cout << model::format(diagnostic);
    return;
  }
  nlohmann::json all = nlohmann::json::array();
  for (const model::Diagnostic& diagnostic : diagnostics) all.push_back(toJson(diagnostic));
  std::cout << all.dump(2, ' ', false, nlohmann::json::error_handler_t::replace) << "\n";
}

workflow::Loaded loadYear(const fs::path& dir) {
  workflow::Loaded loaded = workflow::load(readYear(dir).files);
  for (const model::Diagnostic& diagnostic : loaded.diagnostics) std::cerr << model::format(diagnostic);
  if (!loaded.workflow) throw std::runtime_error(dir.string() + ": does not load");
  return loaded;
}

}  // namespace lixiao::app
