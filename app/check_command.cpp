#include <CLI/CLI.hpp>
#include <memory>

#include "app/command.h"
#include "app/folder.h"

namespace lixiao::app {
namespace {

int check(const std::string& dir, bool json) {
  std::vector<model::Diagnostic> all;
  for (const Year& year : readYears(dir)) {
    workflow::Loaded loaded = workflow::load(year.files);
    all.insert(all.end(), loaded.diagnostics.begin(), loaded.diagnostics.end());
  }
  model::sortByPlace(all);  // a year that others extend is not told again for each of them
  if (json || !all.empty()) print(all, json);
  return all.empty() ? Exit::kFine : Exit::kFindings;
}

}  // namespace

void addCheck(CLI::App& application, Run& run) {
  auto dir = std::make_shared<std::string>("workflows");
  auto format = std::make_shared<std::string>("text");
  CLI::App* command = application.add_subcommand("check", "Check every year under DIR; silent when fine");
  command->add_option("DIR", *dir, "a year's folder or a folder of years")->capture_default_str();
  command->add_option("--format", *format, "text or json")
      ->check(CLI::IsMember({"text", "json"}))
      ->capture_default_str();
  command->callback([=, &run] { run = [=] { return check(*dir, *format == "json"); }; });
}

}  // namespace lixiao::app
