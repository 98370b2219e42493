#include <Poco/Data/PostgreSQL/Connector.h>
#include <Poco/Data/PostgreSQL/PostgreSQLException.h>
#include <Poco/Data/PostgreSQL/SessionHandle.h>
#include <Poco/Data/PostgreSQL/Utility.h>
#include <Poco/Data/Statement.h>
#include <libpq-fe.h>
#include <sys/socket.h>

#include <algorithm>

#include "connectors/sources/postgresql_login.h"
#include "connectors/sources/sql_database.h"
#include "connectors/sources/watch.h"
#include "connectors/transport/fetch_error.h"

namespace lixiao::connectors {
namespace {

namespace postgresql = Poco::Data::PostgreSQL;
using Poco::Data::Session;

/// Poco 1.11 leaks the connection of an attempt that fails, so libpq tries first.
Session open(const Settings& settings, const Patience& patience) {
  static const bool registered = (postgresql::Connector::registerConnector(), true);
  static_cast<void>(registered);
  const PostgresqlLogin login(settings);
  login.tryOut(patience);
  try {
    return Session(postgresql::Connector::KEY, login.words());
  } catch (const Poco::Exception&) {
    unreachable("the database cannot be reached");
  }
}

/// Without where in the server's source it was found.
std::string withoutLocation(const std::string& said) {
  return said.substr(0, said.find("\nLOCATION:"));
}

class PostgresqlDatabase final : public SqlDatabase {
 public:
  PostgresqlDatabase(const Settings& settings, const Patience& patience)
      : SqlDatabase(open(settings, patience)),
        patience_(patience),
        watch_(patience, [socket = socketOf(session_)] { ::shutdown(socket, SHUT_RDWR); }) {
    using namespace Poco::Data::Keywords;
    PQsetErrorVerbosity(*handle(session_), PQERRORS_VERBOSE);  // with the SQLSTATE
    // The server gives up before the watch cuts the line: Poco 1.11 does not free a connection that was cut.
    session_ << "SET statement_timeout = " +
                    std::to_string(std::max<std::int64_t>(1, patience.left().count() * 9 / 10)),
        now;
    session_ << "BEGIN TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY", now;
  }

  std::string placeholder(std::size_t number) const override { return "$" + std::to_string(number); }

  /// By the column's type, for which no row is read.
  bool comparesTexts(const std::string& column, const std::string& view) override {
    using namespace Poco::Data::Keywords;
    std::string type;
    session_ << "SELECT CAST(pg_typeof((SELECT " + column + " FROM " + view + " LIMIT 0)) AS text)",
        into(type), now;
    return type.starts_with("character") || type == "text";
  }

  void fail(const Poco::Exception& error) const override {
    const bool gone = PQstatus(*handle(session_)) == CONNECTION_BAD;
    const std::string state = sqlState(error.message());
    if (patience_.exhausted() || state == "57014") unreachable("the database did not answer in time");
    if (gone || state.starts_with("57P")) unreachable("the connection to the database was lost");
    if (state == "42501") throw FetchError(FailureKind::Refused, "the view may not be read");
    throw FetchError(FailureKind::Config, "the view cannot be read: " + withoutLocation(error.message()));
  }

 private:
  static postgresql::SessionHandle* handle(const Session& session) {
    Session& same = const_cast<Session&>(session);
    return postgresql::Utility::handle(same);
  }
  static int socketOf(const Session& session) { return PQsocket(*handle(session)); }

  const Patience& patience_;
  Watch watch_;
};

}  // namespace

std::unique_ptr<SqlDatabase> openPostgresql(const Settings& settings, const Patience& patience) {
  return std::make_unique<PostgresqlDatabase>(settings, patience);
}

}  // namespace lixiao::connectors
