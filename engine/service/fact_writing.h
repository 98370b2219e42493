#pragma once

#include <string>
#include <vector>

#include "engine/service/snapshot.h"
#include "engine/store/fact.h"

namespace lixiao::service {

/// What a source or a person says, checked before.
struct FactsSaid {
  std::string actor;                 ///< who said it: login or connector
  std::vector<std::string> facts;    ///< all that it speaks of
  std::vector<store::FactRow> rows;  ///< all of one moment, with `actor` as their source
  std::size_t unknown_students = 0;
};

/// Writes the facts and the journal: what changed, and an entry for the whole.
void writeFacts(store::Transaction& transaction, const Snapshot& snapshot, FactsSaid said);

/// The connector that delivers a fact, "" when none ever did.
std::string connectorOf(store::Reader& reader, const std::string& fact);
void setConnectorOf(store::Transaction& transaction, const std::string& fact, const std::string& connector);

}  // namespace lixiao::service
