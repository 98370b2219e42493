#include <CLI/CLI.hpp>
#include <iostream>
#include <memory>

#include "app/command.h"
#include "app/house.h"
#include "app/service_settings.h"

namespace lixiao::app {
namespace {

struct Options {
  std::string data = "var", role, until;
  service::NewAccount account;
  bool head = false, initial = false;
};

/// The password comes from standard input: an argument would stand in the list of processes.
std::string readPassword() {
  std::string password;
  if (!std::getline(std::cin, password) || password.empty())
    throw std::runtime_error("write the password on standard input, one line");
  if (password.back() == '\r') password.pop_back();
  return password;
}

int refused(const service::Refusal& refusal) {
  for (const model::Message& reason : refusal.reasons)
    std::cerr << "lixiao: " << model::format(reason, model::Language::English) << "\n";
  return Exit::kFindings;
}

int finish(const service::Outcome<service::Done>& outcome) {
  return outcome ? int{Exit::kFine} : refused(outcome.refusal());
}

/// The initial password, on standard output.
int finish(const service::Outcome<service::InitialPassword>& outcome) {
  if (!outcome) return refused(outcome.refusal());
  std::cout << outcome->password << "\n";
  return Exit::kFine;
}

const service::Actor& owner() {
  static const service::Actor actor = service::Actor::system("command line");
  return actor;
}

/// With a password of the operator's on standard input, or with one that is given and must be changed.
int add(Options options) {
  const auto clock = clockOf(settingsOf(options.data).settings);
  House house(options.data, *clock);
  options.account.role = *service::parseRole(options.role);
  if (options.initial) {
    const service::NewAccount& account = options.account;
    return finish(
        house.people.add(owner(), {account.login, account.name, account.role, account.department,
                                   account.scope_value, account.student_no, options.until, options.head}));
  }
  if (options.head || !options.until.empty())
    throw std::runtime_error("--head and --until go with --initial-password");
  options.account.password = readPassword();
  return finish(house.accounts.create(owner(), options.account));
}

int setPassword(const Options& options) {
  const auto clock = clockOf(settingsOf(options.data).settings);
  House house(options.data, *clock);
  return finish(house.accounts.setPassword(owner(), options.account.login, readPassword()));
}

int setDisabled(const Options& options, bool disabled) {
  const auto clock = clockOf(settingsOf(options.data).settings);
  House house(options.data, *clock);
  return finish(house.accounts.setDisabled(owner(), options.account.login, disabled));
}

/// `change(People&)` on the people of the data folder.
template <class Change>
int withPeople(const Options& options, Change change) {
  const auto clock = clockOf(settingsOf(options.data).settings);
  House house(options.data, *clock);
  return finish(change(house.people));
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
  CLI::App* user = application.add_subcommand(
      "user", "Accounts: add, password, reset, until, head, no-head, disable, enable, list");
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
  adding->add_flag("--initial-password", options->initial,
                   "print a random password that must be changed at the first sign-in");
  adding->add_flag("--head", options->head, "the department's head: looks after its people");
  adding->add_option("--until", options->until, "a stand-in's last day, 2015-07-31");
  withLogin("reset", "Print a new random password that must be changed at the next sign-in", [=] {
    return withPeople(*options,
                      [&](auto& people) { return people.resetPassword(owner(), options->account.login); });
  });
  withLogin("head", "Make the person head of their department", [=] {
    return withPeople(*options,
                      [&](auto& people) { return people.setHead(owner(), options->account.login, true); });
  });
  withLogin("no-head", "The person is head no more", [=] {
    return withPeople(*options,
                      [&](auto& people) { return people.setHead(owner(), options->account.login, false); });
  });
  CLI::App* ending = withLogin("until", "Set the last day of an account; without DAY it has none", [=] {
    return withPeople(*options, [&](auto& people) {
      return people.setUntil(owner(), options->account.login, options->until);
    });
  });
  ending->add_option("DAY", options->until, "2015-07-31");
  withLogin("password", "Set a password, read from standard input", [=] { return setPassword(*options); });
  withLogin("disable", "Close an account and end its sessions", [=] { return setDisabled(*options, true); });
  withLogin("enable", "Open a closed account again", [=] { return setDisabled(*options, false); });
  user->add_subcommand("list", "List the accounts")->fallthrough()->callback([=, &run] {
    run = [=] { return list(*options); };
  });
}

}  // namespace lixiao::app
