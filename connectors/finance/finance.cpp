#include "connectors/plugin.h"
#include "connectors/transport/arrears.h"
#include "connectors/transport/fetch_error.h"

namespace lixiao::connectors {
namespace {

constexpr const char* kTuitionDue = "finance.tuition_due";
constexpr const char* kDormDue = "finance.dorm_due";

class FinanceConnector final : public Connector {
 public:
  explicit FinanceConnector(const Settings& settings)
      : arrears_(settings), poll_timeout_(settings.duration("poll_timeout")) {}

  FetchResult fetch(const std::vector<StudentRef>& students, const std::stop_token& stop) override {
    return fetchOrFail("finance interface", [&] {
      Patience patience(stop, poll_timeout_);
      Delivery delivery;
      arrears_.fetch(students, {{"tuition_due", kTuitionDue}, {"dorm_due", kDormDue}}, patience, delivery);
      return delivery;
    });
  }

 private:
  ArrearsClient arrears_;
  std::chrono::milliseconds poll_timeout_;
};

/// Tuition and dormitory dues from the finance system's interface.
class FinanceFactory final : public ConnectorFactory {
 public:
  std::string name() const override { return "finance"; }
  std::vector<std::string> facts(const Settings&) const override { return {kTuitionDue, kDormDue}; }
  Schema schema() const override {
    Schema schema = ArrearsClient::schema();
    schema.push_back(pollTimeoutRow());
    return schema;
  }
  std::vector<model::Diagnostic> check(const Settings& settings) const override {
    return checkSettings(settings, schema());
  }
  std::unique_ptr<Connector> create(const Settings& settings) const override {
    return std::make_unique<FinanceConnector>(withDefaults(settings, schema()));
  }
};

}  // namespace
}  // namespace lixiao::connectors

LIXIAO_CONNECTOR_PLUGIN(lixiao::connectors::FinanceFactory)
