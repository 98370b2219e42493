#pragma once

#include "web/visit.h"

namespace lixiao::web::pages {

/// The path of a connector's page.
std::string connectorUrl(const std::string& name);
/// `3 minutes ago`.
std::string age(const Visit& visit, model::Instant at);
/// How a connector does: state, times, counts, trouble.
Data connectorData(const Visit& visit, const ConnectorView& connector, const service::EditionView& edition);
/// One finished poll.
Data pollData(const Visit& visit, const PollView& poll, const service::EditionView& edition);
/// What kind of trouble it is, in one sentence for admins.
std::string troubleWords(const Visit& visit, const std::string& kind);

}  // namespace lixiao::web::pages
