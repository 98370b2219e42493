#pragma once

#include <string>
#include <vector>

#include "engine/tabular/problem.h"

namespace lixiao::tabular {

/// A problem as a person reads it: `row 3: the row has ...`.
inline std::string told(const Problem& problem) {
  const std::string place = model::format(placeOf(problem), model::Language::English);
  const std::string text = model::format(problem.message, model::Language::English);
  const std::string mark = problem.severity == Problem::Severity::Suspicion ? "? " : "";
  return mark + (place.empty() ? text : place + ": " + text);
}

inline std::vector<std::string> told(const Problems& problems) {
  std::vector<std::string> all;
  for (const Problem& problem : problems.all()) all.push_back(told(problem));
  return all;
}

using Told = std::vector<std::string>;
using Cells = std::vector<std::string>;

}  // namespace lixiao::tabular
