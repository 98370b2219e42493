#pragma once

#include <cstdlib>
#include <string>

#include "tests/catch.h"

namespace lixiao::connectors {

/// Whether a command of the system ends well.
inline bool succeeds(const std::string& command) {
  return std::system((command + " >/dev/null 2>&1").c_str()) == 0;
}

/// Runs a command of the system; the test fails with it.
inline void shell(const std::string& command) {
  CAPTURE(command);
  REQUIRE(succeeds(command));
}

}  // namespace lixiao::connectors
