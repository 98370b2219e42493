#include "engine/workflow/batch_days.h"

#include <algorithm>

#include "engine/model/registration.h"
#include "engine/model/status.h"

namespace lixiao::workflow {
namespace {

using model::Cause;

constexpr std::uint8_t code(Cause cause) {
  return static_cast<std::uint8_t>(cause);
}

std::int32_t later(std::int32_t a, std::int32_t b) {
  return a == kDayUnknown || b == kDayUnknown ? kDayUnknown : std::max(a, b);
}

bool isLive(const RegistrationBlock& registrations, std::size_t row, std::int32_t today) {
  if (registrations.results == nullptr || registrations.results[row] == 0) return false;
  return registrations.until == nullptr || registrations.until[row] >= today;
}

}  // namespace

void addDays(std::size_t n, const std::int32_t* more, std::int32_t* latest) {
  if (more == nullptr) return addDay(n, kDayUnknown, latest);
  for (std::size_t i = 0; i < n; ++i) latest[i] = later(latest[i], more[i]);
}

void addDay(std::size_t n, std::int32_t more, std::int32_t* latest) {
  for (std::size_t i = 0; i < n; ++i) latest[i] = later(latest[i], more);
}

void addPartDays(std::size_t n, const std::uint8_t* part_causes, const std::int32_t* more,
                 std::int32_t* latest) {
  for (std::size_t i = 0; i < n; ++i)
    if (part_causes[i] > code(model::kLastNotApplicable)) latest[i] = later(latest[i], more[i]);
}

void finishDays(std::size_t n, const std::uint8_t* causes, const RegistrationBlock& registrations,
                std::int32_t today, std::int32_t* days) {
  for (std::size_t i = 0; i < n; ++i) {
    const bool cleared = causes[i] > code(model::kLastDeferred);
    const bool registered = cleared && isLive(registrations, i, today);
    if (registered)
      days[i] = registrations.on == nullptr ? kDayUnknown : registrations.on[i];
    else if (!cleared || days[i] == kNoDayYet)
      days[i] = kDayUnknown;
  }
}

void chargesOf(std::size_t n, const std::uint8_t* causes, const RegistrationBlock& registrations,
               std::int32_t today, std::int64_t* charges) {
  for (std::size_t i = 0; i < n; ++i) {
    if (causes[i] <= code(model::kLastNotApplicable)) {
      charges[i] = 0;
      continue;
    }
    const bool known = causes[i] != code(Cause::ApplicabilityUnknown) && isLive(registrations, i, today);
    const std::int64_t amount = registrations.amounts == nullptr ? kAmountUnknown : registrations.amounts[i];
    charges[i] = !known ? kAmountUnknown : amount == kAmountUnknown ? 0 : amount;
  }
}

void addCharges(std::size_t n, const std::int64_t* charges, std::int64_t* total) {
  for (std::size_t i = 0; i < n; ++i)
    total[i] =
        total[i] == kAmountUnknown || charges[i] == kAmountUnknown ? kAmountUnknown : total[i] + charges[i];
}

}  // namespace lixiao::workflow
