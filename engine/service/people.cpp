#include "engine/service/people.h"

#include <algorithm>

#include <nlohmann/json.hpp>

#include "engine/board/editions.h"
#include "engine/model/clock.h"
#include "engine/service/account_check.h"
#include "engine/service/permissions.h"
#include "engine/service/registration_journal.h"
#include "engine/service/slip_code.h"
#include "engine/service/texts.h"
#include "engine/service/written.h"
#include "engine/store/account.h"
#include "engine/store/journal.h"
#include "engine/store/web_session.h"

namespace lixiao::service {
namespace {

using model::LocalizedText;
using nlohmann::json;

constexpr std::size_t kMostShown = 200;
constexpr std::size_t kPasswordGroups = 4, kGroup = 5;  // 100 random bits

Refusal refusal(Refusal::Kind kind, const char* text, std::string field = {}) {
  return {kind, {{text, {}}}, {}, std::move(field)};
}

bool isAdmin(const Actor& actor) {
  return actor.role == Role::Admin || actor.role == Role::System;
}

std::string randomPassword() {
  const std::string code = randomCode();
  std::string password;
  for (std::size_t i = 0; i < kPasswordGroups * kGroup; ++i) {
    if (i > 0 && i % kGroup == 0) password += '-';
    password += static_cast<char>(code[i] >= 'A' ? code[i] - 'A' + 'a' : code[i]);
  }
  return password;
}

Person personOf(const store::Account& account, model::Date today) {
  Person person;
  person.actor = actorOf(account);
  person.head = account.head;
  person.disabled = account.disabled;
  person.must_change = account.must_change;
  if (account.valid_until) person.until = model::dateOf(static_cast<std::int32_t>(*account.valid_until));
  person.over = isOver(account, today);
  return person;
}

/// Nothing when it is no day.
std::optional<std::optional<std::int64_t>> readUntil(const std::string& until) {
  if (until.empty()) return std::optional<std::int64_t>();
  const auto day = model::parseDate(until);
  if (!day) return std::nullopt;
  return std::optional<std::int64_t>(model::dayNumber(*day));
}

Refusal notADay(const std::string& written) {
  return {Refusal::Kind::Invalid, {{text::kNotADay, {LocalizedText(written)}}}, {}, "until"};
}

bool holds(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

}  // namespace

class People::Impl {
 public:
  explicit Impl(const Engine& engine) : engine_(engine) {}

  bool isHead(const Actor& actor) {
    if (actor.role != Role::Staff) return false;
    return engine_.database.read([&](store::Reader& reader) { return headOf(reader, actor).has_value(); });
  }

  Outcome<std::vector<Person>> ofDepartment(const Actor& actor) {
    return engine_.database.read([&](store::Reader& reader) -> Outcome<std::vector<Person>> {
      const auto head = headOf(reader, actor);
      if (!head) return refusal(Refusal::Kind::Forbidden, text::kNotHead);
      const model::Date today = todayOf(reader);
      std::vector<Person> people;
      for (const store::Account& each : store::accounts(reader))
        if (each.login == head->login || looksAfter(*head, each)) people.push_back(personOf(each, today));
      return people;
    });
  }

  Outcome<PersonPage> search(const Actor& actor, const PersonSearch& search) {
    if (auto why = whyNot(actor, Act::ManageAccounts)) return Refusal{Refusal::Kind::Forbidden, {*why}, {}};
    return engine_.database.read([&](store::Reader& reader) -> Outcome<PersonPage> {
      const model::Date today = todayOf(reader);
      PersonPage page;
      for (const store::Account& each : store::accounts(reader)) {
        if (!search.text.empty() && !holds(each.login, search.text) && !holds(each.name, search.text))
          continue;
        const std::size_t at = page.total++;
        if (at >= search.offset && page.people.size() < std::min(search.limit, kMostShown))
          page.people.push_back(personOf(each, today));
      }
      return page;
    });
  }

