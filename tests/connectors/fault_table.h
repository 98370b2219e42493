#pragma once

#include <string>

#include "connectors/connector.h"
#include "tests/connectors/plugin_fixture.h"
#include "tests/connectors/sample_process.h"

namespace lixiao::connectors {

/// A fault and what a connector must make of it.
struct FaultRow {
  const char* fault;
  FailureKind kind;
  const char* text;  ///< stands in the failure's text
};

/// With the fault on nothing is delivered, and the failure is of that kind; with the fault off the same
/// connector delivers again.
inline void checkFault(const FaultRow& row, const SampleProcess& system, Connector& connector,
                       const std::vector<StudentRef>& asked) {
  CAPTURE(row.fault);
  system.fault(row.fault);
  const FetchResult faulty = connector.fetch(asked, {});
  CHECK(faulty.delivery() == nullptr);
  REQUIRE(faulty.failure() != nullptr);
  CHECK(std::string(word(faulty.failure()->kind)) == std::string(word(row.kind)));
  CHECK_THAT(faulty.failure()->text, Catch::Matchers::Contains(row.text));
  system.fault("none");
  const FetchResult healthy = connector.fetch(asked, {});
  CHECK(factsOf(healthy).size() == asked.size() * 2);
}

}  // namespace lixiao::connectors
