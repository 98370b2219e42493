#pragma once

#include "engine/workflow/definition_fields.h"

namespace lixiao::workflow {

ItemDefinition readItem(Word id, const Fields& fields);

}  // namespace lixiao::workflow
