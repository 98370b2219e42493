#pragma once

#include <optional>
#include <string>
#include <variant>

#include "engine/service/commands.h"
#include "engine/service/snapshot.h"

namespace lixiao::service {

/// What is wrong with a registration as it was filled in, and with which field of it.
struct FormFault {
  model::Message reason;
  std::string field{};
};

/// What does not depend on the item.
std::optional<FormFault> wrongRow(const RegistrationRow& row);

/// The registration that the row asks for, if its item allows it.
std::variant<model::Registration, FormFault> registrationOf(const RegistrationRow& row,
                                                            const workflow::Item& item,
                                                            const Snapshot& snapshot, const Actor& actor);

/// An override of what rules, lists or parts decide needs a reason, and the row gives none.
std::optional<FormFault> lacksReason(const RegistrationRow& row, const workflow::Item& item);

/// Whether the two say the same, whoever said it and when.
bool sameWords(const model::Registration& a, const model::Registration& b);

}  // namespace lixiao::service
