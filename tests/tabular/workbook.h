#pragma once

#include <functional>
#include <map>
#include <string>

struct lxw_workbook;

namespace lixiao::tabular {

/// The bytes of an .xlsx that libxlsxwriter writes.
std::string writeWorkbook(const std::function<void(lxw_workbook*)>& fill);

/// The bytes of a ZIP archive of these parts.
std::string zipOf(const std::map<std::string, std::string>& parts);

/// The parts of a small workbook with this sheet and these shared strings, both as XML.
std::map<std::string, std::string> workbookParts(const std::string& sheet_data,
                                                 const std::string& shared_strings = "");

}  // namespace lixiao::tabular
