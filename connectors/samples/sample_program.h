#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <map>
#include <string>
#include <vector>

namespace lixiao::samples {

/// `--name value` pairs of a sample program.
class Arguments {
 public:
  /// Throws std::invalid_argument for anything else and for names not in `known`.
  Arguments(int argc, char** argv, const std::vector<std::string>& known);

  std::string text(const std::string& name, const std::string& otherwise) const;
  /// Throws std::invalid_argument when it is missing.
  std::string required(const std::string& name) const;
  std::uint16_t port(const std::string& name) const;  ///< 0 when not given

 private:
  std::map<std::string, std::string> values_;
};

/// The rows of FOLDER/NAME as maps by column. UTF-8 (a byte-order mark is skipped), commas, no quotes. Throws
/// std::runtime_error naming file and line when a row has not as many cells as the header, or a column is
/// missing.
std::vector<std::map<std::string, std::string>> readCsv(const std::filesystem::path& file,
                                                        const std::vector<std::string>& columns);

/// `listening on 127.0.0.1:PORT` and the like, at once.
void announce(const std::string& what, std::uint16_t port);

/// Runs `serve`, which is to start the system, call its argument to wait for SIGTERM or SIGINT, and clean up
/// by returning. The exit code: 0, or 2 with a message when the arguments or data are bad.
int runSample(const std::function<void(const std::function<void()>& wait)>& serve);

}  // namespace lixiao::samples
