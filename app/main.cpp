#include <CLI/CLI.hpp>
#include <exception>
#include <iostream>

#include "app/command.h"

namespace {

constexpr lixiao::app::AddCommand kCommands[] = {lixiao::app::addCheck,
                                                 lixiao::app::addCompletion,
                                                 lixiao::app::addTest,
                                                 lixiao::app::addEvaluate,
                                                 lixiao::app::addGoLive,
                                                 lixiao::app::addBackup,
                                                 lixiao::app::addRestore,
                                                 lixiao::app::addExplain,
                                                 lixiao::app::addImport,
                                                 lixiao::app::addServe,
                                                 lixiao::app::addSample,
                                                 lixiao::app::addSchema,
                                                 lixiao::app::addUser,
                                                 lixiao::app::addPlan,
                                                 lixiao::app::addApply,
                                                 lixiao::app::addNewYear,
                                                 lixiao::app::addVerify,
                                                 lixiao::app::addConnector,
                                                 lixiao::app::addConnectorProcess};

}  // namespace

int main(int argc, char** argv) {
  using lixiao::app::Exit;
  CLI::App application("Lixiao: a university's graduation clearance from declarative YAML", "lixiao");
  application.require_subcommand(1);
  application.set_version_flag("--version", LIXIAO_VERSION);
  lixiao::app::Run run;
  for (const auto add : kCommands) add(application, run);
  try {
    application.parse(argc, argv);
  } catch (const CLI::Success& help) {
    return application.exit(help);
  } catch (const CLI::ParseError& wrong) {
    application.exit(wrong, std::cerr, std::cerr);
    return Exit::kWrongUse;
  }
  try {
    return run();
  } catch (const std::exception& fault) {
    std::cerr << "lixiao: " << fault.what() << "\n";
    return Exit::kFindings;
  }
}
