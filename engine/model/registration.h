#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "engine/model/date.h"

namespace lixiao::model {

/// What an office registers about one item of one student.
enum class RegistrationResult : std::uint8_t { Cleared, Refused, NotApplicable, Deferred, Waived, Declared };

std::string_view word(RegistrationResult result);
std::optional<RegistrationResult> parseRegistrationResult(std::string_view word);

struct Registration {
  RegistrationResult result{};
  std::string remark;
  std::optional<Date> until;  ///< last day on which it counts
  Instant at{};
  std::string by;           ///< login of who registered
  std::string condition{};  ///< cleared only: what the student still owes the office, shown with the status
  std::optional<std::int64_t> amount{};  ///< what the office found owing, in minor units

  bool operator==(const Registration&) const = default;
};

}  // namespace lixiao::model
