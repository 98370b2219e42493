#pragma once

#include <filesystem>
#include <optional>
#include <string>

#include "connectors/settings.h"
#include "connectors/transport/patience.h"

namespace lixiao::connectors {

inline constexpr std::size_t kMaxAnswerBytes = 16u << 20;

/// What proves to the source who asks; at most one of them.
struct Credentials {
  std::string bearer;          ///< `Authorization: Bearer …`
  std::string user, password;  ///< `Authorization: Basic …`
  std::string signing_key;     ///< `Lixiao-Signature`, see `signature`
};

struct HttpSource {
  Url url;
  std::filesystem::path ca_file;  ///< of https; "": what the system trusts
  Credentials credentials;
  std::chrono::milliseconds connect_timeout{};
  std::chrono::milliseconds answer_timeout{};  ///< for the whole of one answer
};

struct HttpQuestion {
  std::string method = "POST";
  std::string path_and_query;
  std::string body;  ///< JSON; "": none
};

/// `url`, `ca_file`, `token_*`, `user`, `password_*`, `signing_key_*`, `connect_timeout`, `answer_timeout`.
Schema httpSchema();
/// Findings about keys that exclude or need each other.
std::vector<model::Diagnostic> checkHttp(const Settings& settings);
/// With the secrets as they are now. Throws FetchError (config) when one is missing.
HttpSource httpSource(const Settings& settings);

/// A text as it stands in a path or a query.
std::string escapedForUrl(const std::string& text);

/// The body of the answer to one question. A connection of its own, no redirects, nothing but status 200 with
/// application/json and at most kMaxAnswerBytes. Throws FetchError, with the beginning of what came instead,
/// or Poco's network exceptions.
std::string askJson(const HttpSource& source, const HttpQuestion& question, Patience& patience);
/// The same, and nothing for status 404.
std::optional<std::string> askJsonOrNothing(const HttpSource& source, const HttpQuestion& question,
                                            Patience& patience);

/// `sha256=` and the HMAC-SHA256 in hexadecimal digits of `TIMESTAMP \n NONCE \n METHOD \n PATH?QUERY \n
/// BODY`. The timestamp (seconds since 1970) and the nonce are sent beside it as `Lixiao-Timestamp`,
/// `Lixiao-Nonce`.
std::string signature(const std::string& key, const std::string& timestamp, const std::string& nonce,
                      const HttpQuestion& question);

}  // namespace lixiao::connectors
