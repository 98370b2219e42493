#include <optional>

#include "connectors/plugin.h"
#include "connectors/transport/amount.h"
#include "connectors/transport/fetch_error.h"
#include "connectors/transport/sip2_session.h"

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

/// One fetch: the connection, and the one new try it has when the connection is lost.
class Poll {
 public:
  Poll(const Sip2Source& source, bool one_per_patron, Patience& patience)
      : source_(source), one_per_patron_(one_per_patron), patience_(patience) {}

  Sip2Patron patron(const std::string& student_no) {
    try {
      return ask(student_no);
    } catch (const ConnectionLost&) {
      if (lost_before_) unreachable("the connection was lost again and again");
    }
    lost_before_ = true;
    session_.reset();
    try {
      return ask(student_no);
    } catch (const ConnectionLost&) {
      unreachable("the connection was lost again and again");
    }
  }

 private:
  Sip2Patron ask(const std::string& student_no) {
    if (!session_ || one_per_patron_) session_.emplace(source_, patience_);
    return session_->patron(student_no);
  }

  const Sip2Source& source_;
  bool one_per_patron_;
  Patience& patience_;
  std::optional<Sip2Session> session_;
  bool lost_before_ = false;
};

class LibraryConnector final : public Connector {
 public:
  explicit LibraryConnector(Settings settings)
      : settings_(std::move(settings)),
        source_(sip2Source(settings_)),
        unit_(amountUnit(settings_)),
        currency_(settings_.text("currency")),
        one_per_patron_(settings_.text("connection") == "per_patron") {}

  FetchResult fetch(const std::vector<StudentRef>& students, const std::stop_token& stop) override {
    return fetchOrFail("library system", [&] { return fetchAll(students, stop); });
  }

 private:
  Delivery fetchAll(const std::vector<StudentRef>& students, const std::stop_token& stop) const {
    Patience patience(stop, settings_.duration("poll_timeout"));
    Sip2Source source = source_;
    source.password = secret(settings_, "password");
    source.terminal_password = secret(settings_, "terminal_password");
    Poll poll(source, one_per_patron_, patience);
    Delivery delivery;
    for (const StudentRef& student : students) {
      const Sip2Patron patron = poll.patron(student.student_no);
      if (!patron.known) delivery.unknown_students.push_back(student.student_no);
      delivery.facts.push_back({student.student_no, kLoans, loans(patron)});
      delivery.facts.push_back({student.student_no, kFines, fines(patron)});
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
  Sip2Source source_;
  AmountUnit unit_;
  std::string currency_;
  bool one_per_patron_;
};

/// Loans and fines by SIP2 patron information.
class LibraryFactory final : public ConnectorFactory {
 public:
  std::string name() const override { return "library"; }
  std::vector<std::string> facts() const override { return {kLoans, kFines}; }
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
