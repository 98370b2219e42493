#include <Poco/Data/ODBC/Connector.h>
#include <Poco/Data/ODBC/ODBCException.h>

#include <algorithm>

#include "connectors/sources/sql_database.h"
#include "connectors/transport/fetch_error.h"

namespace lixiao::connectors {
namespace {

namespace odbc = Poco::Data::ODBC;
using Poco::Data::Session;

/// A value that would end early stands in braces, in which `}` stands twice. Not every driver knows them.
std::string value(const std::string& text) {
  if (text.find(';') == std::string::npos && !text.starts_with('{')) return text;
  std::string braced = "{";
  for (const char c : text) braced += c == '}' ? "}}" : std::string(1, c);
  return braced + "}";
}

/// The five letters that every driver gives: `28000`.
template <typename Exception>
std::string sqlState(const Exception& error) {
  const auto& diagnostics = error.diagnostics();
  return diagnostics.count() > 0 ? diagnostics.sqlState(0) : "";
}

/// Class 08 is the connection, 28 the login, HYT the time.
[[noreturn]] void throwState(const std::string& state, const std::string& otherwise) {
  if (state.starts_with("28")) throw FetchError(FailureKind::Refused, "the database does not let us in");
  if (state.starts_with("HYT") || state == "57014") unreachable("the database did not answer in time");
  if (state.starts_with("08")) unreachable("the database cannot be reached");
  if (state == "42501") throw FetchError(FailureKind::Refused, "the view may not be read");
  throw FetchError(FailureKind::Config, otherwise + (state.empty() ? "" : " (SQLSTATE " + state + ")"));
}

/// Poco says why a connection failed in a text only. Drivers tell a wrong password by class 08 as well.
[[noreturn]] void throwConnectionError(const std::string& said) {
  for (const char* refusal : {"authentication failed", "ogin failed", "ORA-01017"}) {
    if (said.find(refusal) != std::string::npos) throwState("28000", "");
  }
  constexpr std::string_view kState = "SQLSTATE = ";
  const std::size_t at = said.find(kState);
  throwState(at == std::string::npos ? "08001" : said.substr(at + kState.size(), 5),
             "the driver cannot open the database");
}

Session open(const Settings& settings) {
  static const bool registered = (odbc::Connector::registerConnector(), true);
  static_cast<void>(registered);
  std::string words = settings.text("connection");
  if (!words.ends_with(';')) words += ';';
  if (settings.has("user")) words += "UID=" + value(settings.text("user")) + ";";
  const std::string password = neededSecret(settings, "password");
  if (!password.empty()) words += "PWD=" + value(password) + ";";
  const auto seconds = std::max<std::int64_t>(1, settings.duration("connect_timeout").count() / 1000);
  try {
    return Session(odbc::Connector::KEY, words, static_cast<std::size_t>(seconds));
  } catch (const Poco::Exception& error) {
    throwConnectionError(error.message());
  }
}

class OdbcDatabase final : public SqlDatabase {
 public:
  OdbcDatabase(const Settings& settings, const Patience& patience)
      : SqlDatabase(open(settings)), patience_(patience) {
    const auto seconds = std::max<std::int64_t>(1, patience.left().count() / 1000);
    session_.setProperty("queryTimeout", static_cast<int>(seconds));
    if (!session_.canTransact()) return;
    session_.setFeature("autoCommit", false);
    session_.begin();
  }
  ~OdbcDatabase() override {
    try {
      if (session_.isTransaction()) session_.rollback();
    } catch (const Poco::Exception&) {
      // The connection is gone, and with it the transaction.
    }
  }

  std::string placeholder(std::size_t) const override { return "?"; }

  void fail(const Poco::Exception& error) const override {
    if (patience_.exhausted()) unreachable("the database did not answer in time");
    if (const auto* statement = dynamic_cast<const odbc::StatementException*>(&error))
      throwState(sqlState(*statement), "the view cannot be read");
    if (const auto* connection = dynamic_cast<const odbc::ConnectionException*>(&error))
      throwState(sqlState(*connection), "the view cannot be read");
    throw FetchError(FailureKind::Config, "the view cannot be read");
  }

 private:
  const Patience& patience_;
};

}  // namespace

std::unique_ptr<SqlDatabase> openOdbc(const Settings& settings, const Patience& patience) {
  return std::make_unique<OdbcDatabase>(settings, patience);
}

}  // namespace lixiao::connectors
