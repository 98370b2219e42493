#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "web/pages/register_form.h"
#include "web/visit.h"

namespace lixiao::web::pages {

/// What the form of `register_form` asks for.
struct PostedRegistration {
  service::RegistrationRow row;
  std::int64_t seen = 0;
};
/// Nothing when the form is not one of ours.
std::optional<PostedRegistration> readRegistration(const Action& action, const std::string& student_no);

/// Whether the state that a Conflict found is just what this person wanted: their own form, sent twice.
bool isAlreadySo(const Action& action, const service::RegistrationRow& row);

/// What was typed, for the form to show it again.
Typed typedInto(const service::RegistrationRow& row);

/// An item of the student or a part of one, also one that does not apply; nullptr when there is none.
const service::ItemView* findItem(const service::StudentView& student, std::string_view id);

}  // namespace lixiao::web::pages
