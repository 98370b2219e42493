#pragma once

#include <condition_variable>
#include <filesystem>
#include <mutex>
#include <optional>
#include <string>
#include <thread>

#include "app/house.h"
#include "web/services.h"

namespace lixiao::app {

/// The last edition that was refused at the first start or in the watched folder. Thread-safe.
class LastRefusal {
 public:
  void set(std::optional<web::FailedActivation> refusal);
  std::optional<web::FailedActivation> get() const;

 private:
  mutable std::mutex mutex_;
  std::optional<web::FailedActivation> refusal_;
};

/// Activates what is saved in a year's folder while the service runs: as soon as the folder has been quiet
/// for a moment, if it checks and its tests pass; what does not is told to `refusal` and changes nothing.
/// What the folder holds at the start is left alone, so an edition activated elsewhere stays.
class FolderWatch {
 public:
  FolderWatch(std::filesystem::path folder, House& house, const model::Clock& clock, LastRefusal& refusal);
  ~FolderWatch();

 private:
  class Events;
  void run(const std::stop_token& stop);
  bool waitForChange(const std::stop_token& stop);
  void look();
  void apply(const std::vector<workflow::SourceFile>& files);

  const std::filesystem::path folder_;
  House& house_;
  const model::Clock& clock_;
  LastRefusal& refusal_;
  std::mutex mutex_;  // guards changes_
  std::condition_variable_any changed_;
  std::size_t changes_ = 0;
  std::string seen_;     // digest of the folder, or what kept it from being read
  std::jthread thread_;  // last: stops first
};

}  // namespace lixiao::app
