#include <CLI/CLI.hpp>
#include <iostream>
#include <memory>

#include <nlohmann/json.hpp>

#include "app/command.h"
#include "app/edition_options.h"
#include "app/house.h"
#include "app/service_settings.h"

namespace lixiao::app {
namespace {

void print(const service::Activated& activated, const service::EditionCheck& check, bool json) {
  if (json) {
    std::cout << nlohmann::json{{"edition", activated.edition},       {"digest", activated.digest},
                                {"activation", activated.activation}, {"before", activated.before},
                                {"changed", activated.changed},       {"tests", check.tests}}
                     .dump(2)
              << "\n";
    return;
  }
  const std::string& title = check.workflow->title.in(model::Language::Chinese);
  if (!activated.changed) {
    std::cout << activated.edition << " " << title << " is active already; digest " << activated.digest
              << "\n";
    return;
  }
  std::cout << "activated " << activated.edition << " " << title << " after " << check.tests
            << " rule tests; digest " << activated.digest << "\n";
  if (!activated.before.empty()) std::cout << "before it " << activated.before << "\n";
}

int apply(const EditionOptions& options) {
  const CheckedYear checked = checkYear(options);
  if (!checked.check.good()) {
    if (options.json)
      printFindings(checked.check);
    else
      std::cerr << "lixiao: not activated\n";
    return Exit::kFindings;
  }
  const auto clock = clockOf(settingsOf(options.data).settings);
  House house(options.data, *clock);
  const auto outcome =
      house.commands.activate(service::Actor::system("command line"), placed(checked.year.files));
  if (!outcome) {
    for (const model::Message& reason : outcome.refusal().reasons)
      std::cerr << "lixiao: " << model::format(reason, model::Language::English) << "\n";
    return Exit::kFindings;
  }
  print(outcome.value(), checked.check, options.json);
  return Exit::kFine;
}

}  // namespace

void addApply(CLI::App& application, Run& run) {
  auto options = std::make_shared<EditionOptions>();
  CLI::App* command = application.add_subcommand(
      "apply", "Check a year's folder, run its rule tests and activate it; a running service follows");
  options->addTo(*command);
  command->callback([=, &run] { run = [=] { return apply(*options); }; });
}

}  // namespace lixiao::app
