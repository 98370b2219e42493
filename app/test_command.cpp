#include <CLI/CLI.hpp>
#include <iostream>
#include <memory>

#include <nlohmann/json.hpp>

#include "app/command.h"
#include "app/folder.h"

namespace lixiao::app {
namespace {

struct Totals {
  std::size_t tests = 0;
  std::size_t failures = 0;
  bool findings = false;
  nlohmann::json json = nlohmann::json::array();
};

void report(const workflow::RuleTestFailure& failure, bool json, Totals& totals) {
  const model::Place& place = failure.expectation->place;
  if (json) {
    totals.json.push_back({{"file", place.file},
                           {"line", place.line},
                           {"test", failure.test->name},
                           {"subject", failure.expectation->subject},
                           {"expected", failure.expectation->status},
                           {"actual", failure.actual},
                           {"why", failure.why}});
    return;
  }
  std::cout << place.file << ":" << place.line << ":" << place.column << ": " << failure.test->name << ": "
            << failure.expectation->subject << " is " << failure.actual << ", expected "
            << failure.expectation->status << "\n";
  std::istringstream why(failure.why);
  for (std::string line; std::getline(why, line);) std::cout << "    " << line << "\n";
}

void testYear(const Year& year, bool json, Totals& totals) {
  const workflow::Loaded loaded = workflow::load(year.files);
  if (!loaded.diagnostics.empty()) {
    totals.findings = true;
    for (const model::Diagnostic& diagnostic : loaded.diagnostics) std::cerr << model::format(diagnostic);
  }
  if (!loaded.workflow) return;
  totals.tests += loaded.tests.size();
  const auto failures = workflow::run(loaded.tests, loaded.workflow);
  totals.failures += failures.size();
  for (const workflow::RuleTestFailure& failure : failures) report(failure, json, totals);
}

int test(const std::string& dir, bool json) {
  Totals totals;
  for (const Year& year : readYears(dir)) testYear(year, json, totals);
  if (json)
    std::cout << totals.json.dump(2) << "\n";
  else
    std::cout << totals.tests << " tests, " << totals.failures << " expectations not met\n";
  return totals.failures > 0 || totals.findings ? Exit::kFindings : Exit::kFine;
}

}  // namespace

void addTest(CLI::App& application, Run& run) {
  auto dir = std::make_shared<std::string>("workflows");
  auto format = std::make_shared<std::string>("text");
  CLI::App* command =
      application.add_subcommand("test", "Run the rule tests (*.test.yaml) of every year under DIR");
  command->add_option("DIR", *dir, "a year's folder or a folder of years")->capture_default_str();
  command->add_option("--format", *format, "text or json")
      ->check(CLI::IsMember({"text", "json"}))
      ->capture_default_str();
  command->callback([=, &run] { run = [=] { return test(*dir, *format == "json"); }; });
}

}  // namespace lixiao::app
