#include "connectors/sources/sip2_records.h"

#include "connectors/sources/patron_questions.h"
#include "connectors/transport/fetch_error.h"
#include "connectors/transport/lines.h"
#include "connectors/transport/pace.h"

namespace lixiao::connectors {
namespace {

std::string optionalText(const Settings& settings, std::string_view key) {
  return settings.has(key) ? settings.text(key) : "";
}

Sip2Source sip2Source(const Settings& settings) {
  return {settings.text("host"),
          static_cast<std::uint16_t>(settings.integer("port")),
          settings.text("encoding") == "GB18030" ? Encoding::Gb18030 : Encoding::Utf8,
          settings.boolean("error_detection"),
          optionalText(settings, "institution"),
          optionalText(settings, "user"),
          neededSecret(settings, "password"),
          optionalText(settings, "location"),
          neededSecret(settings, "terminal_password"),
          settings.duration("connect_timeout"),
          settings.duration("answer_timeout")};
}

class Sip2Records final : public RecordSource {
 public:
  Sip2Records(Settings settings, std::vector<FieldPlace> fields)
      : settings_(std::move(settings)), fields_(std::move(fields)), pace_(sharedPace(settings_)) {}

  Records read(const std::vector<StudentRef>& students, Patience& patience) const override {
    const auto connections = static_cast<std::size_t>(settings_.integer("connections"));
    const std::vector<Sip2Patron> patrons =
        askAbout(students, sip2Manner(settings_), connections, *pace_, patience);
    RecordCollector collector(students);
    for (std::size_t i = 0; i < students.size(); ++i) {
      const std::string& student_no = students[i].student_no;
      if (!patrons[i].known) continue;
      askingAbout(student_no, [&] {
        readAnswer(patrons[i].message.line, [&] { collector.add(student_no, texts(patrons[i])); });
      });
    }
    return std::move(collector).take();
  }

 private:
  std::vector<std::optional<std::string>> texts(const Sip2Patron& patron) const {
    const auto currency = patron.text("BH");
    if (currency && !currency->empty() && *currency != settings_.text("currency"))
      malformed("fines in another currency than " + settings_.text("currency"));
    std::vector<std::optional<std::string>> texts;
    texts.reserve(fields_.size());
    for (const FieldPlace& field : fields_) texts.push_back(patron.text(field.where));
    return texts;
  }

  Settings settings_;
  std::vector<FieldPlace> fields_;
  std::shared_ptr<Pace> pace_;
};

}  // namespace

Sip2Manner sip2Manner(const Settings& settings) {
  return {sip2Source(settings), settings.text("connection") == "per_patron"};
}

Schema sip2MannerSchema() {
  Schema schema = {
      {"host", SettingType::Host, true, "", {"SIP2 主机", "host of the SIP2 server"}},
      {"port", SettingType::Port, true, "", {"SIP2 端口", "port of the SIP2 server"}},
      {"encoding", SettingType::Enum, false, "UTF-8", {"编码", "encoding of texts"}, {"UTF-8", "GB18030"}},
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
      requestsPerSecondRow(),
      connectTimeoutRow(),
      answerTimeoutRow("10s"),
  };
  for (auto& row : secretSchema("password", {"登录密码", "password of the login"}))
    schema.push_back(std::move(row));
  for (auto& row : secretSchema("terminal_password", {"终端密码", "terminal password (AC)"})) {
    schema.push_back(std::move(row));
  }
  return schema;
}

Schema sip2Schema() {
  Schema schema = sip2MannerSchema();
  schema.push_back({"currency", SettingType::Text, false, "CNY", {"币种", "currency of fines, ISO 4217"}});
  schema.push_back(connectionsRow());
  return schema;
}

std::vector<model::Diagnostic> checkSip2(const Settings& settings) {
  std::vector<model::Diagnostic> findings;
  const Setting* user = settings.find("user");
  if (user && !settings.has("password_file") && !settings.has("password_env"))
    findings.push_back(badValue(*user, "a login needs a password", "add password_file or password_env"));
  for (const auto& [key, setting] : settings.entries()) {
    if (key.ends_with("_field") && setting.text != "none" && !Sip2Patron::has(setting.text))
      findings.push_back(badValue(setting, "SIP2 has no \"" + setting.text + "\"",
                                  "charged, overdue, fine_items, holds, recalls, or a field such as BV"));
  }
  return findings;
}

std::unique_ptr<RecordSource> makeSip2Source(const Settings& settings,
                                             const std::vector<FieldPlace>& fields) {
  return std::make_unique<Sip2Records>(settings, fields);
}

}  // namespace lixiao::connectors
