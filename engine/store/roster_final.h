#pragma once

#include <string>
#include <vector>

#include "engine/model/date.h"
#include "engine/store/database.h"

namespace lixiao::store {

/// That a provider declared its part of the roster of an edition final.
struct RosterFinal {
  std::string edition, provider;
  model::Instant at{};
  std::string by;

  bool operator==(const RosterFinal&) const = default;
};

/// False when it was declared before; that declaration stays.
bool declareFinal(Transaction& transaction, const RosterFinal& declared);
/// By provider.
std::vector<RosterFinal> finalRosters(Reader& reader, const std::string& edition);

}  // namespace lixiao::store
