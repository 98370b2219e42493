#include "connectors/outgoing/receiver.h"

#include "connectors/mask.h"
#include "connectors/sources/sip2_records.h"
#include "connectors/transport/http.h"

namespace lixiao::connectors {
namespace {

Schema schemaOf(const Settings& settings) {
  Schema schema = receiverSchema();
  const Setting* kind = settings.find("kind");
  if (!kind) return schema;
  Schema own;
  if (kind->text == "hook") own = hookSchema();
  if (kind->text == "file") own = fileReceiverSchema();
  if (kind->text == "sip2") own = sip2ReceiverSchema();
  for (SettingRow& row : own) schema.push_back(std::move(row));
  return schema;
}

}  // namespace

Schema receiverSchema() {
  return {
      {"kind", SettingType::Enum, true, "", {"接收方种类", "kind of receiver"}, {"hook", "file", "sip2"}},
      {"exempt", SettingType::Text, false, "", {"豁免名单", "list of those it is not told of"}},
      {"retry",
       SettingType::Duration,
       false,
       "30s",
       {"首次重试等待", "wait after the first failure"},
       {},
       100},
      {"retry_max",
       SettingType::Duration,
       false,
       "1h",
       {"最长重试等待", "longest wait after failures"},
       {},
       100},
  };
}

Settings completeReceiver(const Settings& settings) {
  return withDefaults(settings, schemaOf(settings));
}

std::vector<model::Diagnostic> checkReceiver(const Settings& settings) {
  auto findings = checkSettings(settings, schemaOf(settings));
  if (model::hasErrors(findings)) return findings;
  const std::string& kind = settings.text("kind");
  if (kind == "hook") findings = checkHttp(settings);
  if (kind == "sip2") findings = checkSip2(settings);
  return findings;
}

namespace {

std::unique_ptr<Receiver> make(const Settings& complete) {
  const std::string& kind = complete.text("kind");
  if (kind == "file") return makeFileReceiver(complete);
  if (kind == "sip2") return makeSip2Receiver(complete);
  return makeHookReceiver(complete);
}

/// The same receiver, whose answers and failures hold none of the secrets of its settings.
class WithoutSecrets final : public Receiver {
 public:
  explicit WithoutSecrets(const Settings& complete) : receiver_(make(complete)), settings_(complete) {}

  Handover hand(const Parcel& parcel, const std::stop_token& stop) override {
    Handover handover = receiver_->hand(parcel, stop);
    const auto secrets = secretsOf(settings_, schemaOf(settings_));
    if (handover.failure) handover.failure = masked(*handover.failure, secrets);
    handover.answer = masked(handover.answer, secrets, kMostOfAnswer);
    return handover;
  }

 private:
  std::unique_ptr<Receiver> receiver_;
  Settings settings_;
};

}  // namespace

std::unique_ptr<Receiver> makeReceiver(const Settings& settings) {
  return std::make_unique<WithoutSecrets>(completeReceiver(settings));
}

}  // namespace lixiao::connectors
