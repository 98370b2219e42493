#pragma once

#include "engine/service/mails.h"
#include "web/json.h"
#include "web/visit.h"

namespace lixiao::web::pages {

/// What was typed about messages and what is wrong with it.
struct TypedMail {
  std::optional<service::MailChoice> choice;
  std::string problem, field;
};

/// The part of the account's page about messages; false where the person gets none or none are sent.
Data mailChoiceData(const Visit& visit, const TypedMail& typed);
/// The part of the admin's page about the outbox; false where there is nothing to tell.
Data outboxData(const Visit& visit, const service::EditionView& edition);

}  // namespace lixiao::web::pages
