#pragma once

#include <string>

#include "engine/service/batches.h"
#include "web/json.h"
#include "web/visit.h"

namespace lixiao::web::pages {

std::string batchUrl(std::int64_t id);

/// What the templates `batches` and `batch_report` read of one.
Data batchData(const Visit& visit, const service::BatchLine& line, const service::EditionView& edition);

/// The report as a file.
http::Response batchCsv(const Visit& visit, const service::BatchView& view);
http::Response batchXlsx(const Visit& visit, const service::BatchView& view);

Json toJson(const Visit& visit, const service::BatchLine& line);
Json toJson(const Visit& visit, const service::BatchView& view);

}  // namespace lixiao::web::pages
