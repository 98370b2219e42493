#include "engine/service/accounts.h"

#include <stdexcept>

#include <sodium.h>
#include <nlohmann/json.hpp>

#include "engine/board/editions.h"
#include "engine/model/clock.h"
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

bool isLogin(const std::string& login) {
  if (login.empty() || login.size() > 64) return false;
  for (const char c : login)
    if (c <= ' ' || c >= 0x7F) return false;
  return true;
}

/// Staff must belong to a department of the active edition, and say for which part of the students they act
/// where the department has parts.
std::optional<Message> wrongDepartment(const NewAccount& account, const workflow::Workflow& workflow) {
  const auto department = workflow.department(account.department);
  if (department && workflow.departments[*department].scope && account.scope_value.empty())
    return Message{text::kScopeNeeded, {workflow.departments[*department].title}};
  if (department) return std::nullopt;
  for (const workflow::Provider& provider : workflow.providers)
    if (provider.id == account.department) return std::nullopt;
  return Message{text::kNoDepartment, {LocalizedText(account.department)}};
}

store::Account accountOf(const NewAccount& account, std::string hash, model::Instant now) {
  store::Account stored;
  stored.login = account.login;
  stored.name = account.name;
  stored.role = word(account.role);
  stored.department = account.department;
  stored.scope_value = account.scope_value;
  stored.student_no = account.student_no;
  stored.password_hash = std::move(hash);
  stored.created = now;
  return stored;
}

}  // namespace

Actor actorOf(const store::Account& account) {
  Actor actor;
  actor.login = account.login;
  actor.name = account.name;
  actor.role = parseRole(account.role).value_or(Role::Student);
  actor.department = account.department;
  actor.scope_value = account.scope_value;
  actor.student_no = account.student_no;
  return actor;
}

Accounts::Impl::Impl(const Engine& engine) : engine_(engine) {
  if (sodium_init() < 0) throw std::runtime_error("libsodium cannot start");
}

std::optional<Refusal> Accounts::Impl::wrongAccount(const NewAccount& account) {
  if (!isLogin(account.login)) return refusal(Refusal::Kind::Invalid, {text::kLoginShape, {}});
  if (auto wrong = wrongName(account.name)) return refusal(Refusal::Kind::Invalid, *wrong);
  if (auto wrong = wrongPassword(account.password, account.login))
    return refusal(Refusal::Kind::Invalid, *wrong);
  if (account.role == Role::System) return refusal(Refusal::Kind::Invalid, {text::kRoleNotForPeople, {}});
  if (account.role == Role::Student)
    if (auto wrong = wrongNumber(account.student_no)) return refusal(Refusal::Kind::Invalid, *wrong);
  if (account.role != Role::Staff) return std::nullopt;
  if (account.department.empty()) return refusal(Refusal::Kind::Invalid, {text::kDepartmentNeeded, {}});
  const auto edition =
      engine_.database.read([&](store::Reader& reader) { return engine_.editions.active(reader); });
  if (!edition) return std::nullopt;
  if (auto wrong = wrongDepartment(account, *edition->workflow))
    return refusal(Refusal::Kind::Invalid, *wrong);
  return std::nullopt;
}

Outcome<Done> Accounts::Impl::create(const Actor& actor, const NewAccount& account) {
  if (auto why = whyNot(actor, Act::ManageAccounts)) return refusal(Refusal::Kind::Forbidden, *why);
  if (auto wrong = wrongAccount(account)) return *wrong;
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
