#include "connectors/transport/http_credentials.h"

#include <Poco/DigestEngine.h>
#include <Poco/Net/HTTPBasicCredentials.h>
#include <Poco/RandomStream.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>

#include <array>
#include <chrono>

#include "connectors/transport/fetch_error.h"

namespace lixiao::connectors {
namespace {

std::string hex(const unsigned char* bytes, std::size_t count) {
  return Poco::DigestEngine::digestToHex(Poco::DigestEngine::Digest(bytes, bytes + count));
}

std::string freshNonce() {
  std::array<char, 16> bytes{};
  Poco::RandomInputStream().read(bytes.data(), bytes.size());
  return hex(reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size());
}

bool given(const Settings& settings, const std::string& secret) {
  return settings.has(secret + "_file") || settings.has(secret + "_env");
}

}  // namespace

Schema httpSchema() {
  Schema schema = {
      {"url", SettingType::Url, true, "", {"接口地址", "address of the interface"}},
      {"ca_file", SettingType::Path, false, "", {"私有 CA 证书", "certificates of a private CA, PEM"}},
      {"user", SettingType::Text, false, "", {"登录名", "user of Basic authentication"}},
      connectTimeoutRow(),
      answerTimeoutRow("20s"),
  };
  for (auto& row : secretSchema("token", {"访问令牌", "bearer token"})) schema.push_back(std::move(row));
  for (auto& row : secretSchema("password", {"登录密码", "password of the user"}))
    schema.push_back(std::move(row));
  for (auto& row : secretSchema("signing_key", {"签名密钥", "key of the signature"}))
    schema.push_back(std::move(row));
  return schema;
}

std::vector<model::Diagnostic> checkHttp(const Settings& settings) {
  std::vector<model::Diagnostic> findings;
  const Setting* user = settings.find("user");
  if (user && !given(settings, "password"))
    findings.push_back(badValue(*user, "a user needs a password", "add password_file or password_env"));
  const int kinds =
      (user ? 1 : 0) + (given(settings, "token") ? 1 : 0) + (given(settings, "signing_key") ? 1 : 0);
  const Setting* url = settings.find("url");
  if (!url) return findings;
  if (kinds > 1)
    findings.push_back(
        badValue(*url, "a question is proved in one way only", "give one of token, user and signing_key"));
  if (settings.has("ca_file") && !url->text.starts_with("https://"))
    findings.push_back(badValue(*url, "\"ca_file\" is for an https address", ""));
  return findings;
}

HttpSource httpSource(const Settings& settings) {
  HttpSource source{*parseUrl(settings.text("url")),
                    "",
                    {},
                    settings.duration("connect_timeout"),
                    settings.duration("answer_timeout")};
  if (settings.has("ca_file")) source.ca_file = settings.path("ca_file");
  source.credentials.bearer = neededSecret(settings, "token");
  source.credentials.signing_key = neededSecret(settings, "signing_key");
  if (settings.has("user")) source.credentials.user = settings.text("user");
  source.credentials.password = neededSecret(settings, "password");
  return source;
}

std::string signature(const std::string& key, const std::string& timestamp, const std::string& nonce,
                      const HttpQuestion& question) {
  const std::string text = timestamp + "\n" + nonce + "\n" + question.method + "\n" +
                           question.path_and_query + "\n" + question.body;
  std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
  unsigned length = 0;
  HMAC(EVP_sha256(), key.data(), static_cast<int>(key.size()),
       reinterpret_cast<const unsigned char*>(text.data()), text.size(), digest.data(), &length);
  return "sha256=" + hex(digest.data(), length);
}

void authorize(Poco::Net::HTTPRequest& request, const Credentials& credentials,
               const HttpQuestion& question) {
  if (!credentials.bearer.empty()) request.set("Authorization", "Bearer " + credentials.bearer);
  if (!credentials.user.empty())
    Poco::Net::HTTPBasicCredentials(credentials.user, credentials.password).authenticate(request);
  if (credentials.signing_key.empty()) return;
  const auto now = std::chrono::system_clock::now().time_since_epoch();
  const std::string timestamp = std::to_string(std::chrono::duration_cast<std::chrono::seconds>(now).count());
  const std::string nonce = freshNonce();
  request.set("Lixiao-Timestamp", timestamp);
  request.set("Lixiao-Nonce", nonce);
  request.set("Lixiao-Signature", signature(credentials.signing_key, timestamp, nonce, question));
}

}  // namespace lixiao::connectors
