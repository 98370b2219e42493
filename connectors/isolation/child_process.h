#pragma once

#include <sys/types.h>

#include <chrono>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

namespace lixiao::connectors {

/// How a process ended, and what it wrote.
struct Ended {
  enum class How { Exit, Signal, TooLate, Stopped };

  How how{};
  int code = 0;  ///< exit code or signal
  std::string output;
};

/// Runs a program with `input` as its standard input until it ends, `at_most` is over or a stop is requested;
/// then it is killed. Input and output are files in memory, so that neither side can block the other; an
/// output beyond `most_bytes` is cut. Standard error is the caller's. Throws std::system_error when it cannot
/// be started.
Ended runToTheEnd(const std::vector<std::string>& command, const std::string& input,
                  std::chrono::milliseconds at_most, std::size_t most_bytes, const std::stop_token& stop);

}  // namespace lixiao::connectors
