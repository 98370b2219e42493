#include <CLI/CLI.hpp>
#include <iostream>
#include <memory>

#include "app/command.h"
#include "app/house.h"
#include "app/service_settings.h"

namespace lixiao::app {
namespace {

struct Options {
  std::string data = "var", confirm;
};

int refused(const service::Refusal& refusal) {
  for (const model::Message& reason : refusal.reasons)
    std::cerr << "lixiao: " << model::format(reason, model::Language::English) << "\n";
  return Exit::kFindings;
}

int showContents(const House& house, const service::Actor& actor) {
  const auto contents = house.trial.contents(actor);
  if (!contents) return refused(contents.refusal());
  std::cout << "going live would clear\n";
  for (const service::TrialContents::Part& each : contents->parts)
    std::cout << "  " << each.rows << " " << each.title.in(model::Language::English) << "\n";
  if (contents->edition.empty())
    std::cerr << "lixiao: no edition is active yet\n";
  else
    std::cout << "to do it: lixiao go-live --data " << house.database.path().parent_path().string()
              << " --confirm " << contents->edition << "\n";
  return Exit::kFindings;
}

int goLive(const Options& options) {
  const std::filesystem::path file = std::filesystem::path(options.data) / "lixiao.db";
  if (!std::filesystem::exists(file)) throw std::runtime_error(file.string() + ": there is no database");
  const auto actor = service::Actor::system("command line");
  const auto clock = clockOf(settingsOf(options.data).settings);
  House house(options.data, *clock);
  if (options.confirm.empty()) return showContents(house, actor);
  const auto outcome = house.trial.goLive(actor, options.confirm);
  if (!outcome) return refused(outcome.refusal());
  std::cout << "the run of " << outcome->edition << " has begun; the record of the trial is kept:\n  "
            << outcome->record.string() << "\n  " << outcome->journal.string() << "\n  "
            << outcome->trial_entries << " entries, sha256 " << outcome->sha256 << "\n";
  if (!outcome->swept)
    std::cerr << "lixiao: somebody was reading; the next start removes the old bytes from the file\n";
  return Exit::kFine;
}

}  // namespace

void addGoLive(CLI::App& application, Run& run) {
  auto options = std::make_shared<Options>();
  CLI::App* command =
      application.add_subcommand("go-live", "End the trial: put its record aside, clear it, start the run");
  command->add_option("--data", options->data, "the service's data folder")->capture_default_str();
  command->add_option("--confirm", options->confirm,
                      "the active edition's name; without it only shows what would be cleared");
  command->callback([=, &run] { run = [=] { return goLive(*options); }; });
}

}  // namespace lixiao::app
