#pragma once

#include "web/visit.h"

namespace lixiao::web::pages {

/// What the template `report` reads: a verdict for each row, the refused ones first, and the counts. Shows at
/// most 1,000 rows and says how many more there are.
Data reportData(const Visit& visit, const service::BatchReport& report);

}  // namespace lixiao::web::pages
