#include "app/sampling.h"

#include <spdlog/spdlog.h>

namespace lixiao::app {
namespace {

/// Of the clock on the wall; the last of a day is taken within the three minutes before midnight.
constexpr std::chrono::seconds kLookEvery{30};

}  // namespace

Sampling::Sampling(service::Statistics& statistics)
    : statistics_(statistics), thread_([this](const std::stop_token& stop) { run(stop); }) {}

void Sampling::run(const std::stop_token& stop) {
  while (!stop.stop_requested()) {
    try {
      statistics_.keep();
    } catch (const std::exception& fault) {
      spdlog::error("the statistics of this hour were not kept: {}", fault.what());
    }
    std::unique_lock lock(mutex_);
    stopped_.wait_for(lock, stop, kLookEvery, [] { return false; });
  }
}

}  // namespace lixiao::app
