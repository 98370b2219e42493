#include <CLI/CLI.hpp>
#include <memory>

#include "app/command.h"
#include "app/sample/sample.h"

namespace lixiao::app {

void addSample(CLI::App& application, Run& run) {
  auto dir = std::make_shared<std::string>();
  auto options = std::make_shared<SampleOptions>();
  CLI::App* command = application.add_subcommand("sample", "Write made-up but realistic students into DIR");
  command->add_option("DIR", *dir)->required();
  command->add_option("--students", options->students, "how many")
      ->check(CLI::Range(1, 20'000'000))
      ->capture_default_str();
  command->add_option("--seed", options->seed, "the same seed writes the same students")
      ->capture_default_str();
  command->callback([=, &run] {
    run = [=] {
      writeSample(*dir, *options);
      return int{Exit::kFine};
    };
  });
}

}  // namespace lixiao::app
