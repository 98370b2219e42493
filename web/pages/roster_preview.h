#pragma once

#include "engine/service/commands.h"
#include "web/visit.h"

namespace lixiao::web::pages {

/// What would become of the rows of a roster, in groups: refused, suspicious, not in the file, changed, new,
/// and how many stay as they are. Of each group the first rows only.
Data rosterGroups(const Visit& visit, const service::BatchReport& report);

/// The same with every row, for spreadsheets: row, number, name, verdict, what is to be told.
std::string rosterCsv(const Visit& visit, const service::BatchReport& report);

}  // namespace lixiao::web::pages
