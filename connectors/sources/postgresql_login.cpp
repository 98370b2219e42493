#include "connectors/sources/postgresql_login.h"

#include <Poco/Exception.h>
#include <libpq-fe.h>
#include <poll.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <memory>

#include "connectors/transport/fetch_error.h"

namespace lixiao::connectors {
namespace {

using Connection = std::unique_ptr<PGconn, decltype(&PQfinish)>;

/// `key=value `, quoted for libpq. Poco hands the words on as they are, split at blanks.
std::string word(const std::string& key, const std::string& value) {
  std::string quoted;
  for (const char c : value) {
    if (static_cast<unsigned char>(c) <= ' ')
      throw FetchError(FailureKind::Config, "\"" + key + "\" has a blank, which a connection cannot carry");
    if (c == '\'' || c == '\\') quoted += '\\';
    quoted += c;
  }
  return key + "=" + quoted + " ";
}

/// `said`: what libpq was told, an SQLSTATE where it comes from the server.
[[noreturn]] void fail(const std::string& said) {
  const std::string state = sqlState(said);
  const auto holds = [&](const char* part) { return said.find(part) != std::string::npos; };
  if (state.starts_with("28") || state == "42501" ||
      (state.empty() && (holds("password") || holds("certificate"))))
    throw FetchError(FailureKind::Refused, "the database does not let us in");
  if (state == "3D000") throw FetchError(FailureKind::Config, "there is no such database");
  unreachable("the database cannot be reached");
}

/// Waits until the connection can go on as it wants to.
void await(PGconn* connection, PostgresPollingStatusType wanted, const Patience& patience) {
  pollfd socket{PQsocket(connection), static_cast<short>(wanted == PGRES_POLLING_READING ? POLLIN : POLLOUT),
                0};
  while (::poll(&socket, 1, static_cast<int>(patience.slice().count())) <= 0) {
  }
}

bool isOpen(PGconn* connection, const Patience& patience) {
  PostgresPollingStatusType wanted = PGRES_POLLING_WRITING;
  while (wanted != PGRES_POLLING_OK && wanted != PGRES_POLLING_FAILED) {
    await(connection, wanted, patience);
    wanted = PQconnectPoll(connection);
  }
  return wanted == PGRES_POLLING_OK;
}

}  // namespace

PostgresqlLogin::PostgresqlLogin(const Settings& settings)
    : connect_timeout_(settings.duration("connect_timeout")) {
  const auto seconds = std::max<std::int64_t>(2, connect_timeout_.count() / 1000);
  words_ = word("host", settings.text("host")) + word("dbname", settings.text("database")) +
           word("connect_timeout", std::to_string(seconds)) + word("application_name", "lixiao") +
           word("client_encoding", "UTF8");
  if (settings.has("port")) words_ += word("port", settings.text("port"));
  if (settings.has("user")) words_ += word("user", settings.text("user"));
  if (settings.has("ca_file"))
    words_ += word("sslmode", "verify-full") + word("sslrootcert", settings.path("ca_file").string());
  const std::string password = neededSecret(settings, "password");
  if (!password.empty()) keepPassword(password);
}

PostgresqlLogin::~PostgresqlLogin() {
  if (file_ >= 0) ::close(file_);
}

/// A line for every server, database and user; it may hold what no word can: blanks.
void PostgresqlLogin::keepPassword(const std::string& password) {
  std::string line = "*:*:*:*:";
  for (const char c : password) {
    if (c == ':' || c == '\\') line += '\\';
    line += c;
  }
  file_ = ::memfd_create("password", MFD_CLOEXEC);
  const auto size = static_cast<ssize_t>(line.size());
  if (file_ < 0 || ::fchmod(file_, S_IRUSR | S_IWUSR) != 0 ||
      ::write(file_, line.data(), line.size()) != size)
    throw FetchError(FailureKind::Internal, "there is no memory for a password");
  words_ += word("passfile", "/proc/self/fd/" + std::to_string(file_));
}

void PostgresqlLogin::tryOut(const Patience& patience) const {
  const Patience own(patience.stop(), std::min(connect_timeout_, patience.left()));
  const Connection connection(PQconnectStart(words_.c_str()), PQfinish);
  if (PQstatus(connection.get()) == CONNECTION_BAD) fail(PQerrorMessage(connection.get()));
  PQsetErrorVerbosity(connection.get(), PQERRORS_SQLSTATE);
  try {
    if (!isOpen(connection.get(), own)) fail(PQerrorMessage(connection.get()));
  } catch (const Poco::TimeoutException&) {
    unreachable("the database cannot be reached");
  }
}

std::string sqlState(const std::string& text) {
  constexpr std::size_t kSigns = 5;
  constexpr std::string_view kBefore = ":  ";
  for (std::size_t at = text.find(kBefore); at != std::string::npos; at = text.find(kBefore, at + 1)) {
    std::string state = text.substr(at + kBefore.size(), kSigns);
    const bool whole = state.size() == kSigns && std::all_of(state.begin(), state.end(), [](char c) {
                         return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z');
                       });
    const std::size_t end = at + kBefore.size() + kSigns;
    if (whole && (end == text.size() || text[end] == ':' || text[end] == '\n')) return state;
  }
  return "";
}

}  // namespace lixiao::connectors
