#include "engine/service/account_check.h"

#include "engine/board/editions.h"
#include "engine/service/texts.h"
#include "engine/service/written.h"

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

bool isOver(const store::Account& account, model::Date today) {
  return account.valid_until && model::dayNumber(today) > *account.valid_until;
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

std::optional<Refusal> wrongAccount(const Engine& engine, const NewAccount& account) {
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
      engine.database.read([&](store::Reader& reader) { return engine.editions.active(reader); });
  if (!edition) return std::nullopt;
  if (auto wrong = wrongDepartment(account, *edition->workflow))
    return refusal(Refusal::Kind::Invalid, *wrong);
  return std::nullopt;
}

}  // namespace lixiao::service
