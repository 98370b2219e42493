#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "engine/model/status.h"

namespace lixiao::tabular {

/// How a number in a sheet is shown, as far as it changes what the number means.
struct NumberFormat {
  bool date = false;
  std::size_t digits = 0;  ///< a format of zeros only, such as 00000000, fills up to so many digits

  bool operator==(const NumberFormat&) const = default;
};

/// The meaning of a format that every spreadsheet program knows by number.
NumberFormat builtInFormat(unsigned id);
/// The meaning of a format that the workbook spells out: `yyyy"年"m"月"d"日"`.
NumberFormat spelledFormat(std::string_view code);

struct CellText {
  std::string text;
  std::optional<model::Message> problem;
};

/// The text of a numeric cell: a whole number without a decimal point, a day as 2015-06-18, a moment as
/// 2015-06-18T09:30:00. A number of more than 15 digits has been rounded and is a problem.
[[nodiscard]] CellText textOfNumber(std::string_view raw, NumberFormat format, bool dates_from_1904);

/// Undoes `_x000D_`, the form in which workbooks write characters that XML cannot hold.
std::string unescaped(std::string_view text);

/// The place of a cell named `AB12`; either part may be missing and is 0 then.
struct CellPlace {
  std::size_t row = 0;
  std::size_t column = 0;

  bool operator==(const CellPlace&) const = default;
};
CellPlace placeOfCell(std::string_view reference);

}  // namespace lixiao::tabular
