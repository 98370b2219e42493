#include "connectors/transport/pace.h"

#include <algorithm>
#include <thread>

namespace lixiao::connectors {

Pace::Pace(std::int64_t per_second)
    : between_(per_second == 0 ? std::chrono::nanoseconds(0)
                               : std::chrono::nanoseconds(1'000'000'000 / per_second)) {}

Pace::Moment Pace::turn() {
  const std::lock_guard lock(mutex_);
  const Moment mine = std::max(next_, std::chrono::steady_clock::now());
  next_ = mine + between_;
  return mine;
}

void Pace::await(const Patience& patience) {
  if (between_.count() == 0) return;
  const Moment mine = turn();
  for (;;) {
    const auto left = mine - std::chrono::steady_clock::now();
    if (left.count() <= 0) return;
    std::this_thread::sleep_for(std::min<std::chrono::nanoseconds>(left, patience.slice()));
  }
}

SettingRow requestsPerSecondRow() {
  return {"requests_per_second",
          SettingType::Integer,
          false,
          "0",
          {"每秒请求数上限", "questions in a second at most; 0: as many as may be"},
          {},
          0,
          10'000};
}

}  // namespace lixiao::connectors
