#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/model/date.h"
#include "engine/model/status.h"

namespace lixiao::tabular {

/// What a column holds, and so what may be put right in it.
enum class CellKind : std::uint8_t {
  Text,  ///< kept as it is
  Code,  ///< a number or code: full-width letters and digits become ASCII, blanks inside are taken out, both
         ///< told
  Name,  ///< a person's name: a blank between Chinese characters is told and taken out, `·` is made one
         ///< character
  Date,  ///< 2015-06-18, 2015/6/18, 2015.6.18, 20150618, 2015年6月18日 become 2015-06-18
};

struct Cleaned {
  std::string text;
  std::vector<model::Message> suspicions;
};

[[nodiscard]] Cleaned cleanCell(std::string_view text, CellKind kind);

/// Without blanks at both ends: ASCII ones, the ideographic space, no-break and zero-width spaces, a stray
/// mark.
std::string_view trim(std::string_view text);

/// Full-width letters, digits and signs (U+FF01 to U+FF5E) and the ideographic space as their ASCII ones.
std::string toHalfWidth(std::string_view text);

/// Whether a spreadsheet has written a long number as `1.1E+17`, and so lost its last digits.
bool isRoundedNumber(std::string_view text);

/// A day as people write it, year first.
std::optional<model::Date> readDate(std::string_view text);

}  // namespace lixiao::tabular
