#include "tests/connectors/postgresql_server.h"

#include <Poco/Net/ServerSocket.h>
#include <unistd.h>

#include "tests/connectors/shell.h"

namespace lixiao::connectors {
namespace {

/// Debian keeps the programs of the server by version.
std::string binFolder() {
  for (const auto& version : std::filesystem::directory_iterator("/usr/lib/postgresql"))
    if (std::filesystem::exists(version.path() / "bin/initdb")) return (version.path() / "bin").string();
  throw std::runtime_error("PostgreSQL is not installed");
}

std::uint16_t freePort() {
  const Poco::Net::ServerSocket socket(Poco::Net::SocketAddress("127.0.0.1", 0));
  return socket.address().port();
}

}  // namespace

PostgresqlServer::PostgresqlServer(std::string language)
    : language_(std::move(language)),
      bin_(binFolder()),
      data_((folder_.path() / "data").string()),
      port_(freePort()),
      password_file_(folder_.write("password", "pass}word\n")) {
  std::filesystem::create_directory(data_);
  if (::geteuid() == 0) shell("chown postgres " + folder_.path().string() + " " + data_);
  shell(asServer(bin_ + "/initdb -D " + data_ + " -A scram-sha-256 -U owner --no-sync --pwfile " +
                 password_file_));
  start();
  run("CREATE DATABASE campus", "postgres");
  run("CREATE ROLE reader LOGIN PASSWORD 'pass}word'");
}

PostgresqlServer::~PostgresqlServer() {
  if (!succeeds(asServer(bin_ + "/pg_ctl -D " + data_ + " -m immediate stop")))
    WARN("PostgreSQL did not stop");
}

std::string PostgresqlServer::asServer(const std::string& command) const {
  return "cd / && " + std::string(::geteuid() == 0 ? "runuser -u postgres -- " : "") + command;
}

void PostgresqlServer::start() const {
  // C.UTF-8 is on every machine, and lets LANGUAGE choose among the translations.
  const std::string speaking = language_.empty() ? "" : "env LANGUAGE=" + language_ + " ";
  const std::string messages = language_.empty() ? "" : " -c lc_messages=C.UTF-8";
  shell(asServer(speaking + bin_ + "/pg_ctl -D " + data_ + " -w -l " + data_ + "/log -o '-F -k " + data_ +
                 " -c listen_addresses=127.0.0.1 -p " + std::to_string(port_) + messages + "' start"));
}

void PostgresqlServer::kill() const {
  shell(asServer(bin_ + "/pg_ctl -D " + data_ + " -m immediate stop"));
}

void PostgresqlServer::run(const std::string& sql, const std::string& database) const {
  const std::string file = folder_.write("run.sql", sql);
  shell("PGCLIENTENCODING=UTF8 PGPASSWORD='pass}word' psql -v ON_ERROR_STOP=1 -h 127.0.0.1 -p " +
        std::to_string(port_) + " -U owner -d " + database + " -f " + file);
}

}  // namespace lixiao::connectors
