#pragma once

#include <optional>
#include <string>

#include "engine/model/date.h"
#include "engine/store/database.h"

namespace lixiao::store {

/// What a student's page showed. Both standings are JSON that the service reads.
struct LastVisit {
  std::string student_no;
  std::string known;  ///< what the student knew when the visit began
  model::Instant known_at{};
  std::string shown;  ///< what the page showed last
  model::Instant shown_at{};
  bool ended = false;  ///< the next page begins another visit

  bool operator==(const LastVisit&) const = default;
};

std::optional<LastVisit> findLastVisit(Reader& reader, const std::string& student_no);
/// Adds or replaces.
void putLastVisit(Transaction& transaction, const LastVisit& visit);

}  // namespace lixiao::store
