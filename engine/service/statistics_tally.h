#pragma once

#include <string>
#include <vector>

#include "engine/board/contents.h"
#include "engine/service/actor.h"
#include "engine/service/statistics.h"

namespace lixiao::service {

/// What a count is over.
struct TallyScope {
  /// Whose students are counted.
  const Actor* actor = nullptr;
  /// Only the items and documents of this department; "" all.
  std::string department{};
};
TallyScope tallyScope(const Actor& actor);

/// Items that are registered by the department, "" by any.
bool isOf(const workflow::Workflow& workflow, const workflow::Item& item, const std::string& department);

/// What can be counted by; attributes with too many values are left out.
std::vector<Dimension> dimensionsOf(const board::Contents& contents);

/// Counts all but `days` and `oldest`. `search.by` must be one of the dimensions.
StatisticsView tally(const board::Contents& contents, const TallyScope& scope,
                     const StatisticsSearch& search);

}  // namespace lixiao::service
