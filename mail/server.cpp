#include "mail/server.h"

#include <algorithm>

namespace lixiao::mail {
namespace {

namespace fs = std::filesystem;
using connectors::Settings;
using connectors::SettingType;

constexpr const char* kPassword = "password";

Security securityOf(const std::string& word) {
  if (word == "none") return Security::None;
  return word == "tls" ? Security::Tls : Security::StartTls;
}

const char* usualPort(Security security) {
  switch (security) {
    case Security::None:
      return "25";
    case Security::StartTls:
      return "587";
    case Security::Tls:
      return "465";
  }
  return "587";
}

bool isLoopback(const std::string& host) {
  return host == "localhost" || host == "::1" || host.rfind("127.", 0) == 0;
}

bool looksLikeAddress(const std::string& text) {
  const std::size_t at = text.find('@');
  return at != std::string::npos && at > 0 && at + 1 < text.size() &&
         text.find('@', at + 1) == std::string::npos && std::all_of(text.begin(), text.end(), [](char c) {
           return c > ' ' && c < '\x7f' && c != '<' && c != '>' && c != ',';
         });
}

bool othersMayRead(const fs::path& file) {
  std::error_code failed;
  const fs::perms mode = fs::status(file, failed).permissions();
  return !failed && (mode & (fs::perms::group_all | fs::perms::others_all)) != fs::perms::none;
}

/// What no single row of the schema tells.
void checkTogether(const Settings& settings, std::vector<model::Diagnostic>& findings) {
  const connectors::Setting* from = settings.find("from");
  if (from != nullptr && !looksLikeAddress(from->text))
    findings.push_back(connectors::badValue(*from, "this is no e-mail address", "write name@example.edu"));
  const connectors::Setting* file = settings.find("password_file");
  if (file != nullptr && othersMayRead(settings.path("password_file")))
    findings.push_back(connectors::badValue(*file, "others may read this file", "chmod 600"));
  const connectors::Setting* user = settings.find("user");
  if (user == nullptr) return;
  if (!settings.has("password_file") && !settings.has("password_env"))
    findings.push_back(
        connectors::badValue(*user, "a login needs a password", "add password_file or password_env"));
  const connectors::Setting* security = settings.find("security");
  const connectors::Setting* server = settings.find("server");
  if (security != nullptr && security->text == "none" && server != nullptr && !isLoopback(server->text))
    findings.push_back(
        connectors::badValue(*security, "a password would be readable on its way", "write starttls or tls"));
}

}  // namespace

connectors::Schema schema() {
  connectors::Schema rows = {
      {"server", SettingType::Host, true, "", {"邮件服务器", "mail server"}},
      {"port", SettingType::Port, false, "", {"端口", "port"}},
      {"from", SettingType::Text, true, "", {"发件人地址", "sender's address"}},
      {"security",
       SettingType::Enum,
       false,
       "starttls",
       {"加密方式", "encryption"},
       {"none", "starttls", "tls"}},
      {"user", SettingType::Text, false, "", {"登录名", "login"}},
      {"ca_file", SettingType::Path, false, "", {"证书文件", "certificates to trust"}},
      {"connect_timeout",
       SettingType::Duration,
       false,
       "10s",
       {"连接时限", "time to connect"},
       {},
       10,
       300'000},
      {"answer_timeout",
       SettingType::Duration,
       false,
       "60s",
       {"应答时限", "time to answer"},
       {},
       10,
       600'000},
      {"retry", SettingType::Duration, false, "1min", {"重试间隔", "first pause"}, {}, 10, 86'400'000},
      {"retry_max", SettingType::Duration, false, "60min", {"最长间隔", "longest pause"}, {}, 10, 86'400'000},
      {"notice",
       SettingType::Duration,
       false,
       "3d",
       {"提前提醒", "before a deadline"},
       {},
       86'400'000,
       2'592'000'000},
      {"in_trial", SettingType::Boolean, false, "false", {"试运行期间发送", "send during a trial"}},
  };
  for (connectors::SettingRow& row : connectors::secretSchema(kPassword, {"密码", "password"}))
    rows.push_back(std::move(row));
  return rows;
}

std::vector<model::Diagnostic> check(const Settings& settings) {
  std::vector<model::Diagnostic> findings = connectors::checkSettings(settings, schema());
  if (findings.empty()) checkTogether(settings, findings);
  return findings;
}

Server serverOf(const Settings& given) {
  Settings settings = connectors::withDefaults(given, schema());
  Server server;
  server.host = settings.text("server");
  server.security = securityOf(settings.text("security"));
  if (!settings.has("port")) settings.set("port", usualPort(server.security));
  server.port = static_cast<std::uint16_t>(settings.integer("port"));
  server.from = settings.text("from");
  if (settings.has("user")) server.user = settings.text("user");
  if (settings.has("ca_file")) server.ca_file = settings.path("ca_file");
  server.connect_timeout = settings.duration("connect_timeout");
  server.answer_timeout = settings.duration("answer_timeout");
  server.settings = std::move(settings);
  return server;
}

}  // namespace lixiao::mail
