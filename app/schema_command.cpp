#include <CLI/CLI.hpp>
#include <iostream>

#include "app/command.h"
#include "engine/workflow/schema.h"

namespace lixiao::app {

void addSchema(CLI::App& application, Run& run) {
  CLI::App* command =
      application.add_subcommand("schema", "Print the JSON Schema of the workflow YAML, for editors");
  command->callback([&run] {
    run = [] {
      std::cout << workflow::jsonSchema() << "\n";
      return Exit::kFine;
    };
  });
}

}  // namespace lixiao::app
