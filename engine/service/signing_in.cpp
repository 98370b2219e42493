#include <algorithm>
#include <chrono>

#include <spdlog/spdlog.h>
#include <nlohmann/json.hpp>

#include "engine/board/editions.h"
#include "engine/model/clock.h"
#include "engine/service/account_check.h"
#include "engine/service/accounts_impl.h"
#include "engine/service/texts.h"
#include "engine/service/tokens.h"
#include "engine/store/journal_kind.h"
#include "engine/store/login_throttle.h"
#include "engine/store/web_session.h"

namespace lixiao::service {
namespace {

using std::chrono::milliseconds;

constexpr milliseconds kFailureWindow = std::chrono::hours(1);
constexpr std::int64_t kFailuresAWindow = 100;
constexpr std::int64_t kFailuresWithoutDelay = 5;
constexpr milliseconds kLongestDelay = std::chrono::seconds(30);
/// A session's idle time is renewed in the database at most this often.
constexpr milliseconds kRenewal = std::chrono::minutes(1);
constexpr std::size_t kLongestLogin = 64, kLongestPassword = 1024;  // bytes

struct Lifetime {
  milliseconds idle, absolute;
};
Lifetime lifetimeOf(Role role) {
  if (role == Role::Student) return {std::chrono::hours(2), std::chrono::hours(24)};
  return {std::chrono::minutes(30), std::chrono::hours(12)};
}

std::string throttleKey(const std::string& login) {
  return "login:" + login;
}

/// How long after the last failure nobody is let in: longer with each.
milliseconds delayAfter(const store::LoginFailures& failures) {
  if (failures.count >= kFailuresAWindow) return failures.first + kFailureWindow - failures.last;
  if (failures.count <= kFailuresWithoutDelay) return milliseconds(0);
  const std::int64_t doublings = std::min<std::int64_t>(failures.count - kFailuresWithoutDelay - 1, 5);
  return std::min<milliseconds>(std::chrono::seconds(std::int64_t{1} << doublings), kLongestDelay);
}

Refusal wrong() {
  return {Refusal::Kind::Invalid, {{text::kSignInRefused, {}}}, {}};
}

}  // namespace

std::optional<Refusal> Accounts::Impl::tooEarly(const std::string& login) {
  const store::LoginFailures failures = engine_.database.read(
      [&](store::Reader& reader) { return store::loginFailures(reader, throttleKey(login)); });
  const model::Instant now = engine_.clock.now();
  if (failures.count == 0 || failures.first + kFailureWindow <= now) return std::nullopt;
  const milliseconds left = failures.last + delayAfter(failures) - now;
  if (left <= milliseconds(0)) return std::nullopt;
  const auto seconds = std::chrono::ceil<std::chrono::seconds>(left).count();
  return Refusal{
      Refusal::Kind::NotNow, {{text::kTryLater, {model::LocalizedText(std::to_string(seconds))}}}, {}};
}

Outcome<std::string> Accounts::Impl::signIn(const std::string& login, const std::string& password) {
  if (login.empty() || login.size() > kLongestLogin || password.size() > kLongestPassword) return wrong();
  if (auto early = tooEarly(login)) return *early;
  const auto account =
      engine_.database.read([&](store::Reader& reader) { return store::findAccount(reader, login); });
  const auto same = hasher_.verify(account ? account->password_hash : "", password);
  if (!same) return Refusal{Refusal::Kind::NotNow, {{text::kBusy, {}}}, {}};
  const bool closed = account && engine_.database.read([&](store::Reader& reader) {
    return account->disabled || isOver(*account, todayOf(reader));
  });
  if (!*same || closed) return refuseSignIn(login, account.has_value());
  return openSession(*account);
}

/// The journal names accounts that exist only: people type passwords where the login belongs.
Outcome<std::string> Accounts::Impl::refuseSignIn(const std::string& login, bool known) {
  const model::Instant now = engine_.clock.now();
  const store::LoginFailures failures = engine_.database.write([&](store::Transaction& transaction) {
    store::removeOldLoginFailures(transaction, now - kFailureWindow);
    if (known) {
      const nlohmann::json payload = {{"login", login}};
      journal(transaction, login, store::kind::kAccountRefused, payload.dump());
    }
    return store::addLoginFailure(transaction, throttleKey(login), now, kFailureWindow);
  });
  spdlog::warn("sign-in refused: {} failures within the hour for {} login", failures.count,
               known ? "a known" : "an unknown");
  return wrong();
}

/// The account is read again: it may have been changed while the password was computed.
Outcome<std::string> Accounts::Impl::openSession(const store::Account& verified) {
  const model::Instant now = engine_.clock.now();
  const Lifetime lifetime = lifetimeOf(actorOf(verified).role);
  const std::string token = randomToken();
  const store::WebSession session{tokenHash(token),
                                  verified.login,
                                  randomToken(),
                                  now,
                                  now,
                                  now + std::min(lifetime.idle, lifetime.absolute)};
  const bool opened = engine_.database.write([&](store::Transaction& transaction) {
    const auto account = store::findAccount(transaction, verified.login);
    if (!account || *account != verified) {
      transaction.rollBack();
      return false;
    }
    store::clearLoginFailures(transaction, throttleKey(verified.login));
    store::removeExpiredWebSessions(transaction, now);
    store::addWebSession(transaction, session);
    const nlohmann::json payload = {{"login", verified.login}};
    journal(transaction, verified.login, store::kind::kAccountSignedIn, payload.dump());
    return true;
  });
  if (!opened) return wrong();
  return token;
}

std::optional<Session> Accounts::Impl::session(const std::string& token) {
  if (token.size() != 64) return std::nullopt;
  const std::string hash = tokenHash(token);
  std::optional<store::WebSession> stored;
  std::optional<store::Account> account;
  std::int64_t epoch = 0;
  bool over = false;
  engine_.database.read([&](store::Reader& reader) {
    epoch = reader.journalPosition().epoch;
    stored = store::findWebSession(reader, hash);
    if (stored) account = store::findAccount(reader, stored->login);
    over = account && account->valid_until && isOver(*account, todayOf(reader));
  });
  const model::Instant now = engine_.clock.now();
  if (!stored || !account || account->disabled || over || stored->expires <= now) return std::nullopt;

  Session session{actorOf(*account), stored->csrf_token, account->must_change, epoch};
  if (now - stored->last_seen >= kRenewal) {
    const Lifetime lifetime = lifetimeOf(session.actor.role);
    const model::Instant expires = std::min(now + lifetime.idle, stored->created + lifetime.absolute);
    const bool lives = engine_.database.write([&](store::Transaction& transaction) {
      return store::touchWebSession(transaction, hash, now, expires);
    });
    if (!lives) return std::nullopt;
  }
  return session;
}

model::Date Accounts::Impl::todayOf(store::Reader& reader) {
  const auto edition = engine_.editions.active(reader);
  const workflow::TimeZone zone = edition ? edition->workflow->time_zone : workflow::TimeZone();
  return zone.dateAt(engine_.clock.now());
}

Outcome<Done> Accounts::Impl::changePassword(const Actor& actor, const std::string& old,
                                             const std::string& password, const std::string& token) {
  if (auto early = tooEarly(actor.login)) return *early;
  if (auto bad = wrongPassword(password, actor.login))
    return Refusal{Refusal::Kind::Invalid, {*bad}, {}, "new"};
  const auto account =
      engine_.database.read([&](store::Reader& reader) { return store::findAccount(reader, actor.login); });
  const auto same = hasher_.verify(account ? account->password_hash : "", old);
  if (!same) return Refusal{Refusal::Kind::NotNow, {{text::kBusy, {}}}, {}};
  if (!*same) {
    const auto refused = refuseSignIn(actor.login, true);
    return Refusal{refused.refusal().kind, {{text::kWrongOldPassword, {}}}, {}, "old"};
  }
  if (old == password) return Refusal{Refusal::Kind::Invalid, {{text::kSamePassword, {}}}, {}, "new"};
  auto hash = hasher_.hash(password);
  if (!hash) return Refusal{Refusal::Kind::NotNow, {{text::kBusy, {}}}, {}};
  const bool changed = engine_.database.write([&](store::Transaction& transaction) {
    auto now = store::findAccount(transaction, actor.login);
    if (!now || *now != *account) {
      transaction.rollBack();
      return false;
    }
    now->password_hash = std::move(*hash);
    now->must_change = false;
    store::putAccount(transaction, *now);
    store::clearLoginFailures(transaction, throttleKey(actor.login));
    store::removeWebSessionsOf(transaction, actor.login, tokenHash(token));
    const nlohmann::json payload = {{"login", actor.login}, {"changed", "password"}};
    journal(transaction, actor.login, store::kind::kAccountChanged, payload.dump());
    return true;
  });
  if (!changed) return Refusal{Refusal::Kind::Conflict, {{text::kWrongOldPassword, {}}}, {}, "old"};
  return Done{};
}

void Accounts::Impl::signOut(const std::string& token) {
  engine_.database.write(
      [&](store::Transaction& transaction) { store::removeWebSession(transaction, tokenHash(token)); });
}

}  // namespace lixiao::service
