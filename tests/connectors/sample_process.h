#pragma once

#include <Poco/Process.h>

#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <string>
#include <vector>

namespace lixiao::connectors {

/// A folder of its own for one test, gone afterwards.
class TemporaryFolder {
 public:
  TemporaryFolder();
  ~TemporaryFolder();
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;

  const std::filesystem::path& path() const { return path_; }
  /// Writes a file and gives its whole path.
  std::string write(const std::string& name, const std::string& text) const;

 private:
  std::filesystem::path path_;
};

/// A sample system as a process of its own on ports the system chose.
class SampleProcess {
 public:
  /// `ports`: how many lines `… on 127.0.0.1:PORT` it prints.
  SampleProcess(const std::string& program, const std::vector<std::string>& arguments, std::size_t ports);
  ~SampleProcess();

  std::uint16_t port() const { return ports_.front(); }
  std::uint16_t controlPort() const { return ports_.back(); }
  /// POSTs to the control interface; the status of the answer.
  int post(const std::string& path_and_query) const;
  void fault(const std::string& kind) const;
  /// SIGTERM; the exit code.
  int stop();

 private:
  std::unique_ptr<Poco::ProcessHandle> process_;
  std::vector<std::uint16_t> ports_;
};

}  // namespace lixiao::connectors
