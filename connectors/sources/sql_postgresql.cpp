#include <Poco/Data/PostgreSQL/Connector.h>
#include <Poco/Data/PostgreSQL/PostgreSQLException.h>
#include <Poco/Data/PostgreSQL/SessionHandle.h>
#include <Poco/Data/PostgreSQL/Utility.h>
#include <Poco/Data/Statement.h>
#include <libpq-fe.h>
#include <sys/socket.h>

#include <algorithm>

#include "connectors/sources/sql_database.h"
#include "connectors/sources/watch.h"
#include "connectors/transport/fetch_error.h"

namespace lixiao::connectors {
namespace {

namespace postgresql = Poco::Data::PostgreSQL;
using Poco::Data::Session;

/// `key=value `. Poco hands the words on as they are, split at blanks.
std::string word(const std::string& key, const std::string& value) {
  const bool plain = std::none_of(value.begin(), value.end(), [](unsigned char c) {
    return c <= ' ' || c == '\'' || c == '\\' || c == '=';
  });
  if (!plain)
    throw FetchError(FailureKind::Config, "\"" + key + "\" has a character that a connection cannot carry");
  return key + "=" + value + " ";
}

std::string connectionWords(const Settings& settings) {
  const auto seconds = std::max<std::int64_t>(2, settings.duration("connect_timeout").count() / 1000);
  std::string words = word("host", settings.text("host")) + word("dbname", settings.text("database")) +
                      word("connect_timeout", std::to_string(seconds)) + word("application_name", "lixiao");
  if (settings.has("port")) words += word("port", settings.text("port"));
  if (settings.has("user")) words += word("user", settings.text("user"));
  const std::string password = neededSecret(settings, "password");
  if (!password.empty()) words += word("password", password);
  if (settings.has("ca_file"))
    words += word("sslmode", "verify-full") + word("sslrootcert", settings.path("ca_file").string());
  return words;
}

/// What the server said without the words of the connection, which may hold a secret.
[[noreturn]] void throwConnectionError(const std::string& said) {
  for (const char* refusal : {"authentication", "password", "pg_hba", "role \"", "certificate"}) {
    if (said.find(refusal) != std::string::npos)
      throw FetchError(FailureKind::Refused, "the database does not let us in");
  }
  if (said.find("database \"") != std::string::npos)
    throw FetchError(FailureKind::Config, "there is no such database");
  unreachable("the database cannot be reached");
}

/// Poco 1.11 leaks the connection of an attempt that fails, so libpq tries first.
void tryConnection(const std::string& words) {
  const std::unique_ptr<PGconn, decltype(&PQfinish)> connection(PQconnectdb(words.c_str()), PQfinish);
  if (PQstatus(connection.get()) != CONNECTION_OK) throwConnectionError(PQerrorMessage(connection.get()));
}

Session open(const Settings& settings) {
  static const bool registered = (postgresql::Connector::registerConnector(), true);
  static_cast<void>(registered);
  const std::string words = connectionWords(settings);
  tryConnection(words);
  try {
    return Session(postgresql::Connector::KEY, words);
  } catch (const Poco::Exception& error) {
    throwConnectionError(error.message());
  }
}

class PostgresqlDatabase final : public SqlDatabase {
 public:
  PostgresqlDatabase(const Settings& settings, const Patience& patience)
      : SqlDatabase(open(settings)),
        patience_(patience),
        watch_(patience, [socket = socketOf(session_)] { ::shutdown(socket, SHUT_RDWR); }) {
    using namespace Poco::Data::Keywords;
    // The server gives up before the watch cuts the line: Poco 1.11 does not free a connection that was cut.
    session_ << "SET statement_timeout = " +
                    std::to_string(std::max<std::int64_t>(1, patience.left().count() * 9 / 10)),
        now;
    session_ << "BEGIN TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY", now;
  }

  std::string placeholder(std::size_t number) const override { return "$" + std::to_string(number); }

  void fail(const Poco::Exception& error) const override {
    const bool gone = PQstatus(*handle(session_)) == CONNECTION_BAD;
    if (patience_.exhausted() || error.message().find("statement timeout") != std::string::npos)
      unreachable("the database did not answer in time");
    if (gone) unreachable("the connection to the database was lost");
    if (error.message().find("permission denied") != std::string::npos)
      throw FetchError(FailureKind::Refused, "the view may not be read");
    throw FetchError(FailureKind::Config, "the view cannot be read: " + error.message());
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
