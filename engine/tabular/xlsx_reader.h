#pragma once

#include <string>
#include <string_view>

#include "engine/tabular/table.h"

namespace lixiao::tabular {

/// Reads one sheet of an .xlsx workbook. A title that is merged over the columns above the header is left
/// out.
[[nodiscard]] ReadResult readXlsx(std::string_view bytes, const std::string& file_name,
                                  const ReadOptions& options);

}  // namespace lixiao::tabular
