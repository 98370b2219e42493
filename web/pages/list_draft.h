#pragma once

#include <string>
#include <vector>

#include "engine/service/commands.h"
#include "engine/service/lists.h"

namespace lixiao::web::pages {

/// A list as people write it, a student a line: `number,name,remark`. What would end a cell or a line early
/// becomes a blank.
std::string listLine(const std::string& student_no, const std::string& name, const std::string& remark);
std::string listLines(const std::vector<service::ListMemberLine>& members);
std::string listLines(const std::vector<service::ListRow>& rows);

/// The rows of such a text, or of one pasted from a spreadsheet.
std::vector<service::ListRow> readList(const std::string& text);

}  // namespace lixiao::web::pages
