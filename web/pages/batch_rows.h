#pragma once

#include <string>

#include "engine/service/batches.h"
#include "engine/tabular/problem.h"
#include "web/visit.h"

namespace lixiao::web::pages {

inline constexpr std::size_t kMostBatchRows = 20'000;

/// What somebody handed in for a batch of one item: a file, or lines that were pasted.
struct ReadBatch {
  service::NewBatch batch;
  tabular::Problems problems;  ///< of the file; an error leaves no rows
};

/// `result` and `remark` are for rows that say nothing themselves.
ReadBatch readBatch(const Action& action, const std::string& item, model::RegistrationResult result,
                    const std::string& remark);

}  // namespace lixiao::web::pages
