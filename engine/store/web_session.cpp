#include "engine/store/web_session.h"

#include "engine/store/row.h"

namespace lixiao::store {

template <>
struct Columns<WebSession> {
  static auto of(auto& row) {
    return std::tie(row.token_hash, row.login, row.csrf_token, row.created, row.last_seen, row.expires);
  }
};

namespace {
constexpr auto kAdd =
    "INSERT INTO web_session (token_hash, login, csrf_token, created, last_seen, expires) "
    "VALUES ($1, $2, $3, $4, $5, $6)";
constexpr auto kFind =
    "SELECT token_hash, login, csrf_token, created, last_seen, expires FROM web_session WHERE token_hash = "
    "$1";
constexpr auto kOfLogin =
    "SELECT token_hash, login, csrf_token, created, last_seen, expires FROM web_session "
    "WHERE login = $1 ORDER BY created, token_hash";
constexpr auto kTouch = "UPDATE web_session SET last_seen = $1, expires = $2 WHERE token_hash = $3";
constexpr auto kRemove = "DELETE FROM web_session WHERE token_hash = $1";
constexpr auto kRemoveOfLogin = "DELETE FROM web_session WHERE login = $1 AND token_hash <> $2";
constexpr auto kRemoveExpired = "DELETE FROM web_session WHERE expires <= $1";
}  // namespace

void addWebSession(Transaction& transaction, const WebSession& session) {
  std::vector<WebSession> rows = {session};
  executeAll(transaction.session(), kAdd, rows);
}

std::optional<WebSession> findWebSession(Reader& reader, const std::string& token_hash) {
  return selectOne<WebSession>(reader.session(), kFind, token_hash);
}

std::vector<WebSession> webSessionsOf(Reader& reader, const std::string& login) {
  return select<WebSession>(reader.session(), kOfLogin, login);
}

bool touchWebSession(Transaction& transaction, const std::string& token_hash, model::Instant last_seen,
                     model::Instant expires) {
  return execute(transaction.session(), kTouch, milliseconds(last_seen), milliseconds(expires), token_hash) >
         0;
}

void removeWebSession(Transaction& transaction, const std::string& token_hash) {
  execute(transaction.session(), kRemove, token_hash);
}

std::int64_t removeWebSessionsOf(Transaction& transaction, const std::string& login,
                                 const std::string& kept_token_hash) {
  return execute(transaction.session(), kRemoveOfLogin, login, kept_token_hash);
}

std::int64_t removeExpiredWebSessions(Transaction& transaction, model::Instant now) {
  return execute(transaction.session(), kRemoveExpired, milliseconds(now));
}

}  // namespace lixiao::store
