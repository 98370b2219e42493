#pragma once

#include "engine/tabular/problem.h"
#include "web/visit.h"

namespace lixiao::web::pages {

/// What the template `problems` reads: what was found in a file, with its places.
Data problemsData(const Visit& visit, const tabular::Problems& problems);

}  // namespace lixiao::web::pages
