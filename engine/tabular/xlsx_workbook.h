#pragma once

#include <string>
#include <vector>

#include "engine/tabular/xlsx_cell.h"
#include "engine/tabular/xlsx_package.h"

namespace lixiao::tabular {

/// What a sheet needs from the rest of its workbook.
struct Workbook {
  std::string sheet_part;  ///< name of the part that holds the chosen sheet
  bool dates_from_1904 = false;
  std::vector<NumberFormat> styles;  ///< by the number that a cell's `s` gives
  std::vector<std::string> shared_strings;
};

/// Reads it, and chooses the sheet of this name, or the first that is not hidden. Throws Refusal.
Workbook readWorkbook(Package& package, const std::string& sheet, const Limits& limits);

}  // namespace lixiao::tabular