  Outcome<InitialPassword> add(const Actor& actor, const NewPerson& person) {
    const InitialPassword given{person.login, randomPassword()};
    NewAccount account{person.login,       person.name,       person.role,   person.department,
                       person.scope_value, person.student_no, given.password};
    if (auto wrong = placeOf(actor, person, account)) return *wrong;
    if (auto wrong = wrongAccount(engine_, account)) return *wrong;
    const auto until = readUntil(person.until);
    if (!until) return notADay(person.until);
    auto hash = hasher_.hash(given.password);
    if (!hash) return refusal(Refusal::Kind::NotNow, text::kBusy);
    return write<InitialPassword>([&](store::Transaction& transaction) -> Outcome<InitialPassword> {
      if (auto wrong = mayNot(transaction, actor)) return *wrong;
      store::Account stored = accountOf(account, std::move(*hash), engine_.clock.now());
      stored.head = person.head && person.role == Role::Staff;
      stored.valid_until = *until;
      stored.must_change = true;
      if (!store::addAccount(transaction, stored))
        return Refusal{
            Refusal::Kind::Conflict, {{text::kLoginTaken, {LocalizedText(person.login)}}}, {}, "login"};
      json payload = {{"role", word(account.role)},
                      {"department", account.department},
                      {"scope", account.scope_value},
                      {"head", stored.head},
                      {"until", person.until}};
      journal(transaction, actor, person.login, store::kind::kAccountCreated, std::move(payload));
      return given;
    });
  }

  Outcome<Done> setDisabled(const Actor& actor, const std::string& login, bool disabled) {
    return change<Done>(actor, login,
                        [&](store::Transaction& transaction, store::Account& account) -> Outcome<Done> {
                          if (account.disabled == disabled) return Done{};
                          account.disabled = disabled;
                          store::putAccount(transaction, account);
                          if (disabled) store::removeWebSessionsOf(transaction, login);
                          journal(transaction, actor, login,
                                  disabled ? store::kind::kAccountDisabled : store::kind::kAccountChanged,
                                  {{"disabled", disabled}});
                          return Done{};
                        });
  }

  Outcome<Done> setUntil(const Actor& actor, const std::string& login, const std::string& until) {
    const auto day = readUntil(until);
    if (!day) return notADay(until);
    return change<Done>(
        actor, login, [&](store::Transaction& transaction, store::Account& account) -> Outcome<Done> {
          if (account.valid_until == *day) return Done{};
          account.valid_until = *day;
          store::putAccount(transaction, account);
          if (isOver(account, todayOf(transaction))) store::removeWebSessionsOf(transaction, login);
          journal(transaction, actor, login, store::kind::kAccountChanged, {{"until", until}});
          return Done{};
        });
  }

  Outcome<InitialPassword> resetPassword(const Actor& actor, const std::string& login) {
    const InitialPassword given{login, randomPassword()};
    auto hash = hasher_.hash(given.password);
    if (!hash) return refusal(Refusal::Kind::NotNow, text::kBusy);
    return change<InitialPassword>(
        actor, login,
        [&](store::Transaction& transaction, store::Account& account) -> Outcome<InitialPassword> {
          account.password_hash = std::move(*hash);
          account.must_change = true;
          store::putAccount(transaction, account);
          store::removeWebSessionsOf(transaction, login);
          journal(transaction, actor, login, store::kind::kAccountChanged, {{"changed", "password"}});
          return given;
        });
  }

  Outcome<Done> setHead(const Actor& actor, const std::string& login, bool head) {
    if (auto why = whyNot(actor, Act::ManageAccounts)) return Refusal{Refusal::Kind::Forbidden, {*why}, {}};
    return change<Done>(actor, login,
                        [&](store::Transaction& transaction, store::Account& account) -> Outcome<Done> {
                          if (head && account.role != word(Role::Staff))
                            return refusal(Refusal::Kind::Invalid, text::kHeadIsStaff);
                          if (account.head == head) return Done{};
                          account.head = head;
                          store::putAccount(transaction, account);
                          journal(transaction, actor, login, store::kind::kAccountChanged, {{"head", head}});
                          return Done{};
                        });
  }

 private:
  template <class T, class Work>
  Outcome<T> write(Work&& work) {
    return engine_.database.write([&](store::Transaction& transaction) {
      Outcome<T> result = work(transaction);
      if (!result) transaction.rollBack();
      return result;
    });
  }

