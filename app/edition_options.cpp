#include "app/edition_options.h"

#include <CLI/CLI.hpp>
#include <iostream>

#include <nlohmann/json.hpp>

namespace lixiao::app {

void EditionOptions::addTo(CLI::App& command) {
  command.add_option("DIR", dir, "a year's folder")->required();
  command.add_option("--data", data, "the service's data folder")->capture_default_str();
  command
      .add_option_function<std::string>(
          "--format", [this](const std::string& form) { json = form == "json"; }, "text or json")
      ->check(CLI::IsMember({"text", "json"}))
      ->default_str("text");
}

CheckedYear checkYear(const EditionOptions& options) {
  CheckedYear checked{readYear(options.dir), {}};
  checked.check = service::checkEdition(checked.year.files);
  if (!options.json)
    for (const model::Diagnostic& each : checked.check.findings()) std::cerr << model::format(each);
  return checked;
}

void printFindings(const service::EditionCheck& check) {
  nlohmann::json findings = nlohmann::json::array();
  for (const model::Diagnostic& each : check.findings()) findings.push_back(toJson(each));
  std::cout << nlohmann::json{{"findings", std::move(findings)}}.dump(
                   2, ' ', false, nlohmann::json::error_handler_t::replace)
            << "\n";
}

}  // namespace lixiao::app
