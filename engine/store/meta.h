#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "engine/store/database.h"

namespace lixiao::store {

/// Small settings of the database itself.
std::optional<std::string> getMeta(Reader& reader, const std::string& key);
void setMeta(Transaction& transaction, const std::string& key, const std::string& value);

/// What tells this database from every other, eight digits of base 16. One that was restored is another:
/// it gives numbers away again that the one it replaces had given.
std::string databaseId(Reader& reader);
void renewDatabaseId(Transaction& transaction);

/// The next `count` numbers of a counter that never repeats; returns the first. Counters begin at 1.
std::int64_t nextNumbers(Transaction& transaction, const std::string& counter, std::int64_t count = 1);

}  // namespace lixiao::store
