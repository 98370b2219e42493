#include <Poco/Base64Encoder.h>

#include <sstream>
#include <stdexcept>

#include "connectors/mask.h"

namespace lixiao::connectors {
namespace {

std::string base64(const std::string& text) {
  std::ostringstream encoded;
  Poco::Base64Encoder encoder(encoded);
  encoder.rdbuf()->setLineLength(0);
  encoder << text;
  encoder.close();
  return encoded.str();
}

class WithoutSecrets final : public Connector {
 public:
  WithoutSecrets(std::unique_ptr<Connector> connector, Settings settings, Schema schema)
      : connector_(std::move(connector)), settings_(std::move(settings)), schema_(std::move(schema)) {}

  FetchResult fetch(const std::vector<StudentRef>& students, const std::stop_token& stop) override {
    try {
      FetchResult result = connector_->fetch(students, stop);
      if (!result.failure()) return result;
      return masked(*result.failure(), secretsOf(settings_, schema_));
    } catch (const std::exception& error) {
      throw std::runtime_error(masked(error.what(), secretsOf(settings_, schema_), kMostOfAnswer));
    }
  }

 private:
  std::unique_ptr<Connector> connector_;
  Settings settings_;
  Schema schema_;
};

}  // namespace

std::vector<std::string> secretsOf(const Settings& settings, const Schema& schema) {
  constexpr std::string_view kEnv = "_env", kPassword = "password", kUser = "user";
  std::vector<std::string> forms;
  for (const SettingRow& row : schema) {
    if (!row.key.ends_with(kEnv)) continue;
    const std::string key = row.key.substr(0, row.key.size() - kEnv.size());
    const std::string secret = readSecret(settings, key).value_or("");
    if (secret.empty()) continue;
    forms.insert(forms.end(), {secret, base64(secret)});
    if (!key.ends_with(kPassword)) continue;
    const std::string user = key.substr(0, key.size() - kPassword.size()) + std::string(kUser);
    if (settings.has(user)) forms.push_back(base64(settings.text(user) + ":" + secret));
  }
  return forms;
}

std::unique_ptr<Connector> withoutSecrets(std::unique_ptr<Connector> connector, const Settings& settings,
                                          const Schema& schema) {
  return std::make_unique<WithoutSecrets>(std::move(connector), settings, schema);
}

}  // namespace lixiao::connectors
