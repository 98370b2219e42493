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

}  // namespace lixiao::connectors
