#pragma once

#include <nlohmann/json.hpp>

#include "engine/service/commands.h"
#include "engine/service/queries.h"
#include "web/http/response.h"
#include "web/services.h"
#include "web/visit.h"

namespace lixiao::web {

using Json = nlohmann::json;

http::Response json(int status, const Json& value);

/// The forms in which the API gives what the pages show. Dates as `2015-06-18`, moments in UTC, texts in the
/// language of the visit, absent values as null.
Json toJson(const Visit& visit, const service::StudentView& student);
Json toJson(const Visit& visit, const service::StudentPage& page);
Json toJson(const Visit& visit, const service::Counts& counts);
Json toJson(const Visit& visit, const service::EditionView& edition);
Json toJson(const Visit& visit, const std::vector<service::ListView>& lists);
Json toJson(const Visit& visit, const std::vector<service::JournalLine>& lines);
Json toJson(const Visit& visit, const std::vector<ConnectorView>& connectors);
Json toJson(const std::vector<PollView>& polls);

}  // namespace lixiao::web
