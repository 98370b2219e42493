#pragma once

#include <Poco/Data/Session.h>

#include <memory>
#include <string>

#include "connectors/settings.h"
#include "connectors/transport/patience.h"

namespace lixiao::connectors {

/// A database of another office, opened for reading only, in one transaction from construction to
/// destruction, so that all questions see one state. Waiting for it ends with the patience. One thread.
class SqlDatabase {
 public:
  explicit SqlDatabase(Poco::Data::Session session) : session_(std::move(session)) {}
  virtual ~SqlDatabase() = default;
  SqlDatabase(const SqlDatabase&) = delete;
  SqlDatabase& operator=(const SqlDatabase&) = delete;

  Poco::Data::Session& session() { return session_; }
  /// What stands for the parameter of this number; the first is 1.
  virtual std::string placeholder(std::size_t number) const = 0;
  /// Whether a column of a view can be compared with any text. One of numbers cannot everywhere.
  virtual bool comparesTexts(const std::string& /*column*/, const std::string& /*view*/) { return true; }
  /// Throws, always, what became of a database error as FetchError: unreachable when it is locked, gone or
  /// too slow, refused when it does not let us in, malformed when it is damaged, config when a view or column
  /// is missing.
  virtual void fail(const Poco::Exception& error) const = 0;

 protected:
  Poco::Data::Session session_;
};

/// Open a database of each engine; `patience` must outlive it. Throw FetchError.
std::unique_ptr<SqlDatabase> openSqlite(const Settings& settings, const Patience& patience);
std::unique_ptr<SqlDatabase> openPostgresql(const Settings& settings, const Patience& patience);
std::unique_ptr<SqlDatabase> openOdbc(const Settings& settings, const Patience& patience);

}  // namespace lixiao::connectors
