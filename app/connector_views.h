#pragma once

#include "connectors/runner.h"
#include "web/connectors.h"

namespace lixiao::app {

/// A connector's health as pages show it.
web::ConnectorView connectorView(const connectors::Health& health, const connectors::Schedule& schedule,
                                 model::Instant now);
web::PollView pollView(const connectors::Poll& poll);
/// What one question brought.
web::TriedConnector triedView(const connectors::FetchResult& result, std::chrono::milliseconds took);

}  // namespace lixiao::app
