#pragma once

#include <string>

#include "engine/model/status.h"

namespace lixiao::service {

/// A message as JSON, for a table; "" for an empty one.
std::string stored(const model::Message& message);
/// Reads it back; empty when it is not one.
model::Message messageFrom(const std::string& stored);

}  // namespace lixiao::service
