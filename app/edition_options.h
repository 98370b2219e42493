#pragma once

#include <string>

#include "app/folder.h"
#include "engine/service/planning_check.h"

namespace CLI {
class App;
}

namespace lixiao::app {

/// What the commands have in common that bring a year's folder to a data folder.
struct EditionOptions {
  std::string dir;
  std::string data = "var";
  bool json = false;

  void addTo(CLI::App& command);
};

/// The files of DIR with what there is to say of them. In text form all findings go to standard error.
struct CheckedYear {
  Year year;
  service::EditionCheck check;
};
CheckedYear checkYear(const EditionOptions& options);

/// `{ "findings": [...] }` on standard output, in the form of `check --format json`.
void printFindings(const service::EditionCheck& check);

}  // namespace lixiao::app
