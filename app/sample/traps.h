#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

#include "app/sample/student.h"

namespace lixiao::app {

/// Awkward students that every roster has. Their names say that they are examples (例). They stand at fixed
/// places, every eleventh student from the fifth, as far as there are so many students.
class Traps {
 public:
  explicit Traps(int graduation_year) : graduation_year_(graduation_year) {}

  /// Turns the student at this position into an awkward one if one belongs there, and says what it is.
  std::optional<std::string_view> apply(std::size_t position, Random& random, StudentMaker& maker,
                                        Student& student);

  /// How many there are when there are enough students.
  static std::size_t count();

 private:
  int graduation_year_;
  Student with_two_numbers_;
};

}  // namespace lixiao::app
