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
  enum class How { Exit, Signal, TooLate, TooMuch, Stopped };

  How how{};
  int code = 0;  ///< exit code or signal
  std::string output;
  std::string words;  ///< the end of what it wrote to standard error, of at most `kWordsKept` bytes
};

inline constexpr std::size_t kWordsKept = 2048;

/// Runs a program with `input` as its standard input until it ends, `at_most` is over, its output is longer
/// than `most_bytes` or a stop is requested; then it is killed, and so is what it started and did not put
/// into another process group. Input and output are files in memory, so that neither side can block the
/// other. It has no other descriptor of ours. Throws std::system_error when it cannot be started.
Ended runToTheEnd(const std::vector<std::string>& command, const std::string& input,
                  std::chrono::milliseconds at_most, std::size_t most_bytes, const std::stop_token& stop);

}  // namespace lixiao::connectors
