#pragma once

#include "web/json.h"
#include "web/visit.h"

namespace lixiao::web::pages {

/// Of one provider: students, who declared it final and when, the last imports, what changed afterwards.
Data standingData(const Visit& visit, const service::RosterStanding& standing,
                  const service::EditionView& edition);
/// A student's rows of `RosterStanding::changes`, for the partial `roster_changes`.
List rosterChanges(const Visit& visit, const std::vector<service::RosterChangeLine>& changes,
                   const service::EditionView& edition);

}  // namespace lixiao::web::pages
