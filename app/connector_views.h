#pragma once

#include "connectors/runner.h"
#include "engine/workflow/workflow.h"
#include "web/connectors.h"

namespace lixiao::app {

/// A connector's health as pages show it.
web::ConnectorView connectorView(const connectors::Health& health, const connectors::Schedule& schedule,
                                 model::Instant now);
web::PollView pollView(const connectors::Poll& poll);
/// What one question brought. `workflow` tells of what type the facts are; nullptr: nobody does.
web::TriedConnector triedView(const connectors::FetchResult& result, std::chrono::milliseconds took,
                              const workflow::Workflow* workflow);

}  // namespace lixiao::app
