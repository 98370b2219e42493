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
  std::string by;  ///< login of who registered

  bool operator==(const Registration&) const = default;
};

}  // namespace lixiao::model
