#include <CLI/CLI.hpp>
#include <iostream>
#include <memory>

#include "app/command.h"
#include "app/connector_views.h"
#include "app/isolation.h"
#include "app/service_settings.h"
#include "connectors/checked_fetch.h"
#include "connectors/plugin_loader.h"
#include "connectors/setup.h"

namespace lixiao::app {
namespace {

struct Options {
  std::string data = "var", settings, name, student_no;
};

struct Sources {
  std::vector<connectors::Source> sources;
  bool findings = false;
};

/// All sources of the settings; what is wrong with them goes to standard error.
Sources sourcesOf(const Options& options) {
  LoadedSettings loaded =
      options.settings.empty() ? settingsOf(options.data) : loadSettings(options.settings);
  const auto plugins = std::filesystem::canonical("/proc/self/exe").parent_path() / "plugins";
  connectors::Registry& registry = *new connectors::Registry;  // plugins stay loaded until the end
  auto findings = connectors::loadPlugins(loaded.settings.plugins, plugins, registry);
  // Whatever a connector does, its failure is told here.
  for (connectors::ConnectorBlock& block : loaded.settings.connectors) block.settings.set("isolated", "true");
  connectors::Setup setup =
      connectors::setUp(registry, loaded.settings.connectors, isolation(loaded.settings, plugins));
  Sources result{std::move(setup.sources), false};
  for (const auto& all : {loaded.diagnostics, findings, setup.diagnostics})
    for (const model::Diagnostic& finding : all) {
      std::cerr << model::format(finding);
      result.findings = true;
    }
  return result;
}

void print(const web::TriedConnector& tried) {
  std::cout << "answered after " << tried.took.count() << " ms\n";
  if (!tried.known) std::cout << "the source does not know this student\n";
  for (const auto& [fact, value] : tried.facts)
    std::cout << fact << ": " << (value.empty() ? "unknown" : value) << "\n";
  std::cout << "(counts as they are, amounts in fen: 30000 are 300.00 yuan)\n";
  if (tried.as_of) std::cout << "data of " << model::formatInstant(*tried.as_of) << "\n";
}

int tryOut(const Options& options) {
  const std::vector<connectors::Source> sources = sourcesOf(options).sources;
  const auto source = std::find_if(sources.begin(), sources.end(),
                                   [&](const connectors::Source& each) { return each.name == options.name; });
  if (source == sources.end())
    throw std::runtime_error("there is no connector \"" + options.name + "\" that is set up without errors");
  const auto before = std::chrono::steady_clock::now();
  const auto result = connectors::checkedFetch(*source->connector, source->facts, {{options.student_no}},
                                               model::SystemClock(), {});
  const web::TriedConnector tried = triedView(
      result,
      std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::steady_clock::now() - before),
      nullptr);
  if (!tried.trouble) {
    print(tried);
    return Exit::kFine;
  }
  std::cerr << options.name << ": " << tried.trouble->kind << ": " << tried.trouble->text << "\n";
  if (!tried.trouble->answer.empty()) std::cerr << "it answered: " << tried.trouble->answer << "\n";
  return Exit::kFindings;
}

int list(const Options& options) {
  const Sources all = sourcesOf(options);
  for (const connectors::Source& source : all.sources) {
    std::cout << source.name << " (" << source.kind << ", every " << source.schedule.every.count() / 1000
              << " s" << (source.paused ? ", paused" : "") << "):";
    for (const std::string& fact : source.facts) std::cout << " " << fact;
    std::cout << "\n";
  }
  return all.findings ? Exit::kFindings : Exit::kFine;
}

void addFolder(CLI::App& command, Options& options) {
  command.add_option("--data", options.data, "the data folder with lixiao.yaml")->capture_default_str();
  command.add_option("--settings", options.settings, "the settings file; default DATA/lixiao.yaml");
}

}  // namespace

void addConnector(CLI::App& application, Run& run) {
  auto options = std::make_shared<Options>();
  CLI::App* command = application.add_subcommand("connector", "Look at the connectors of the settings");
  command->require_subcommand(1);
  CLI::App* all = command->add_subcommand("list", "Name the connectors and the facts they deliver");
  addFolder(*all, *options);
  all->callback([=, &run] { run = [=] { return list(*options); }; });
  CLI::App* one = command->add_subcommand("try", "Ask a source about one student and keep nothing of it");
  addFolder(*one, *options);
  one->add_option("name", options->name, "the connector's name in the settings")->required();
  one->add_option("--student", options->student_no, "the student's number")->required();
  one->callback([=, &run] { run = [=] { return tryOut(*options); }; });
}

}  // namespace lixiao::app
