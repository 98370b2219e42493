#include <CLI/CLI.hpp>
#include <iostream>
#include <memory>

#include "app/command.h"
#include "app/folder_lock.h"
#include "engine/model/clock.h"
#include "engine/store/copy.h"
#include "engine/store/meta.h"
#include "engine/store/outgoing.h"

namespace lixiao::app {
namespace {

namespace fs = std::filesystem;

struct Options {
  std::string file, data = "var";
  bool replace = false;
};

/// A name beside the database that says when it was put aside.
fs::path asideName(const fs::path& database) {
  std::string at = model::formatInstant(model::SystemClock().now());
  std::erase_if(at, [](char c) { return c == '-' || c == ':'; });
  fs::path aside = database.parent_path() / ("before-restore-" + at + ".db");
  if (fs::exists(aside)) throw std::runtime_error(aside.string() + " is there already");
  return aside;
}

/// The backup as a database of this program beside the one it is to become, checked, and told from the one it
/// was taken of.
store::JournalHead prepare(const fs::path& backup, const fs::path& fresh) {
  for (const char* part : {"", "-wal", "-shm"}) fs::remove(fresh.string() + part);
  fs::copy_file(backup, fresh);
  fs::permissions(fresh, fs::perms::owner_read | fs::perms::owner_write);
  store::Database database(fresh);  // brings an older schema up to date, refuses a newer one
  store::JournalHead head = store::checkWhole(database);
  database.write([](store::Transaction& transaction) {
    store::renewDatabaseId(transaction);
    store::forgetOutgoing(transaction);
  });
  return head;
}

/// What is not in the file yet goes there first, so that the file alone is the whole.
fs::path putAside(const fs::path& database) {
  fs::path aside = asideName(database);
  {
    store::PartFile part(aside);
    const store::Database old(database);
    old.copyInto(part.path());
    part.keep();
  }
  return aside;
}

int restore(const Options& options) {
  if (!fs::exists(options.file)) throw std::runtime_error(options.file + ": there is no such file");
  const fs::path data = options.data;
  if (fs::create_directories(data)) fs::permissions(data, fs::perms::owner_all);
  const FolderLock alone(data);
  const fs::path target = data / "lixiao.db";
  const bool there = fs::exists(target);
  if (there && !options.replace)
    throw std::runtime_error(target.string() + " is there; --replace puts it aside and restores");

  const fs::path fresh = data / "lixiao.db.restoring";
  store::JournalHead head;
  try {
    head = prepare(options.file, fresh);
  } catch (...) {
    for (const char* part : {"", "-wal", "-shm"}) fs::remove(fresh.string() + part);
    throw;
  }
  if (there) std::cout << "put aside: " << putAside(target).string() << "\n";
  for (const char* part : {"-wal", "-shm"}) fs::remove(target.string() + part);
  fs::rename(fresh, target);
  store::syncFolder(data);
  std::cout << "restored: " << target.string() << "\n  head " << head.seq << ":" << head.hash << "\n";
  if (!fs::exists(data / "secret.key"))
    std::cerr << "lixiao: put the secret.key of this database into " << data.string()
              << " before the start\n";
  return Exit::kFine;
}

}  // namespace

void addRestore(CLI::App& application, Run& run) {
  auto options = std::make_shared<Options>();
  CLI::App* command =
      application.add_subcommand("restore", "Put a backup into a data folder on which no service runs");
  command->add_option("FILE", options->file, "what `lixiao backup` wrote")->required();
  command->add_option("--data", options->data, "the data folder")->capture_default_str();
  command->add_flag("--replace", options->replace, "when there is a database: put it aside first");
  command->callback([=, &run] { run = [=] { return restore(*options); }; });
}

}  // namespace lixiao::app
