#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "engine/model/date.h"
#include "engine/store/database.h"

namespace lixiao::store {

/// Somebody signed in. Only the hash of the token is stored.
struct WebSession {
  std::string token_hash;
  std::string login;
  std::string csrf_token;
  model::Instant created{};
  model::Instant last_seen{};
  model::Instant expires{};

  bool operator==(const WebSession&) const = default;
};

/// The account must exist.
void addWebSession(Transaction& transaction, const WebSession& session);
/// Expired ones too: the caller compares `expires` with its clock.
std::optional<WebSession> findWebSession(Reader& reader, const std::string& token_hash);
std::vector<WebSession> webSessionsOf(Reader& reader, const std::string& login);
/// False when it is gone.
bool touchWebSession(Transaction& transaction, const std::string& token_hash, model::Instant last_seen,
                     model::Instant expires);
void removeWebSession(Transaction& transaction, const std::string& token_hash);
/// All sessions of a login but `kept_token_hash` ("" keeps none); returns how many.
std::int64_t removeWebSessionsOf(Transaction& transaction, const std::string& login,
                                 const std::string& kept_token_hash = "");
std::int64_t removeExpiredWebSessions(Transaction& transaction, model::Instant now);

}  // namespace lixiao::store
