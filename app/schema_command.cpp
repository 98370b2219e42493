#include <CLI/CLI.hpp>
#include <iostream>
#include <memory>

#include "app/command.h"
#include "engine/workflow/reference.h"
#include "engine/workflow/schema.h"

namespace lixiao::app {

void addSchema(CLI::App& application, Run& run) {
  auto format = std::make_shared<std::string>("json");
  CLI::App* command =
      application.add_subcommand("schema", "Print the JSON Schema of the workflow YAML, for editors");
  command->add_option("--format", *format, "json, or markdown: the reference for people")
      ->check(CLI::IsMember({"json", "markdown"}))
      ->capture_default_str();
  command->callback([=, &run] {
    run = [=] {
      std::cout << (*format == "json" ? workflow::jsonSchema() : workflow::yamlReference());
      return Exit::kFine;
    };
  });
}

}  // namespace lixiao::app
