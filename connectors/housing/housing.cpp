#include <algorithm>

#include "connectors/housing/check_out_view.h"
#include "connectors/plugin.h"
#include "connectors/transport/arrears.h"
#include "connectors/transport/fetch_error.h"

namespace lixiao::connectors {
namespace {

constexpr const char* kDormDue = "housing.dorm_due";
constexpr const char* kCheckedOut = "housing.checked_out";

class HousingConnector final : public Connector {
 public:
  explicit HousingConnector(const Settings& settings)
      : arrears_(settings), view_(settings), poll_timeout_(settings.duration("poll_timeout")) {}

  FetchResult fetch(const std::vector<StudentRef>& students, const std::stop_token& stop) override {
    Patience patience(stop, poll_timeout_);
    Delivery delivery;
    const auto dues = fetchOrFail("finance interface", [&] {
      arrears_.fetch(students, {{"dorm_due", kDormDue}}, patience, delivery);
      return Delivery();
    });
    if (dues.failure()) return *dues.failure();
    return fetchOrFail("housing view", [&] {
      patience.beginStep(poll_timeout_);
      view_.fetch(students, kCheckedOut, patience, delivery);
      std::sort(delivery.unknown_students.begin(), delivery.unknown_students.end());
      const auto repeated = std::unique(delivery.unknown_students.begin(), delivery.unknown_students.end());
      delivery.unknown_students.erase(repeated, delivery.unknown_students.end());
      return std::move(delivery);
    });
  }

 private:
  ArrearsClient arrears_;
  CheckOutView view_;
  std::chrono::milliseconds poll_timeout_;
};

/// Dormitory dues from the finance system's interface, room check-out from a read-only view. A student counts
/// as unknown when either source does not know him.
class HousingFactory final : public ConnectorFactory {
 public:
  std::string name() const override { return "housing"; }
  std::vector<std::string> facts(const Settings&) const override { return {kDormDue, kCheckedOut}; }
  Schema schema() const override {
    Schema schema = ArrearsClient::schema();
    for (SettingRow& row : CheckOutView::schema()) schema.push_back(std::move(row));
    schema.push_back(pollTimeoutRow());
    return schema;
  }
  std::vector<model::Diagnostic> check(const Settings& settings) const override {
    return checkSettings(settings, schema());
  }
  std::unique_ptr<Connector> create(const Settings& settings) const override {
    return std::make_unique<HousingConnector>(withDefaults(settings, schema()));
  }
};

}  // namespace
}  // namespace lixiao::connectors

LIXIAO_CONNECTOR_PLUGIN(lixiao::connectors::HousingFactory)
