#pragma once

#include "web/visit.h"

namespace lixiao::web::pages {

/// What the template `report` reads: a verdict for each row, the refused ones first, and the counts. Shows at
/// most 1,000 rows and says how many more there are. `applied`: it tells what was done, not what would be.
Data reportData(const Visit& visit, const service::BatchReport& report, bool applied = false);

}  // namespace lixiao::web::pages
