#include "connectors/transport/lines.h"

#include <algorithm>
#include <exception>
#include <mutex>
#include <thread>
#include <vector>

namespace lixiao::connectors {
namespace {

/// What went wrong first; then everybody is to stop.
class FirstFailure {
 public:
  void note() {
    const std::lock_guard lock(mutex_);
    if (!what_) what_ = std::current_exception();
    stop_.request_stop();
  }
  void rethrow() const {
    if (what_) std::rethrow_exception(what_);
  }
  void stop() { stop_.request_stop(); }
  std::stop_token token() const { return stop_.get_token(); }

 private:
  std::stop_source stop_;
  std::mutex mutex_;
  std::exception_ptr what_;
};

}  // namespace

void inLines(std::size_t count, std::size_t lines, const Patience& patience, const LineWork& work) {
  FirstFailure failure;
  const std::stop_callback passed_on(patience.stop(), [&] { failure.stop(); });
  const std::size_t used = std::min(lines, count);
  const auto run = [&](std::size_t first) {
    try {
      Patience own(failure.token(), patience.left());
      work(first, used, own);
    } catch (...) {
      failure.note();
    }
  };
  {
    std::vector<std::jthread> others;
    for (std::size_t i = 1; i < used; ++i) others.emplace_back(run, i);
    if (used > 0) run(0);
  }
  failure.rethrow();
}

SettingRow connectionsRow() {
  return {"connections", SettingType::Integer, false, "1", {"同时连接数", "connections at once"}, {}, 1, 64};
}

}  // namespace lixiao::connectors
