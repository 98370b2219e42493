#pragma once

#include <vector>

#include "engine/board/contents.h"
#include "engine/service/planning.h"

namespace lixiao::service {

/// What differs between two decisions over the same students. Either may be without an edition.
std::vector<PlannedType> compare(const board::Contents& before, const board::Contents& after);

}  // namespace lixiao::service
