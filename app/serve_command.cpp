#include <pthread.h>
#include <spdlog/sinks/stdout_color_sinks.h>
#include <spdlog/spdlog.h>
#include <CLI/CLI.hpp>
#include <csignal>
#include <iostream>
#include <memory>

#include "app/command.h"
#include "app/folder.h"
#include "app/folder_lock.h"
#include "app/folder_watch.h"
#include "app/house.h"
#include "app/mailing.h"
#include "app/polling.h"
#include "app/sampling.h"
#include "app/service_settings.h"
#include "app/telling.h"
#include "web/http/server.h"
#include "web/site.h"

namespace lixiao::app {
namespace {

struct Options {
  std::string data = "var", settings, listen;
};

/// Signals that end the service are taken by the thread that waits for them, and by no other.
sigset_t endingSignals() {
  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, SIGINT);
  sigaddset(&signals, SIGTERM);
  return signals;
}

std::filesystem::path pluginFolder() {
  return std::filesystem::canonical("/proc/self/exe").parent_path() / "plugins";
}

/// The first start activates the year that the settings name. A year that does not load leaves the service
/// without an edition, which the admin's page shows.
void activateFirst(House& house, const ServiceSettings& settings, const model::Clock& clock,
                   LastRefusal& refusal) {
  const auto active =
      house.database.read([&](store::Reader& reader) { return house.editions.active(reader); });
  if (active || settings.workflow.empty()) return;
  Year year = readYear(settings.workflow);
  year.files = placed(std::move(year.files));
  const auto outcome = house.commands.activate(service::Actor::system("first start"), year.files);
  if (outcome) return;
  for (const model::Message& reason : outcome.refusal().reasons)
    spdlog::error("not activated: {}", model::format(reason, model::Language::English));
  refusal.set(web::FailedActivation{clock.now(), service::checkEdition(year.files).findings()});
}

web::Settings webSettings(const ServiceSettings& settings) {
  web::Settings web;
  web.address = settings.listen;
  web.public_url = settings.public_url;
  web.organisation = settings.organisation;
  web.announcement = settings.announcement;
  web.help = settings.help;
  return web;
}

/// Standard output carries one line, the address, and the log never breaks into it.
void logToStandardError() {
  spdlog::set_default_logger(spdlog::stderr_color_mt("lixiao"));
  spdlog::set_pattern("[%Y-%m-%d %H:%M:%S.%e] [%l] %v");
}

int serve(const Options& options) {
  logToStandardError();
  LoadedSettings loaded =
      options.settings.empty() ? settingsOf(options.data) : loadSettings(options.settings);
  if (!options.listen.empty()) loaded.settings.listen = options.listen;
  const sigset_t signals = endingSignals();
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);
  std::signal(SIGPIPE, SIG_IGN);
  std::signal(SIGXFSZ, SIG_IGN);  // a full disk is an error of what is written, not the end

  const std::unique_ptr<model::Clock> clock = clockOf(loaded.settings);
  House house(options.data, *clock, loaded.settings.trial);
  const FolderLock lock(options.data);
  Polling polling(loaded.settings, pluginFolder(), house, *clock, loaded.diagnostics);
  for (const model::Diagnostic& diagnostic : loaded.diagnostics) std::cerr << model::format(diagnostic);
  if (model::hasErrors(loaded.diagnostics)) return Exit::kFindings;

  LastRefusal refusal;
  activateFirst(house, loaded.settings, *clock, refusal);
  const auto activeWorkflow = [&] {
    return house.board.read([](const board::Contents& contents) {
      return contents.edition() == nullptr ? nullptr : contents.edition()->workflow;
    });
  };
  house.messages.reminders.setAfter(loaded.settings.remind_after);
  openMail(loaded.settings, house.messages.mails);
  house.outgoing.open(outgoingReceivers(loaded.settings));
  service::BatchJobs batch_jobs(house.batches);
  web::Services services{house.commands,
                         house.queries,
                         house.planning,
                         house.rosters,
                         house.lists,
                         house.unmatched,
                         house.guides,
                         house.messages,
                         house.statistics,
                         house.history,
                         house.batches,
                         batch_jobs,
                         house.certificates,
                         house.printing,
                         house.histories,
                         house.appointments,
                         house.accounts,
                         house.people,
                         house.slips,
                         house.trial,
                         house.source_acts,
                         house.outgoing,
                         polling,
                         *clock,
                         [&] { return refusal.get(); },
                         activeWorkflow,
                         [&] { return house.board.ready(); }};
  web::Site site(services, webSettings(loaded.settings));
  house.board.onFreshStart([&] {
    site.forget();
    polling.beginAnew();
  });
  web::http::Server server(loaded.settings.listen, site.application(), site.settings().limits);
  server.start();
  house.board.start();
  polling.start();
  std::optional<Mailing> mailing;
  if (loaded.settings.mail) mailing.emplace(loaded.settings, house.messages.mails);
  std::optional<Telling> telling(std::in_place, loaded.settings, house.outgoing);
  std::optional<Sampling> sampling(std::in_place, house.statistics);
  std::optional<FolderWatch> watch;
  if (loaded.settings.watch_workflow && !loaded.settings.workflow.empty())
    watch.emplace(loaded.settings.workflow, house, *clock, refusal);
  const std::string host = loaded.settings.listen.substr(0, loaded.settings.listen.rfind(':'));
  std::cout << "listening on http://" + host + ":" + std::to_string(server.port()) + "\n" << std::flush;

  int signal = 0;
  sigwait(&signals, &signal);
  spdlog::info("stopping");
  watch.reset();
  sampling.reset();
  telling.reset();
  mailing.reset();
  server.stop();
  polling.stop();
  return Exit::kFine;
}

}  // namespace

void addServe(CLI::App& application, Run& run) {
  auto options = std::make_shared<Options>();
  CLI::App* command = application.add_subcommand("serve", "Run the service until SIGTERM or Ctrl-C");
  command->add_option("--data", options->data, "the data folder: database, key, lixiao.yaml")
      ->capture_default_str();
  command->add_option("--settings", options->settings,
                      "the settings file; default DATA/lixiao.yaml when there is one");
  command->add_option("--listen", options->listen,
                      "ADDRESS:PORT, instead of the settings file's; port 0 is any free one");
  command->callback([=, &run] { run = [=] { return serve(*options); }; });
}

}  // namespace lixiao::app
