#include "engine/service/accounts.h"

#include <stdexcept>

#include <sodium.h>
#include <nlohmann/json.hpp>

#include "engine/board/editions.h"
#include "engine/model/clock.h"
#include "engine/service/account_check.h"
#include "engine/service/accounts_impl.h"
#include "engine/service/permissions.h"
#include "engine/service/texts.h"
#include "engine/service/written.h"
#include "engine/store/journal_kind.h"
#include "engine/store/web_session.h"

namespace lixiao::service {
namespace {

using model::LocalizedText;
using model::Message;

Refusal refusal(Refusal::Kind kind, Message reason) {
  return {kind, {std::move(reason)}, {}};
}

}  // namespace

Accounts::Impl::Impl(const Engine& engine) : engine_(engine) {
  if (sodium_init() < 0) throw std::runtime_error("libsodium cannot start");
}

Outcome<Done> Accounts::Impl::create(const Actor& actor, const NewAccount& account) {
  if (auto why = whyNot(actor, Act::ManageAccounts)) return refusal(Refusal::Kind::Forbidden, *why);
  if (auto wrong = wrongAccount(engine_, account)) return *wrong;
  auto hash = hasher_.hash(account.password);
  if (!hash) return refusal(Refusal::Kind::NotNow, {text::kBusy, {}});
  const model::Instant now = engine_.clock.now();
  return engine_.database.write([&](store::Transaction& transaction) -> Outcome<Done> {
    if (!store::addAccount(transaction, accountOf(account, std::move(*hash), now))) {
      transaction.rollBack();
      return refusal(Refusal::Kind::Conflict, {text::kLoginTaken, {LocalizedText(account.login)}});
    }
    const nlohmann::json payload = {{"login", account.login},
                                    {"role", word(account.role)},
                                    {"department", account.department},
                                    {"scope", account.scope_value}};
    journal(transaction, actor.login, store::kind::kAccountCreated, payload.dump());
    return Done{};
  });
}

Outcome<Done> Accounts::Impl::setPassword(const Actor& actor, const std::string& login,
                                          const std::string& password) {
  if (actor.login != login)
    if (auto why = whyNot(actor, Act::ManageAccounts)) return refusal(Refusal::Kind::Forbidden, *why);
  if (auto wrong = wrongPassword(password, login)) return refusal(Refusal::Kind::Invalid, *wrong);
  auto hash = hasher_.hash(password);
  if (!hash) return refusal(Refusal::Kind::NotNow, {text::kBusy, {}});
  return engine_.database.write([&](store::Transaction& transaction) -> Outcome<Done> {
    auto account = store::findAccount(transaction, login);
    if (!account) {
      transaction.rollBack();
      return refusal(Refusal::Kind::NotFound, {text::kNoAccount, {LocalizedText(login)}});
    }
    account->password_hash = std::move(*hash);
    account->must_change = false;
    store::putAccount(transaction, *account);
    store::removeWebSessionsOf(transaction, login);
    const nlohmann::json payload = {{"login", login}, {"changed", "password"}};
    journal(transaction, actor.login, store::kind::kAccountChanged, payload.dump());
    return Done{};
  });
}

Outcome<Done> Accounts::Impl::setDisabled(const Actor& actor, const std::string& login, bool disabled) {
  if (auto why = whyNot(actor, Act::ManageAccounts)) return refusal(Refusal::Kind::Forbidden, *why);
  if (actor.login == login) return refusal(Refusal::Kind::Invalid, {text::kNotYourself, {}});
  return engine_.database.write([&](store::Transaction& transaction) -> Outcome<Done> {
    auto account = store::findAccount(transaction, login);
    if (!account) {
      transaction.rollBack();
      return refusal(Refusal::Kind::NotFound, {text::kNoAccount, {LocalizedText(login)}});
    }
    if (account->disabled == disabled) return Done{};
    account->disabled = disabled;
    store::putAccount(transaction, *account);
    if (disabled) store::removeWebSessionsOf(transaction, login);
    const nlohmann::json payload = {{"login", login}, {"disabled", disabled}};
    journal(transaction, actor.login, disabled ? store::kind::kAccountDisabled : store::kind::kAccountChanged,
            payload.dump());
    return Done{};
  });
}

std::vector<Actor> Accounts::Impl::list() {
  const auto accounts = engine_.database.read([](store::Reader& reader) { return store::accounts(reader); });
  std::vector<Actor> actors;
  for (const store::Account& account : accounts) actors.push_back(actorOf(account));
  return actors;
}

void Accounts::Impl::journal(store::Transaction& transaction, const std::string& actor, std::string_view kind,
                             const std::string& payload) {
  store::appendJournal(transaction,
                       {engine_.clock.now(), actor, std::string(kind), std::nullopt, std::nullopt, payload});
}

Accounts::Accounts(const Engine& engine) : impl_(std::make_unique<Impl>(engine)) {}
Accounts::~Accounts() = default;

Outcome<Done> Accounts::create(const Actor& actor, const NewAccount& account) {
  return impl_->create(actor, account);
}
Outcome<Done> Accounts::setPassword(const Actor& actor, const std::string& login,
                                    const std::string& password) {
  return impl_->setPassword(actor, login, password);
}
Outcome<Done> Accounts::changePassword(const Actor& actor, const std::string& old,
                                       const std::string& password, const std::string& token) {
  return impl_->changePassword(actor, old, password, token);
}
Outcome<Done> Accounts::setDisabled(const Actor& actor, const std::string& login, bool disabled) {
  return impl_->setDisabled(actor, login, disabled);
}
std::vector<Actor> Accounts::list() const {
  return impl_->list();
}
Outcome<std::string> Accounts::signIn(const std::string& login, const std::string& password) {
  return impl_->signIn(login, password);
}
std::optional<Session> Accounts::session(const std::string& token) {
  return impl_->session(token);
}
void Accounts::signOut(const std::string& token) {
  impl_->signOut(token);
}

}  // namespace lixiao::service
