#pragma once

#include "engine/service/planning.h"
#include "web/json.h"
#include "web/visit.h"

namespace lixiao::web::pages {

/// What an outcome shows; the template `edition_outcome` reads it.
struct Outcome {
  const service::EditionCheck* check = nullptr;
  bool tests_ran = false;
  const service::Plan* plan = nullptr;
  std::string problem, ticket, base;
  std::string stale;  ///< who activated another edition meanwhile; "" when nobody did
};
Data outcomeData(const Visit& visit, const Outcome& outcome);

/// The findings as the editor marks them: `[{file, line, column, length, severity, code, message, hint}]`.
Json findingsJson(const service::EditionCheck& check);

}  // namespace lixiao::web::pages
