#pragma once

#include <string>
#include <vector>

#include "app/students_file.h"

namespace CLI {
class App;
}

namespace lixiao::app {

/// The options that `evaluate` and `explain` share.
struct StudentOptions {
  std::string dir;
  std::string students, registrations, today;
  std::vector<std::string> lists;  ///< NAME=FILE
  model::Language language = model::Language::English;
  bool json = false;

  void addTo(CLI::App& command);
  /// Throws std::runtime_error when a list is not NAME=FILE.
  StudentFiles files() const;
};

}  // namespace lixiao::app
