#pragma once

#include <optional>
#include <string>
#include <vector>

#include "engine/board/contents.h"
#include "engine/service/statistics.h"
#include "engine/store/database.h"
#include "engine/store/statistic_sample.h"
#include "engine/workflow/time_zone.h"

namespace lixiao::service {

/// The counts of everybody as samples of this moment.
std::vector<store::StatisticSample> samplesNow(const board::Contents& contents, model::Instant at);

/// Whether counts of `now` are to be kept, when the last ones are of `last` and something has changed since.
bool isDue(const workflow::TimeZone& zone, model::Instant now, std::optional<model::Instant> last);

/// Of `times`, ascending, those that are kept no longer.
std::vector<model::Instant> outlived(const workflow::TimeZone& zone, const std::vector<model::Instant>& times,
                                     model::Instant now);

/// A line for each day from the first sample to the day before `today`; a day without samples stands as the
/// one before it. `counts(item)`: which items are added up.
template <class Counts>
std::vector<StatisticsDay> daysBefore(store::Reader& reader, const workflow::TimeZone& zone,
                                      model::Date today, Counts&& counts);

/// The last sample of each day before `today`.
std::vector<std::pair<model::Date, model::Instant>> lastOfDays(const workflow::TimeZone& zone,
                                                               const std::vector<model::Instant>& times,
                                                               model::Date today);

template <class Counts>
std::vector<StatisticsDay> daysBefore(store::Reader& reader, const workflow::TimeZone& zone,
                                      model::Date today, Counts&& counts) {
  std::vector<StatisticsDay> days;
  for (const auto& [day, at] : lastOfDays(zone, store::sampleTimes(reader), today)) {
    while (!days.empty() && days.back().day + std::chrono::days(1) < day)
      days.push_back({days.back().day + std::chrono::days(1), days.back().by_status});
    StatisticsDay line{day, {}};
    for (const store::StatisticSample& sample : store::samplesOf(reader, at))
      if (counts(sample.item) && static_cast<std::size_t>(sample.status) < line.by_status.size())
        line.by_status[static_cast<std::size_t>(sample.status)] +=
            static_cast<std::uint64_t>(sample.students);
    days.push_back(line);
  }
  while (!days.empty() && days.back().day + std::chrono::days(1) < today)
    days.push_back({days.back().day + std::chrono::days(1), days.back().by_status});
  return days;
}

}  // namespace lixiao::service
