#pragma once

#include <chrono>
#include <optional>
#include <vector>

#include "engine/model/date.h"

namespace lixiao::workflow {

/// Hours of a day during which an office sees people: minutes after midnight, the end not included.
struct Hours {
  int from = 0, to = 0;

  bool operator==(const Hours&) const = default;
};

/// How an item's office sees students by appointment.
struct AppointmentPlan {
  std::chrono::minutes slot{15};          ///< divides each of `hours`
  int capacity = 1;                       ///< students in one slot
  model::Date from, to;                   ///< days on which there are slots, both included
  std::optional<model::Date> not_before;  ///< first day that may be booked
  std::vector<Hours> hours;               ///< ascending, apart from one another
  /// What is issued at the appointment counts so many days after the day of issue, which itself does not
  /// count.
  std::optional<std::chrono::days> valid_for;
  bool weekends = false;  ///< also on Saturdays and Sundays

  /// The last day on which what is issued on `day` counts.
  std::optional<model::Date> validUntil(model::Date day) const;
  /// Whether there are slots on the day for a student who has left by `left`: what is issued then must still
  /// be valid on that day.
  bool isOffered(model::Date day, model::Date left) const;
};

}  // namespace lixiao::workflow
