#include <CLI/CLI.hpp>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <memory>

#include "app/command.h"
#include "app/folder.h"
#include "app/new_year.h"
#include "engine/service/planning_check.h"

namespace lixiao::app {
namespace {

namespace fs = std::filesystem;

struct Options {
  int year = 0, from = 0;
  std::string in = "workflows";
};

std::vector<fs::path> yamlFiles(const fs::path& folder) {
  std::vector<fs::path> files;
  for (const auto& entry : fs::recursive_directory_iterator(folder))
    if (entry.is_regular_file() && entry.path().extension() == ".yaml")
      files.push_back(fs::relative(entry.path(), folder));
  return files;
}

void write(const fs::path& path, const std::string& text) {
  fs::create_directories(path.parent_path());
  std::ofstream out(path, std::ios::binary);
  out << text;
  if (!out.flush()) throw std::runtime_error(path.string() + ": cannot be written");
}

/// Writes beside the place and moves there at the end, so that there is never half a year.
void writeYear(const fs::path& source, const fs::path& target, const Options& options) {
  const fs::path half = target.parent_path() / ("." + target.filename().string() + ".new");
  fs::remove_all(half);
  for (const fs::path& file : yamlFiles(source)) {
    const std::string shifted = shiftYear(readFile(source / file), options.from, options.year);
    write(half / file,
          (file == "edition.yaml" ? newYearHead(options.from, options.year) : std::string()) + shifted);
  }
  fs::rename(half, target);
}

int newYear(const Options& options) {
  const fs::path source = fs::path(options.in) / std::to_string(options.from);
  const fs::path target = fs::path(options.in) / std::to_string(options.year);
  if (!fs::exists(source / "edition.yaml"))
    throw std::runtime_error(source.string() + ": holds no edition.yaml");
  if (fs::exists(target)) throw std::runtime_error(target.string() + ": is there already");
  writeYear(source, target, options);
  const auto check = service::checkEdition(readYear(target).files);
  for (const model::Diagnostic& finding : check.findings()) std::cerr << model::format(finding);
  std::cout << target.string() << ": written from " << source.string() << "; " << check.tests
            << " rule tests, " << check.failed.size() << " expectations not met\n";
  return check.good() ? Exit::kFine : Exit::kFindings;
}

}  // namespace

void addNewYear(CLI::App& application, Run& run) {
  auto options = std::make_shared<Options>();
  CLI::App* command = application.add_subcommand(
      "new-year", "Write the next year's folder: the same days of that year, comments and layout kept");
  command->add_option("YEAR", options->year)->required()->check(CLI::Range(1900, 2999));
  command->add_option("--from", options->from, "the year to begin from")
      ->required()
      ->check(CLI::Range(1900, 2999));
  command->add_option("--in", options->in, "the folder of the years")->capture_default_str();
  command->callback([=, &run] {
    if (options->year == options->from) throw CLI::ValidationError("YEAR", "is the year it begins from");
    run = [=] { return newYear(*options); };
  });
}

}  // namespace lixiao::app
