#pragma once

#include <string>
#include <vector>

#include "engine/store/database.h"
#include "engine/store/registration.h"

namespace lixiao::store {

// Registrations made for numbers that are not on the roster. A note may outlive its reason: only what is
// registered and still not on the roster is ever told.

/// What is registered for these numbers may be for somebody who is not on the roster.
void noteAbsent(Transaction& transaction, const std::vector<std::string>& student_nos);
/// These numbers are on the roster now.
void forgetAbsent(Transaction& transaction, const std::vector<std::string>& student_nos);

struct EarlyRegistration {
  RegistrationRow row;
  bool taken_off = false;  ///< the number was on the roster once
};
/// Of one item, oldest first.
std::vector<EarlyRegistration> earlyRegistrations(Reader& reader, const std::string& item);

}  // namespace lixiao::store
