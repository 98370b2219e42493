#pragma once

#include <cmath>
#include <optional>
#include <vector>

#include "engine/model/date.h"
#include "rules/rule.h"

namespace lixiao::rules {

/// Numbers beyond this are unknown: a double no longer tells neighbours apart.
inline constexpr double kLargestNumber = 9007199254740992.0;
inline constexpr std::int32_t kFirstDay =
    model::dayNumber(std::chrono::year{1900} / std::chrono::January / 1);
inline constexpr std::int32_t kLastDay =
    model::dayNumber(std::chrono::year{2200} / std::chrono::December / 31);
/// Fractions of money and of percent that an admin's whole unit has.
inline constexpr double kMinorUnits = 100;
/// Hundredths of a percent in the whole.
inline constexpr double kPercentOfWhole = 10000;

inline bool fitsNumber(double x) {
  return std::abs(x) <= kLargestNumber;
}
inline bool fitsDay(double x) {
  return x >= kFirstDay && x <= kLastDay;
}

/// Whether a product is money times percent, whose result is divided by kPercentOfWhole.
bool isShare(const Node& multiply);
/// Half away from zero, to whole units as an admin writes them: money to whole yuan.
double roundToUnit(double x, Unit unit);
double age(double on, double birth);

/// The value of an operation whose operands are all known, each as a number (boolean 0/1, day, word's index,
/// a code for texts); nothing when the result is unknown. Not for those that look at unknown operands: And,
/// Or, Choose, Known, Coalesce.
std::optional<double> compute(const Node& node, const std::vector<double>& operands);

}  // namespace lixiao::rules
