#pragma once

#include <algorithm>
#include <chrono>
#include <cstdint>

namespace lixiao::service {

/// The wait before the next attempt: `first` after one failure, doubling with each further one, at most
/// `longest`.
inline std::chrono::milliseconds retryPause(std::chrono::milliseconds first,
                                            std::chrono::milliseconds longest, std::int64_t attempts) {
  std::chrono::milliseconds pause = first;
  for (std::int64_t i = 1; i < attempts && pause < longest; ++i) pause *= 2;
  return std::min(pause, longest);
}

}  // namespace lixiao::service
