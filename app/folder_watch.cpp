#include "app/folder_watch.h"

#include <Poco/Delegate.h>
#include <Poco/DirectoryWatcher.h>
#include <Poco/Exception.h>
#include <spdlog/spdlog.h>

#include "app/folder.h"
#include "engine/service/digest.h"
#include "engine/service/planning_check.h"

namespace lixiao::app {
namespace {

/// Nothing may happen in the folder for so long before it is read: people save several files.
constexpr std::chrono::milliseconds kQuiet{500};
/// How often the folder is read without having told of a change: a deleted one never tells.
constexpr std::chrono::seconds kLookAnyway{10};

std::optional<Year> tryRead(const std::filesystem::path& folder, std::string& why) {
  try {
    Year year = readYear(folder);
    year.files = placed(std::move(year.files));
    return year;
  } catch (const std::exception& fault) {
    why = fault.what();
    return std::nullopt;
  }
}

model::Diagnostic unreadable(const std::filesystem::path& folder, const std::string& why) {
  model::Diagnostic diagnostic;
  diagnostic.code = "missing-file";
  diagnostic.place.file = folder.string();
  diagnostic.message = why;
  return diagnostic;
}

}  // namespace

void LastRefusal::set(std::optional<web::FailedActivation> refusal) {
  const std::lock_guard lock(mutex_);
  refusal_ = std::move(refusal);
}

std::optional<web::FailedActivation> LastRefusal::get() const {
  const std::lock_guard lock(mutex_);
  return refusal_;
}

/// Listens to the folder and the folders in it; silent for one that is not there.
class FolderWatch::Events {
 public:
  explicit Events(FolderWatch& watch) : watch_(watch) {
    listen(watch.folder_);
    std::error_code ignored;
    for (const auto& entry : std::filesystem::directory_iterator(watch.folder_, ignored))
      if (entry.is_directory()) listen(entry.path());
  }
  ~Events() {
    for (const auto& watcher : watchers_) toggle(*watcher, false);
  }
  Events(const Events&) = delete;
  Events& operator=(const Events&) = delete;

 private:
  void listen(const std::filesystem::path& folder) {
    try {
      watchers_.push_back(std::make_unique<Poco::DirectoryWatcher>(folder.string()));
      toggle(*watchers_.back(), true);
    } catch (const Poco::Exception& fault) {
      spdlog::warn("{} cannot be watched, it is read every {} s: {}", folder.string(), kLookAnyway.count(),
                   fault.displayText());
    }
  }

  void toggle(Poco::DirectoryWatcher& watcher, bool on) {
    const auto happened = Poco::delegate(this, &Events::happened);
    for (auto* event : {&watcher.itemAdded, &watcher.itemRemoved, &watcher.itemModified,
                        &watcher.itemMovedFrom, &watcher.itemMovedTo})
      on ? * event += happened : * event -= happened;
  }

  void happened(const Poco::DirectoryWatcher::DirectoryEvent&) {
    {
      const std::lock_guard lock(watch_.mutex_);
      ++watch_.changes_;
    }
    watch_.changed_.notify_all();
  }

  FolderWatch& watch_;
  std::vector<std::unique_ptr<Poco::DirectoryWatcher>> watchers_;
};

FolderWatch::FolderWatch(std::filesystem::path folder, House& house, const model::Clock& clock,
                         LastRefusal& refusal)
    : folder_(std::move(folder)), house_(house), clock_(clock), refusal_(refusal) {
  std::string why;
  const auto year = tryRead(folder_, why);
  seen_ = year ? service::editionDigest(year->files) : why;
  thread_ = std::jthread([this](const std::stop_token& stop) { run(stop); });
}

FolderWatch::~FolderWatch() = default;

void FolderWatch::run(const std::stop_token& stop) {
  while (!stop.stop_requested()) {
    const Events events(*this);
    if (!waitForChange(stop)) return;
    try {
      look();
    } catch (const std::exception& fault) {
      spdlog::error("watching {}: {}", folder_.string(), fault.what());
    }
  }
}

/// Returns at the end of a change, or after a while without one; false when asked to stop.
bool FolderWatch::waitForChange(const std::stop_token& stop) {
  std::unique_lock lock(mutex_);
  changed_.wait_for(lock, stop, kLookAnyway, [&] { return changes_ > 0; });
  while (changes_ > 0 && !stop.stop_requested()) {
    changes_ = 0;
    changed_.wait_for(lock, stop, kQuiet, [&] { return changes_ > 0; });
  }
  return !stop.stop_requested();
}

void FolderWatch::look() {
  std::string why;
  const auto year = tryRead(folder_, why);
  std::string now = year ? service::editionDigest(year->files) : why;
  if (now == seen_) return;
  if (year)
    apply(year->files);
  else
    refusal_.set(web::FailedActivation{clock_.now(), {unreadable(folder_, why)}});
  seen_ = std::move(now);
}

void FolderWatch::apply(const std::vector<workflow::SourceFile>& files) {
  const auto check = service::checkEdition(files);
  if (!check.good()) {
    spdlog::warn("{}: not activated, {} findings", folder_.string(), check.findings().size());
    return refusal_.set(web::FailedActivation{clock_.now(), check.findings()});
  }
  const auto outcome = house_.commands.activate(service::Actor::system("watched folder"), files);
  if (!outcome) {
    spdlog::error("{}: not activated: {}", folder_.string(),
                  model::format(outcome.refusal().reasons.front(), model::Language::English));
    return;
  }
  refusal_.set(std::nullopt);
  if (outcome->changed)
    spdlog::info("{}: activated {}, digest {}", folder_.string(), outcome->edition, outcome->digest);
}

}  // namespace lixiao::app
