#include "connectors/sources/watch.h"

#include <condition_variable>
#include <mutex>

namespace lixiao::connectors {
namespace {

constexpr std::chrono::milliseconds kLook{50};

void look(const std::stop_token& over, const Patience& patience, const std::function<void()>& end) {
  std::mutex mutex;
  std::condition_variable_any changed;
  std::unique_lock lock(mutex);
  while (!over.stop_requested()) {
    if (patience.exhausted()) return end();
    changed.wait_for(lock, over, kLook, [] { return false; });
  }
}

}  // namespace

Watch::Watch(const Patience& patience, std::function<void()> end)
    : thread_([&patience, end = std::move(end)](const std::stop_token& over) { look(over, patience, end); }) {
}

}  // namespace lixiao::connectors
