#include "connectors/connector.h"

namespace lixiao::connectors {

std::string_view word(FailureKind kind) {
  switch (kind) {
    case FailureKind::Unreachable:
      return "unreachable";
    case FailureKind::Refused:
      return "refused";
    case FailureKind::Malformed:
      return "malformed";
    case FailureKind::Config:
      return "config";
    case FailureKind::Internal:
      return "internal";
  }
  return "internal";
}

std::optional<FailureKind> failureKind(std::string_view written) {
  for (const FailureKind kind : {FailureKind::Unreachable, FailureKind::Refused, FailureKind::Malformed,
                                 FailureKind::Config, FailureKind::Internal})
    if (word(kind) == written) return kind;
  return std::nullopt;
}

}  // namespace lixiao::connectors
