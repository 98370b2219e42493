#pragma once

#include <vector>

#include "engine/service/engine.h"
#include "engine/service/statistics.h"
#include "engine/service/statistics_tally.h"

namespace lixiao::service {

/// What waits for departments, and the oldest of it.
std::vector<OldestWork> oldestWork(const Engine& engine, const TallyScope& scope);

}  // namespace lixiao::service
