#pragma once

#include <string>
#include <string_view>

#include "web/http/response.h"

namespace lixiao::web::pages {

inline constexpr std::string_view kCsvType = "text/csv; charset=utf-8";
inline constexpr std::string_view kXlsxType =
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

/// A file to keep. `name` has ASCII letters, digits, `-` and `.` only.
http::Response download(const std::string& name, std::string_view type, std::string bytes);

}  // namespace lixiao::web::pages
