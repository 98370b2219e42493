#include "connectors/library/patron_questions.h"
#include "connectors/plugin.h"
#include "connectors/transport/amount.h"
#include "connectors/transport/fetch_error.h"
#include "connectors/transport/pace.h"

namespace lixiao::connectors {
namespace {

constexpr const char* kLoans = "library.loans";
constexpr const char* kFines = "library.fines";

Schema librarySchema() {
  Schema schema = {
      {"host", SettingType::Host, true, "", {"图书馆系统主机", "host of the SIP2 server"}},
      {"port", SettingType::Port, true, "", {"SIP2 端口", "port of the SIP2 server"}},
      amountUnitRow(),
      {"encoding", SettingType::Enum, false, "UTF-8", {"编码", "encoding of texts"}, {"UTF-8", "GB18030"}},
      {"currency", SettingType::Text, false, "CNY", {"币种", "currency of fines, ISO 4217"}},
      {"institution", SettingType::Text, false, "", {"馆代码", "institution id (AO)"}},
      {"user", SettingType::Text, false, "", {"登录名", "login (CN); without it there is no login"}},
      {"location", SettingType::Text, false, "", {"位置代码", "location (CP)"}},
      {"error_detection", SettingType::Boolean, false, "true", {"校验和", "sequence numbers and checksums"}},
      {"connection",
       SettingType::Enum,
       false,
       "shared",
       {"连接方式", "one connection for all or one per patron"},
       {"shared", "per_patron"}},
      {"connections", SettingType::Integer, false, "1", {"同时连接数", "connections at once"}, {}, 1, 64},
      requestsPerSecondRow(),
      connectTimeoutRow(),
      answerTimeoutRow("10s"),
      pollTimeoutRow(),
  };
  for (auto& row : secretSchema("password", {"登录密码", "password of the login"}))
    schema.push_back(std::move(row));
  for (auto& row : secretSchema("terminal_password", {"终端密码", "terminal password (AC)"})) {
    schema.push_back(std::move(row));
  }
  return schema;
}

std::string optionalText(const Settings& settings, std::string_view key) {
  return settings.has(key) ? settings.text(key) : "";
}

std::string secret(const Settings& settings, const std::string& key) {
  auto value = readSecret(settings, key);
  if (!value)
    throw FetchError(FailureKind::Config, "the file or variable of \"" + key + "\" is missing or empty");
  return *value;
}

Sip2Source sip2Source(const Settings& settings) {
  return {settings.text("host"),
          static_cast<std::uint16_t>(settings.integer("port")),
          settings.text("encoding") == "GB18030" ? Encoding::Gb18030 : Encoding::Utf8,
          settings.boolean("error_detection"),
          optionalText(settings, "institution"),
          optionalText(settings, "user"),
          "",
          optionalText(settings, "location"),
          "",
          settings.duration("connect_timeout"),
          settings.duration("answer_timeout")};
}

class LibraryConnector final : public Connector {
 public:
  explicit LibraryConnector(Settings settings)
      : settings_(std::move(settings)),
        questions_{sip2Source(settings_), settings_.text("connection") == "per_patron",
                   static_cast<std::size_t>(settings_.integer("connections")),
                   settings_.integer("requests_per_second"), settings_.duration("poll_timeout")},
        unit_(amountUnit(settings_)),
        currency_(settings_.text("currency")) {}

  FetchResult fetch(const std::vector<StudentRef>& students, const std::stop_token& stop) override {
    return fetchOrFail("library system", [&] { return fetchAll(students, stop); });
  }

 private:
  Delivery fetchAll(const std::vector<StudentRef>& students, const std::stop_token& stop) const {
    PatronQuestions questions = questions_;
    questions.source.password = secret(settings_, "password");
    questions.source.terminal_password = secret(settings_, "terminal_password");
    const std::vector<Sip2Patron> patrons = askAbout(students, questions, stop);
    Delivery delivery;
    delivery.facts.reserve(2 * students.size());
    for (std::size_t i = 0; i < students.size(); ++i) {
      const std::string& student_no = students[i].student_no;
      if (!patrons[i].known) delivery.unknown_students.push_back(student_no);
      delivery.facts.push_back({student_no, kLoans, loans(patrons[i])});
      delivery.facts.push_back({student_no, kFines, fines(patrons[i])});
    }
    return delivery;
  }

  model::Value loans(const Sip2Patron& patron) const {
    return patron.charged_items ? model::Value(*patron.charged_items) : model::Value();
  }

  model::Value fines(const Sip2Patron& patron) const {
    if (!patron.fee || patron.fee->empty()) return {};
    if (patron.currency && *patron.currency != currency_)
      malformed("fines in another currency than " + currency_);
    return model::Value(parseAmount(*patron.fee, unit_));
  }

  Settings settings_;
  PatronQuestions questions_;
  AmountUnit unit_;
  std::string currency_;
};

/// Loans and fines by SIP2 patron information.
class LibraryFactory final : public ConnectorFactory {
 public:
  std::string name() const override { return "library"; }
  std::vector<std::string> facts(const Settings&) const override { return {kLoans, kFines}; }
  Schema schema() const override { return librarySchema(); }
  std::vector<model::Diagnostic> check(const Settings& settings) const override {
    auto findings = checkSettings(settings, schema());
    const Setting* user = settings.find("user");
    const bool password = settings.has("password_file") || settings.has("password_env");
    if (user && !password) {
      findings.push_back(badValue(*user, "a login needs a password", "add password_file or password_env"));
    }
    model::sortByPlace(findings);
    return findings;
  }
  std::unique_ptr<Connector> create(const Settings& settings) const override {
    return std::make_unique<LibraryConnector>(withDefaults(settings, schema()));
  }
};

}  // namespace
}  // namespace lixiao::connectors

LIXIAO_CONNECTOR_PLUGIN(lixiao::connectors::LibraryFactory)
