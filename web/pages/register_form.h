#pragma once

#include <string>

#include "web/visit.h"

namespace lixiao::web::pages {

/// What a person had typed into the form of an item that could not be carried out.
struct Typed {
  std::string item, result, remark, until, condition, amount;
  std::string problem;
  std::string field;  ///< where the problem is, "" for the whole
};

/// `cleared`: a result as its offices call it.
std::string wordOf(const Visit& visit, model::RegistrationResult result);

/// What the template `register_form` reads: only what the item allows is offered.
void setRegisterForm(const Visit& visit, Data& data, const service::ItemView& item, const Typed& typed);

}  // namespace lixiao::web::pages
