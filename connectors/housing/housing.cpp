#include <algorithm>

#include "connectors/plugin.h"
#include "connectors/sources/fact_source.h"
#include "connectors/transport/fetch_error.h"

namespace lixiao::connectors {
namespace {

/// The keys of the second source begin so: `room_transport`, `room_view`.
constexpr std::string_view kRoom = "room_";

/// R6: dormitory fees as the finance system has them.
SourcePlan duesPlan() {
  return {"housing",
          {{"dorm_due", Field::Kind::Amount, {"住宿费欠费", "dormitory fees due"}, true, ""}},
          commonTransports()};
}

/// Who has given the room back, as the housing office has it: an SQL view unless the settings say otherwise.
SourcePlan roomPlan() {
  auto transports = commonTransports();
  std::rotate(transports.begin(), transports.begin() + 1, transports.end());
  return {"housing", {{"checked_out", Field::Kind::Flag, {"退宿", "room given back"}, true, ""}}, transports};
}

class HousingConnector final : public Connector {
 public:
  explicit HousingConnector(const Settings& settings)
      : dues_(duesPlan(), settings),
        room_(roomPlan(), settings.part(kRoom)),
        poll_timeout_(settings.duration("poll_timeout")) {}

  FetchResult fetch(const std::vector<StudentRef>& students, const std::stop_token& stop) override {
    Patience patience(stop, poll_timeout_);
    Delivery delivery;
    const auto dues = fetchOrFail("finance interface", [&] {
      dues_.read(students, patience, delivery);
      return Delivery();
    });
    if (dues.failure()) return *dues.failure();
    return fetchOrFail("housing view", [&] {
      patience.beginStep(poll_timeout_);
      room_.read(students, patience, delivery);
      std::sort(delivery.unknown_students.begin(), delivery.unknown_students.end());
      const auto repeated = std::unique(delivery.unknown_students.begin(), delivery.unknown_students.end());
      delivery.unknown_students.erase(repeated, delivery.unknown_students.end());
      return std::move(delivery);
    });
  }

 private:
  FactSource dues_;
  FactSource room_;
  std::chrono::milliseconds poll_timeout_;
};

/// Dormitory fees from one source and room check-out from another. A student counts as unknown when either
/// does not know him.
class HousingFactory final : public ConnectorFactory {
 public:
  std::string name() const override { return "housing"; }
  std::vector<std::string> facts(const Settings& settings) const override {
    auto facts = sourceFacts(duesPlan(), settings);
    for (std::string& fact : sourceFacts(roomPlan(), settings.part(kRoom))) facts.push_back(std::move(fact));
    return facts;
  }
  Schema schema(const Settings& settings) const override {
    Schema schema = sourceSchema(duesPlan(), settings);
    for (SettingRow& row : sourceSchema(roomPlan(), settings.part(kRoom))) {
      row.key = std::string(kRoom) + row.key;
      schema.push_back(std::move(row));
    }
    schema.push_back(pollTimeoutRow());
    return schema;
  }
  std::vector<model::Diagnostic> check(const Settings& settings) const override {
    auto findings = checkSettings(settings, schema(settings));
    if (model::hasErrors(findings)) return findings;
    findings = checkSource(duesPlan(), settings);
    for (auto& finding : checkSource(roomPlan(), settings.part(kRoom)))
      findings.push_back(std::move(finding));
    model::sortByPlace(findings);
    return findings;
  }
  std::unique_ptr<Connector> create(const Settings& settings) const override {
    return std::make_unique<HousingConnector>(withDefaults(settings, schema(settings)));
  }
};

}  // namespace
}  // namespace lixiao::connectors

LIXIAO_CONNECTOR_PLUGIN(lixiao::connectors::HousingFactory)
