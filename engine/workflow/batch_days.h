#pragma once

#include <cstddef>
#include <cstdint>

namespace lixiao::workflow {

/// Day numbers of one block; INT32_MIN where nobody knows.
inline constexpr std::int32_t kDayUnknown = INT32_MIN;
/// What `addDays` starts from: no day yet.
inline constexpr std::int32_t kNoDayYet = INT32_MIN + 1;
/// Amounts in minor units; INT64_MIN where nobody knows.
inline constexpr std::int64_t kAmountUnknown = INT64_MIN;

/// Registrations of one item: each column indexed from the block's start or null.
struct RegistrationBlock {
  const std::uint8_t* results = nullptr;  ///< 0 none, else 1 + RegistrationResult
  const std::int32_t* until = nullptr;    ///< last day number
  const std::int32_t* on = nullptr;       ///< day number; INT32_MIN none
  const std::int64_t* amounts = nullptr;  ///< minor units; INT64_MIN none
};

/// latest = the later of the two, unknown as soon as one is. `more` null: unknown.
void addDays(std::size_t n, const std::int32_t* more, std::int32_t* latest);
void addDay(std::size_t n, std::int32_t more, std::int32_t* latest);
/// The same only where the part applies.
void addPartDays(std::size_t n, const std::uint8_t* part_causes, const std::int32_t* more,
                 std::int32_t* latest);
/// The day on which each row became clear: that of the registration that decided it, else `days`; unknown
/// where it is not cleared.
void finishDays(std::size_t n, const std::uint8_t* causes, const RegistrationBlock& registrations,
                std::int32_t today, std::int32_t* days);

/// What the office found owing: 0 where the item does not apply, else the amount of a registration that has
/// not lapsed (0 when it carries none).
void chargesOf(std::size_t n, const std::uint8_t* causes, const RegistrationBlock& registrations,
               std::int32_t today, std::int64_t* charges);
/// total += charges; unknown as soon as one is.
void addCharges(std::size_t n, const std::int64_t* charges, std::int64_t* total);

}  // namespace lixiao::workflow
