#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "app/sample/names.h"
#include "app/sample/random.h"
#include "engine/model/date.h"

namespace lixiao::app {

/// Deals out numbers after GB 11643-1999 that nobody else in the sample has: area, birth, sequence (odd for
/// men), check digit. Some areas are withdrawn codes, as those of real people are.
class IdentityNumbers {
 public:
  IdentityNumbers();

  /// The next free number for this day and sex, in an area drawn from `random`.
  /// Days from 1950 to 2039; throws std::length_error when every number of the day is taken.
  std::string draw(Random& random, model::Date birth, Sex sex);

 private:
  std::uint16_t& taken(std::size_t area, model::Date birth, Sex sex);

  WeightedPick areas_;
  std::vector<std::uint16_t> taken_;
};

/// 18 characters of these 6 digits of area, this birth and this sequence (0 to 999).
std::string identityNumber(std::string_view area, model::Date birth, unsigned sequence);

}  // namespace lixiao::app
