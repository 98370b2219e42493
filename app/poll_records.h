#pragma once

#include "connectors/runner.h"
#include "engine/store/poll.h"

namespace lixiao::app {

/// A finished poll as the store keeps it, and back.
store::PollRecord pollRecord(const std::string& source, const connectors::Poll& poll);
connectors::Poll pollOf(const store::PollRecord& record);

}  // namespace lixiao::app
