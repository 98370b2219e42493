#include "engine/workflow/appointment.h"

namespace lixiao::workflow {

std::optional<model::Date> AppointmentPlan::validUntil(model::Date day) const {
  if (!valid_for) return std::nullopt;
  return day + *valid_for;
}

bool AppointmentPlan::isOffered(model::Date day, model::Date left) const {
  if (day < from || day > to || (not_before && day < *not_before)) return false;
  const std::chrono::weekday weekday(day);
  if (!weekends && (weekday == std::chrono::Saturday || weekday == std::chrono::Sunday)) return false;
  const auto last = validUntil(day);
  return !last || *last >= left;
}

}  // namespace lixiao::workflow
