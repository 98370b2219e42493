#pragma once

#include <functional>
#include <map>
#include <string>
#include <vector>

#include "engine/store/database.h"

namespace lixiao::store {

/// Who is on the roster, without the rest of the row.
struct RosterLine {
  std::string student_no, name, provider;

  bool operator==(const RosterLine&) const = default;
};

/// Everybody who is not removed, in blocks, by ascending number.
void forEachRosterLine(Reader& reader, const std::function<void(std::vector<RosterLine>&)>& block);
/// How many of each provider are not removed.
std::map<std::string, std::int64_t> countByProvider(Reader& reader);
/// Which of these numbers collected a document, ascending.
std::vector<std::string> whoCollected(Reader& reader, std::vector<std::string> student_nos);

}  // namespace lixiao::store
