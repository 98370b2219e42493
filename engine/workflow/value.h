#pragma once

#include "engine/model/value.h"
#include "rules/type.h"

namespace lixiao::workflow {

/// Whether the value is of the type; unknown is of every type, an enum's word must be one of its words.
bool fits(const rules::Type& type, const model::Value& value);

}  // namespace lixiao::workflow
