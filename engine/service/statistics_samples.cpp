#include "engine/service/statistics_samples.h"

#include <array>

namespace lixiao::service {
namespace {

constexpr std::chrono::hours kBetween{1};
/// Before midnight: how long before it a sample is the day's last.
constexpr std::chrono::minutes kEvening{3};
constexpr std::chrono::days kKept{14};

bool isEvening(const workflow::TimeZone& zone, model::Instant at) {
  return zone.dateAt(at + kEvening) != zone.dateAt(at);
}

}  // namespace

std::vector<store::StatisticSample> samplesNow(const board::Contents& contents, model::Instant at) {
  std::vector<store::StatisticSample> samples;
  for (const auto& partition : contents.partitions()) {
    const workflow::StudentType& type = partition->type();
    for (std::size_t position = 0; position < type.items.size(); ++position) {
      if (type.items[position].part_of) continue;
      std::array<std::int64_t, model::kCauses> causes{};
      for (std::size_t row = 0; row < partition->rows(); ++row)
        if (partition->live(row)) ++causes[static_cast<std::size_t>(partition->cause(position, row))];
      std::array<std::int64_t, 5> statuses{};
      for (std::size_t cause = 0; cause < causes.size(); ++cause)
        statuses[static_cast<std::size_t>(model::statusOf(static_cast<model::Cause>(cause)))] +=
            causes[cause];
      for (std::size_t status = 0; status < statuses.size(); ++status)
        if (statuses[status] > 0)
          samples.push_back(
              {at, type.items[position].id, type.id, static_cast<std::int64_t>(status), statuses[status]});
    }
  }
  return samples;
}

bool isDue(const workflow::TimeZone& zone, model::Instant now, std::optional<model::Instant> last) {
  if (!last || now - *last >= kBetween) return true;
  const bool done_tonight = isEvening(zone, *last) && zone.dateAt(*last) == zone.dateAt(now);
  return isEvening(zone, now) && !done_tonight;
}

std::vector<model::Instant> outlived(const workflow::TimeZone& zone, const std::vector<model::Instant>& times,
                                     model::Instant now) {
  std::vector<model::Instant> gone;
  for (std::size_t i = 0; i + 1 < times.size(); ++i)
    if (now - times[i] > kKept && zone.dateAt(times[i]) == zone.dateAt(times[i + 1]))
      gone.push_back(times[i]);
  return gone;
}

std::vector<std::pair<model::Date, model::Instant>> lastOfDays(const workflow::TimeZone& zone,
                                                               const std::vector<model::Instant>& times,
                                                               model::Date today) {
  std::vector<std::pair<model::Date, model::Instant>> last;
  for (const model::Instant at : times) {
    const model::Date day = zone.dateAt(at);
    if (day >= today) break;
    if (last.empty() || last.back().first != day)
      last.emplace_back(day, at);
    else
      last.back().second = at;
  }
  return last;
}

}  // namespace lixiao::service
