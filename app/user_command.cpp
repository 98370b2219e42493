#include <CLI/CLI.hpp>
#include <iostream>
#include <memory>

#include "app/command.h"
#include "app/house.h"
#include "app/service_settings.h"

namespace lixiao::app {
namespace {

struct Options {
  std::string data = "var", role;
  service::NewAccount account;
};

/// The password comes from standard input: an argument would stand in the list of processes.
std::string readPassword() {
  std::string password;
  if (!std::getline(std::cin, password) || password.empty())
    throw std::runtime_error("write the password on standard input, one line");
  if (password.back() == '\r') password.pop_back();
  return password;
}

int finish(const service::Outcome<service::Done>& outcome) {
  if (outcome) return Exit::kFine;
  for (const model::Message& reason : outcome.refusal().reasons)
    std::cerr << "lixiao: " << model::format(reason, model::Language::English) << "\n";
  return Exit::kFindings;
}

int add(Options options) {
  const auto clock = clockOf(settingsOf(options.data).settings);
  House house(options.data, *clock);
  options.account.role = *service::parseRole(options.role);
  options.account.password = readPassword();
  return finish(house.accounts.create(service::Actor::system("command line"), options.account));
}

int setPassword(const Options& options) {
  const auto clock = clockOf(settingsOf(options.data).settings);
  House house(options.data, *clock);
  return finish(house.accounts.setPassword(service::Actor::system("command line"), options.account.login,
                                           readPassword()));
}

int setDisabled(const Options& options, bool disabled) {
  const auto clock = clockOf(settingsOf(options.data).settings);
  House house(options.data, *clock);
  return finish(
      house.accounts.setDisabled(service::Actor::system("command line"), options.account.login, disabled));
}

int list(const Options& options) {
  const auto clock = clockOf(settingsOf(options.data).settings);
  House house(options.data, *clock);
  for (const service::Actor& account : house.accounts.list())
    std::cout << account.login << "\t" << service::word(account.role) << "\t" << account.department << "\t"
              << account.scope_value << "\t" << account.student_no << "\t" << account.name << "\n";
  return Exit::kFine;
}

}  // namespace

void addUser(CLI::App& application, Run& run) {
  auto options = std::make_shared<Options>();
  CLI::App* user = application.add_subcommand("user", "Accounts: add, password, disable, enable, list");
  user->require_subcommand(1);

  user->add_option("--data", options->data, "the service's data folder")->capture_default_str();

  const auto withLogin = [&](const char* name, const char* text, const std::function<int()>& action) {
    CLI::App* command = user->add_subcommand(name, text)->fallthrough();
    command->add_option("LOGIN", options->account.login)->required();
    command->callback([=, &run] { run = action; });
    return command;
  };
  CLI::App* adding = withLogin("add", "Add an account; its password is read from standard input",
                               [=] { return add(*options); });
  adding->add_option("--role", options->role)
      ->required()
      ->check(CLI::IsMember({"admin", "staff", "student", "auditor"}));
  adding->add_option("--name", options->account.name, "the person's name")->required();
  adding->add_option("--department", options->account.department, "staff: the department's id");
  adding->add_option("--scope", options->account.scope_value,
                     "staff of a scoped department: their college, class …");
  adding->add_option("--student", options->account.student_no, "students: their number");
  withLogin("password", "Set a password, read from standard input", [=] { return setPassword(*options); });
  withLogin("disable", "Close an account and end its sessions", [=] { return setDisabled(*options, true); });
  withLogin("enable", "Open a closed account again", [=] { return setDisabled(*options, false); });
  user->add_subcommand("list", "List the accounts")->fallthrough()->callback([=, &run] {
    run = [=] { return list(*options); };
  });
}

}  // namespace lixiao::app
