#pragma once

#include <optional>
#include <string>

#include "engine/model/date.h"
#include "engine/service/accounts.h"
#include "engine/service/password.h"
#include "engine/store/account.h"

namespace lixiao::service {

/// Whom an account acts as.
Actor actorOf(const store::Account& account);
/// Whether the account's last day is past.
bool isOver(const store::Account& account, model::Date today);
/// Why there can be no such account under the active edition; empty when there can.
std::optional<Refusal> wrongAccount(const Engine& engine, const NewAccount& account);
store::Account accountOf(const NewAccount& account, std::string hash, model::Instant now);

}  // namespace lixiao::service
