#pragma once

#include <string>

#include "connectors/settings.h"
#include "connectors/transport/patience.h"

namespace lixiao::connectors {

/// What a connection to PostgreSQL needs: `words` as Poco hands them on to libpq, and the password in a file
/// of memory that they name. libpq reads it when it connects.
class PostgresqlLogin {
 public:
  /// With the secrets as they are now. Throws FetchError (config).
  explicit PostgresqlLogin(const Settings& settings);
  ~PostgresqlLogin();
  PostgresqlLogin(const PostgresqlLogin&) = delete;
  PostgresqlLogin& operator=(const PostgresqlLogin&) = delete;

  const std::string& words() const { return words_; }
  /// Connects and hangs up. Throws FetchError when it fails: refused, config where there is no such database,
  /// unreachable.
  void tryOut(const Patience& patience) const;

 private:
  void keepPassword(const std::string& password);

  std::string words_;
  std::chrono::milliseconds connect_timeout_;
  int file_ = -1;
};

/// The five signs of an SQLSTATE in an error's text, which stands in the server's language; "" when there are
/// none.
std::string sqlState(const std::string& text);

}  // namespace lixiao::connectors
