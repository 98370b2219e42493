#include <CLI/CLI.hpp>
#include <iostream>
#include <memory>

#include "app/command.h"
#include "engine/store/copy.h"

namespace lixiao::app {
namespace {

int backup(const std::string& data, const std::string& file) {
  const std::filesystem::path source = std::filesystem::path(data) / "lixiao.db";
  if (!std::filesystem::exists(source)) throw std::runtime_error(source.string() + ": there is no database");
  const std::filesystem::path target = std::filesystem::absolute(file);
  store::PartFile part(target);
  {
    const store::Database database(source);
    database.copyInto(part.path());
  }
  const store::CopyFacts facts = store::checkCopy(part.path());
  part.keep();
  store::syncFolder(target.parent_path());
  std::cout << target.string() << "\n  " << facts.head.seq << " entries, head " << facts.head.seq << ":"
            << facts.head.hash << "\n  sha256 " << facts.sha256 << "\n";
  return Exit::kFine;
}

}  // namespace

void addBackup(CLI::App& application, Run& run) {
  auto data = std::make_shared<std::string>("var");
  auto file = std::make_shared<std::string>();
  CLI::App* command = application.add_subcommand(
      "backup", "Copy the database into a new file and check the copy; the service may run");
  command->add_option("FILE", *file, "the copy; must not be there yet")->required();
  command->add_option("--data", *data, "the service's data folder")->capture_default_str();
  command->callback([=, &run] { run = [=] { return backup(*data, *file); }; });
}

}  // namespace lixiao::app
