#pragma once

#include <string>
#include <string_view>

namespace lixiao::app {

/// The YAML of a year as that of another: every date is the same day of the shifted year (29 February becomes
/// 28 February where there is none), and the year itself is replaced where it stands by itself. Comments,
/// layout and everything else stay byte for byte.
std::string shiftYear(std::string_view yaml, int from, int to);

/// The comment that edition.yaml begins with.
std::string newYearHead(int from, int to);

}  // namespace lixiao::app