  /// `work(Transaction&, Account&)` on an account that the actor looks after, as it is now.
  template <class T, class Work>
  Outcome<T> change(const Actor& actor, const std::string& login, Work&& work) {
    return write<T>([&](store::Transaction& transaction) -> Outcome<T> {
      if (auto wrong = mayNot(transaction, actor)) return *wrong;
      auto account = store::findAccount(transaction, login);
      const auto head = headOf(transaction, actor);
      if (actor.login == login && actor.role != Role::System)
        return refusal(Refusal::Kind::Forbidden, text::kNotOneself);
      if (!account || (!isAdmin(actor) && !looksAfter(*head, *account)))
        return Refusal{Refusal::Kind::NotFound, {{text::kNoAccount, {LocalizedText(login)}}}, {}};
      return work(transaction, *account);
    });
  }

  /// The actor's account as it is now, if they are a head.
  std::optional<store::Account> headOf(store::Reader& reader, const Actor& actor) {
    if (actor.role != Role::Staff) return std::nullopt;
    auto account = store::findAccount(reader, actor.login);
    const bool head = account && account->head && !account->disabled && account->role == word(Role::Staff) &&
                      !isOver(*account, todayOf(reader));
    return head ? std::move(account) : std::nullopt;
  }

  static bool looksAfter(const store::Account& head, const store::Account& account) {
    return account.role == word(Role::Staff) && account.department == head.department &&
           (head.scope_value.empty() || account.scope_value == head.scope_value);
  }

  /// Decided inside the transaction: who was a head a moment ago may be none now.
  std::optional<Refusal> mayNot(store::Reader& reader, const Actor& actor) {
    if (isAdmin(actor) || headOf(reader, actor)) return std::nullopt;
    return refusal(Refusal::Kind::Forbidden, text::kNotHead);
  }

  /// A head's people are of the head's own place.
  std::optional<Refusal> placeOf(const Actor& actor, const NewPerson& person, NewAccount& account) {
    if (isAdmin(actor)) return std::nullopt;
    const auto head = engine_.database.read([&](store::Reader& reader) { return headOf(reader, actor); });
    if (!head) return refusal(Refusal::Kind::Forbidden, text::kNotHead);
    const bool elsewhere = person.role != Role::Staff || person.head || !person.student_no.empty() ||
                           (!person.department.empty() && person.department != head->department);
    if (elsewhere) return refusal(Refusal::Kind::Forbidden, text::kOnlyOwnPeople);
    if (!head->scope_value.empty()) {
      if (!person.scope_value.empty() && person.scope_value != head->scope_value)
        return refusal(Refusal::Kind::Forbidden, text::kOnlyOwnScope, "scope");
      account.scope_value = head->scope_value;
    }
    account.department = head->department;
    return std::nullopt;
  }

  model::Date todayOf(store::Reader& reader) {
    const auto edition = engine_.editions.active(reader);
    const workflow::TimeZone zone = edition ? edition->workflow->time_zone : workflow::TimeZone();
    return zone.dateAt(engine_.clock.now());
  }

  void journal(store::Transaction& transaction, const Actor& actor, const std::string& login,
               std::string_view kind, json payload) {
    payload["login"] = login;
    payload["as"] = asWhom(actor);
    store::appendJournal(transaction, {engine_.clock.now(), actor.login, std::string(kind), std::nullopt,
                                       std::nullopt, payload.dump()});
  }

  const Engine engine_;
  PasswordHasher hasher_;
};

People::People(const Engine& engine) : impl_(std::make_unique<Impl>(engine)) {}
People::~People() = default;

bool People::isHead(const Actor& actor) const {
  return impl_->isHead(actor);
}
Outcome<std::vector<Person>> People::ofDepartment(const Actor& actor) const {
  return impl_->ofDepartment(actor);
}
Outcome<PersonPage> People::search(const Actor& actor, const PersonSearch& search) const {
  return impl_->search(actor, search);
}
Outcome<InitialPassword> People::add(const Actor& actor, const NewPerson& person) {
  return impl_->add(actor, person);
}
Outcome<Done> People::setDisabled(const Actor& actor, const std::string& login, bool disabled) {
  return impl_->setDisabled(actor, login, disabled);
}
Outcome<Done> People::setUntil(const Actor& actor, const std::string& login, const std::string& until) {
  return impl_->setUntil(actor, login, until);
}
Outcome<InitialPassword> People::resetPassword(const Actor& actor, const std::string& login) {
  return impl_->resetPassword(actor, login);
}
Outcome<Done> People::setHead(const Actor& actor, const std::string& login, bool head) {
  return impl_->setHead(actor, login, head);
}

}  // namespace lixiao::service
