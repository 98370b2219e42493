#pragma once

#include <string>
#include <vector>

namespace lixiao::workflow {

/// The ids of a table's entries, in its order.
template <typename Entries>
std::vector<std::string> idsOf(const Entries& entries) {
  std::vector<std::string> ids;
  ids.reserve(std::size(entries));
  for (const auto& entry : entries) ids.push_back(entry.id);
  return ids;
}

}  // namespace lixiao::workflow
