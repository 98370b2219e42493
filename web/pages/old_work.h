#pragma once

#include "web/visit.h"

namespace lixiao::web::pages {

/// What has waited for the visitor's office for long, for the template `old_work`; an empty list: nothing.
List oldWork(const Visit& visit, const service::EditionView& edition);

}  // namespace lixiao::web::pages
