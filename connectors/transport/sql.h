#pragma once

#include <Poco/Data/Session.h>

#include <filesystem>

#include "connectors/transport/patience.h"

namespace lixiao::connectors {

/// A SQLite database opened for reading only, in one transaction from construction to destruction, so that
/// all questions see one state. Waiting for a lock and running a statement both end with `patience`. One
/// thread.
class ReadOnlyDatabase {
 public:
  /// Throws FetchError (config) when there is no such database. `patience` must outlive this.
  ReadOnlyDatabase(const std::filesystem::path& path, const Patience& patience);
  ~ReadOnlyDatabase();
  ReadOnlyDatabase(const ReadOnlyDatabase&) = delete;
  ReadOnlyDatabase& operator=(const ReadOnlyDatabase&) = delete;

  Poco::Data::Session& session() { return session_; }

 private:
  Poco::Data::Session session_;
};

/// Throws what became of a database error: unreachable when locked or interrupted, malformed when the file is
/// damaged, config when a view or column is missing.
[[noreturn]] void throwDatabaseError(const Poco::Exception& error, const Patience& patience);

}  // namespace lixiao::connectors
