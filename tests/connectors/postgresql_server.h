#pragma once

#include <cstdint>
#include <string>

#include "tests/connectors/sample_process.h"

namespace lixiao::connectors {

/// A PostgreSQL server of its own on 127.0.0.1, with the database `campus` and the login `reader`, who may
/// read what is granted to him. Runs as the user `postgres` where the test runs as root.
class PostgresqlServer {
 public:
  /// `language`: in which the server speaks, `zh_CN`.
  explicit PostgresqlServer(std::string language = "");
  ~PostgresqlServer();
  PostgresqlServer(const PostgresqlServer&) = delete;
  PostgresqlServer& operator=(const PostgresqlServer&) = delete;

  std::uint16_t port() const { return port_; }
  /// A file with the password of `reader`.
  const std::string& passwordFile() const { return password_file_; }
  /// Runs SQL as the owner of the databases.
  void run(const std::string& sql, const std::string& database = "campus") const;
  void start() const;
  /// At once, as when the machine loses power.
  void kill() const;

 private:
  std::string asServer(const std::string& command) const;

  TemporaryFolder folder_;
  std::string language_;
  std::string bin_;
  std::string data_;
  std::uint16_t port_;
  std::string password_file_;
};

}  // namespace lixiao::connectors
