#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "engine/model/date.h"
#include "engine/model/status.h"

namespace lixiao::tabular {

enum class IdentityType : std::uint8_t {
  Unknown,
  ResidentNumber,     ///< GB 11643-1999, 18 characters
  OldResidentNumber,  ///< 15 digits, no check digit
  ResidencePermit,    ///< Hong Kong, Macao, Taiwan: 18 characters, area 81, 82 or 83
  ForeignerCard,      ///< permanent residence since 2023: 18 characters, the first is 9
  OldForeignerCard,   ///< permanent residence of 2017: 3 letters and 12 digits
  Passport,           ///< a passport or another travel document; only its shape can be looked at
};

struct Identity {
  IdentityType type = IdentityType::Unknown;
  std::string number;  ///< in capitals, without blanks, full-width characters made ASCII
  std::optional<model::Date> birth;
  std::optional<model::Message> problem;    ///< why it is not valid; never holds the number
  std::optional<model::Message> suspicion;  ///< valid, but a person should look at it

  [[nodiscard]] bool valid() const { return !problem; }
};

/// Looks at shape, date of birth and check digit; a check digit that does not fit is only suspicious, for
/// some people's papers really bear one. An area code that is on no list is fine: withdrawn codes belong to
/// real people. `said`: the kind that somebody named; a number of another shape is not valid then.
[[nodiscard]] Identity checkIdentity(std::string_view text, IdentityType said = IdentityType::Unknown);

/// The kind as people write it (身份证, 护照, 港澳台居民居住证), or nothing. The old form of a document is
/// said like its new one.
std::optional<IdentityType> parseIdentityType(std::string_view written);

/// The eighteenth character for the first seventeen digits, or nothing when they are not seventeen digits.
std::optional<char> checkDigitOf(std::string_view first_seventeen);

/// The number with all but its last characters covered: three of a long number, two of a short one.
std::string maskIdentity(std::string_view number);

/// `resident_number`: the word of database and API.
std::string_view word(IdentityType type);
model::LocalizedText title(IdentityType type);

}  // namespace lixiao::tabular
