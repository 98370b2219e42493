#include <algorithm>

#include "connectors/finance/balance.h"
#include "connectors/plugin.h"
#include "connectors/sources/fact_source.h"
#include "connectors/transport/fetch_error.h"

namespace lixiao::connectors {
namespace {

/// What finance keeps of tuition and of dormitory fees. The parts are asked for only where the settings say
/// where they stand.
SourcePlan financePlan() {
  using Kind = Field::Kind;
  SourcePlan plan{"finance", {}, commonTransports()};
  for (const Fee& fee : fees()) {
    const std::string& name = fee.name;
    const auto title = [&](const char* zh, const char* en) {
      return model::LocalizedText(fee.title.zh + zh, fee.title.en + en);
    };
    plan.fields.push_back({name + "_due", Kind::Amount, title("欠费", ": due"), true, ""});
    plan.fields.push_back({name + "_charged", Kind::Amount, title("应收", ": charged"), false, ""});
    plan.fields.push_back({name + "_paid", Kind::Amount, title("已缴", ": paid"), false, ""});
    plan.fields.push_back({name + "_deferred", Kind::Amount, title("缓缴", ": deferred"), false, ""});
    plan.fields.push_back({name + "_waived", Kind::Amount, title("减免", ": waived"), false, ""});
    plan.fields.push_back({name + "_refunded", Kind::Amount, title("退款", ": refunded"), false, ""});
  }
  return plan;
}

class FinanceConnector final : public Connector {
 public:
  explicit FinanceConnector(const Settings& settings)
      : source_(financePlan(), withReckonedDues(settings)),
        reckoned_(reckonedFees(settings)),
        poll_timeout_(settings.duration("poll_timeout")) {}

  FetchResult fetch(const std::vector<StudentRef>& students, const std::stop_token& stop) override {
    return fetchOrFail("finance interface", [&] {
      Patience patience(stop, poll_timeout_);
      Delivery delivery;
      source_.read(students, patience, delivery);
      for (const std::string& fee : reckoned_) addDue(fee, students, delivery);
      return delivery;
    });
  }

 private:
  FactSource source_;
  std::vector<std::string> reckoned_;
  std::chrono::milliseconds poll_timeout_;
};

/// Tuition and dormitory fees: what is due, and on request what it is made of.
class FinanceFactory final : public ConnectorFactory {
 public:
  std::string name() const override { return "finance"; }
  std::vector<std::string> facts(const Settings& settings) const override {
    auto facts = sourceFacts(financePlan(), withReckonedDues(settings));
    for (const std::string& fee : reckonedFees(settings)) facts.push_back(dueFact(fee));
    return facts;
  }
  Schema schema(const Settings& settings) const override {
    Schema schema = sourceSchema(financePlan(), settings);
    schema.push_back(pollTimeoutRow());
    return schema;
  }
  std::vector<model::Diagnostic> check(const Settings& settings) const override {
    auto findings = checkSettings(settings, schema(settings));
    if (model::hasErrors(findings)) return findings;
    findings = checkSource(financePlan(), withReckonedDues(settings));
    for (auto& finding : checkReckoning(settings)) findings.push_back(std::move(finding));
    model::sortByPlace(findings);
    return findings;
  }
  std::unique_ptr<Connector> create(const Settings& settings) const override {
    return std::make_unique<FinanceConnector>(withDefaults(settings, schema(settings)));
  }
};

}  // namespace
}  // namespace lixiao::connectors

LIXIAO_CONNECTOR_PLUGIN(lixiao::connectors::FinanceFactory)
