#include "connectors/transport/pace.h"

#include <algorithm>
#include <map>
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

std::shared_ptr<Pace> sharedPace(const Settings& settings) {
  static std::mutex mutex;
  static std::map<std::pair<model::Place, std::int64_t>, std::weak_ptr<Pace>> paces;
  const std::int64_t per_second = settings.integer("requests_per_second");
  const std::lock_guard lock(mutex);
  std::erase_if(paces, [](const auto& each) { return each.second.expired(); });
  std::weak_ptr<Pace>& known = paces[{settings.find("requests_per_second")->place, per_second}];
  std::shared_ptr<Pace> pace = known.lock();
  if (!pace) known = pace = std::make_shared<Pace>(per_second);
  return pace;
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
