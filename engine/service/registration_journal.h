#pragma once

#include <nlohmann/json.hpp>

#include "engine/service/actor.h"
#include "engine/service/outcome.h"
#include "engine/service/shared_registering.h"
#include "engine/service/snapshot.h"
#include "engine/store/registration.h"

namespace lixiao::service {

/// The result as people call it.
model::LocalizedText titleOf(model::RegistrationResult result);
nlohmann::json toJson(const store::RegistrationRow& row);
/// Reads what `toJson` wrote, of this student and item.
store::RegistrationRow registrationOf(const std::string& student_no, const std::string& item,
                                      const nlohmann::json& written);
/// On which value a registration was made, and for how many students it counted then.
nlohmann::json sharedJson(const Snapshot& snapshot, const SharedValue& shared, std::size_t students);
/// As whom it was done: role, department and scope of that moment, for those who ask later.
nlohmann::json asWhom(const Actor& actor);

/// Somebody was faster than the page the actor looked at: the present state. Empty when nobody was.
std::optional<Refusal> conflict(const Snapshot& snapshot, const std::optional<store::RegistrationRow>& held,
                                std::int64_t seen);

}  // namespace lixiao::service
