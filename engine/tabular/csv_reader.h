#pragma once

#include <string>
#include <string_view>

#include "engine/tabular/table.h"

namespace lixiao::tabular {

/// Reads CSV text in UTF-8 without a mark. The separator (comma, tab or semicolon) is what the header uses.
[[nodiscard]] ReadResult readCsv(std::string_view text, const std::string& file_name,
                                 const ReadOptions& options);

}  // namespace lixiao::tabular
