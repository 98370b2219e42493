#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "engine/store/database.h"

namespace lixiao::store {

struct TableCount {
  std::string table;
  std::int64_t rows = 0;  ///< that a fresh start clears
};
/// Of every table that holds something to be cleared, by name.
std::vector<TableCount> rowsToClear(Reader& reader);

/// Empties every table there is, except the schema's version, the key's name and the phase (meta), and the
/// accounts of people who are not students. The journal begins anew: the next entry is number 1 of the next
/// epoch.
void clearEverything(Transaction& transaction);

/// After clearEverything was committed: rewrites the file, so that no byte of what was cleared stays in it or
/// in the write-ahead log. Does nothing when that was done. False when readers kept it from being finished;
/// it is then to be called again.
bool finishClearing(Database& database);

}  // namespace lixiao::store
