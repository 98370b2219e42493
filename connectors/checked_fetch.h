#pragma once

#include <stop_token>
#include <vector>

#include "connectors/connector.h"
#include "engine/model/clock.h"

namespace lixiao::connectors {

/// Asks a connector and holds it to its word: whatever it throws and whatever it leaves out is a failure. A
/// delivery is dated when it was asked for, or earlier where the connector says so.
FetchResult checkedFetch(Connector& connector, const std::vector<std::string>& facts,
                         const std::vector<StudentRef>& students, const model::Clock& clock,
                         const std::stop_token& stop);

}  // namespace lixiao::connectors
