#include <algorithm>

#include "connectors/library/koha.h"
#include "connectors/plugin.h"
#include "connectors/sources/fact_source.h"
#include "connectors/transport/fetch_error.h"

namespace lixiao::connectors {
namespace {

/// SIP2 unless the settings say otherwise. A student is clear when nothing is charged, not when nothing is
/// overdue.
SourcePlan libraryPlan() {
  auto transports = commonTransports();
  std::rotate(transports.begin(), transports.end() - 1, transports.end());
  transports.push_back(kohaTransport());
  return {"library",
          {{"loans", Field::Kind::Count, {"在借册数", "items on loan"}, true, "charged"},
           {"fines", Field::Kind::Amount, {"欠款", "fines"}, true, "BV"}},
          transports};
}

class LibraryConnector final : public Connector {
 public:
  explicit LibraryConnector(const Settings& settings)
      : source_(libraryPlan(), settings), poll_timeout_(settings.duration("poll_timeout")) {}

  FetchResult fetch(const std::vector<StudentRef>& students, const std::stop_token& stop) override {
    return fetchOrFail("library system", [&] {
      Patience patience(stop, poll_timeout_);
      Delivery delivery;
      source_.read(students, patience, delivery);
      return delivery;
    });
  }

 private:
  FactSource source_;
  std::chrono::milliseconds poll_timeout_;
};

/// Loans and fines.
class LibraryFactory final : public ConnectorFactory {
 public:
  std::string name() const override { return "library"; }
  std::vector<std::string> facts(const Settings& settings) const override {
    return sourceFacts(libraryPlan(), settings);
  }
  Schema schema(const Settings& settings) const override {
    Schema schema = sourceSchema(libraryPlan(), settings);
    schema.push_back(pollTimeoutRow());
    return schema;
  }
  std::vector<model::Diagnostic> check(const Settings& settings) const override {
    auto findings = checkSettings(settings, schema(settings));
    if (!model::hasErrors(findings)) findings = checkSource(libraryPlan(), settings);
    model::sortByPlace(findings);
    return findings;
  }
  std::unique_ptr<Connector> create(const Settings& settings) const override {
    return std::make_unique<LibraryConnector>(withDefaults(settings, schema(settings)));
  }
};

}  // namespace
}  // namespace lixiao::connectors

LIXIAO_CONNECTOR_PLUGIN(lixiao::connectors::LibraryFactory)
