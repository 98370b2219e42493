#include "connectors/checked_fetch.h"

#include <algorithm>

#include "connectors/runner.h"

namespace lixiao::connectors {
namespace {

FetchResult caught(Connector& connector, const std::vector<StudentRef>& students,
                   const std::stop_token& stop) {
  try {
    return connector.fetch(students, stop);
  } catch (const std::exception& error) {
    return Failure{FailureKind::Internal, std::string("the connector failed: ") + error.what()};
  } catch (...) {
    return Failure{FailureKind::Internal, "the connector failed with something that is no exception"};
  }
}

}  // namespace

FetchResult checkedFetch(Connector& connector, const std::vector<std::string>& facts,
                         const std::vector<StudentRef>& students, const model::Clock& clock,
                         const std::stop_token& stop) {
  const model::Instant asked = clock.now();
  FetchResult result = caught(connector, students, stop);
  Delivery* delivery = result.delivery();
  if (!delivery) return result;
  const std::string wrong = incompleteness(*delivery, students, facts);
  if (!wrong.empty()) return Failure{FailureKind::Internal, "the connector delivered " + wrong};
  const bool dated = delivery->as_of != model::Instant{};
  delivery->as_of = dated ? std::min(delivery->as_of, asked) : asked;
  return result;
}

}  // namespace lixiao::connectors
