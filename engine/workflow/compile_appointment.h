#pragma once

#include "engine/workflow/compile_context.h"

namespace lixiao::workflow {

/// What the item says of appointments; empty when it says nothing or something wrong, which is told.
/// `due`: the item's last day.
std::optional<AppointmentPlan> appointmentOf(Compilation& compilation, const ItemDefinition& definition,
                                             const std::optional<Day>& due);

}  // namespace lixiao::workflow
