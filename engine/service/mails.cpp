#include "engine/service/mails.h"

#include <sodium.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "engine/model/clock.h"
#include "engine/service/changes.h"
#include "engine/service/mails_impl.h"
#include "engine/service/texts.h"
#include "engine/service/tokens.h"
#include "engine/store/account.h"
#include "engine/store/journal.h"
#include "engine/store/phase.h"
#include "engine/store/sealing.h"

namespace lixiao::service {
namespace {

constexpr std::chrono::hours kLinkLives{48};
constexpr std::int64_t kMostLinksADay = 3;
constexpr std::size_t kLongestAddress = 254, kLongestLocalPart = 64;
constexpr const char* kLink = "mail link";
constexpr const char* kConfirmKind = "confirm";

/// Plain addresses only: no quotes, no comments, nothing beyond ASCII.
bool isAddress(const std::string& text) {
  const std::size_t at = text.find('@');
  if (at == 0 || at == std::string::npos || at > kLongestLocalPart || text.size() > kLongestAddress)
    return false;
  const auto isOf = [](const std::string& part, std::string_view signs) {
    return std::all_of(part.begin(), part.end(), [&](char c) {
      return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
             signs.find(c) != std::string_view::npos;
    });
  };
  const std::string local = text.substr(0, at), domain = text.substr(at + 1);
  const auto isDotted = [](const std::string& part) {
    return !part.empty() && part.front() != '.' && part.back() != '.' && part.find("..") == std::string::npos;
  };
  return isDotted(local) && isOf(local, ".!#$%&'*+/=?^_`{|}~-") && isDotted(domain) && isOf(domain, ".-") &&
         domain.find('.') != std::string::npos && domain.front() != '-' && domain.back() != '-';
}

std::string joined(const std::set<std::string>& words) {
  std::string text;
  for (const std::string& word : words) text += (text.empty() ? "" : " ") + word;
  return text;
}

std::set<std::string> split(const std::string& text) {
  std::set<std::string> words;
  for (std::size_t begin = 0; begin < text.size();) {
    const std::size_t end = std::min(text.find(' ', begin), text.size());
    if (end > begin) words.insert(text.substr(begin, end - begin));
    begin = end + 1;
  }
  return words;
}

Refusal invalid(const char* text, std::string field) {
  return {Refusal::Kind::Invalid, {{text, {}}}, {}, std::move(field)};
}

/// The journal does not hold addresses.
void journal(store::Transaction& transaction, const Engine& engine, const std::string& login,
             std::string_view kind, const std::string& wants) {
  const nlohmann::json payload = {{"login", login}, {"wants", wants}};
  store::appendJournal(transaction, {engine.clock.now(), login, std::string(kind), {}, {}, payload.dump()});
}

std::optional<Refusal> wrongChoice(const Actor& actor, const MailChoice& choice) {
  const std::vector<std::string> kinds = mailKindsFor(actor.role);
  if (kinds.empty()) return Refusal{Refusal::Kind::Forbidden, {{text::kNotAllowed, {}}}, {}};
  if (!isAddress(choice.address)) return invalid(text::kNotAnAddress, "address");
  if (choice.wants.empty()) return invalid(text::kNothingWanted, "wants");
  for (const std::string& want : choice.wants)
    if (std::find(kinds.begin(), kinds.end(), want) == kinds.end())
      return invalid(text::kNothingWanted, "wants");
  return std::nullopt;
}

}  // namespace

std::vector<std::string> mailKindsFor(Role role) {
  if (role == Role::Student) return {mail_kind::kTasks, mail_kind::kDocuments, mail_kind::kDeadlines};
  if (role == Role::Staff) return {mail_kind::kWork};
  return {};
}

bool Mails::Impl::isHeld(store::Reader& reader) const {
  return !rules_->in_trial && store::phase(reader) == store::Phase::Trial;
}

bool Mails::Impl::on() const {
  if (!rules_) return false;
  return !engine_.database.read([&](store::Reader& reader) { return isHeld(reader); });
}

std::string Mails::Impl::leaveUrl(const store::MailAddress& address) const {
  const std::string sealed = engine_.sealer.seal(address.login + "\n" + address.address, kLink);
  constexpr int kVariant = sodium_base64_VARIANT_URLSAFE_NO_PADDING;
  std::string text(sodium_base64_encoded_len(sealed.size(), kVariant), '\0');
  sodium_bin2base64(text.data(), text.size(), reinterpret_cast<const unsigned char*>(sealed.data()),
                    sealed.size(), kVariant);
  text.resize(text.find('\0'));
  return rules_->public_url + "/mail/leave/" + text;
}

std::optional<std::pair<std::string, std::string>> Mails::Impl::leaverOf(const std::string& token) const {
  constexpr std::size_t kLongest = 1024;
  if (token.empty() || token.size() > kLongest) return std::nullopt;
  std::string sealed(token.size(), '\0');
  std::size_t size = 0;
  if (sodium_base642bin(reinterpret_cast<unsigned char*>(sealed.data()), sealed.size(), token.data(),
                        token.size(), nullptr, &size, nullptr, sodium_base64_VARIANT_URLSAFE_NO_PADDING) != 0)
    return std::nullopt;
  sealed.resize(size);
  try {
    const store::SecretText opened = engine_.sealer.open(sealed, kLink);
    const std::string text(opened.view());
    const std::size_t end = text.find('\n');
    if (end == std::string::npos) return std::nullopt;
    return std::pair{text.substr(0, end), text.substr(end + 1)};
  } catch (const store::StoreError&) {
    return std::nullopt;
  }
}

Mails::Mails(const Engine& engine, const Reminders& reminders)
    : impl_(std::make_unique<Impl>(engine, reminders)) {}
Mails::~Mails() = default;

void Mails::open(MailRules rules) {
  impl_->open(std::move(rules));
}

bool Mails::on() const {
  return impl_->on();
}

MailChoice Mails::choice(const Actor& actor) const {
  const auto held = impl_->engine().database.read(
      [&](store::Reader& reader) { return store::findMailAddress(reader, actor.login); });
  if (!held) return {};
  return {held->address, held->language == "en" ? model::Language::English : model::Language::Chinese,
          split(held->wants), held->confirmed.has_value()};
}

Outcome<Done> Mails::choose(const Actor& actor, const MailChoice& choice) {
  if (auto wrong = wrongChoice(actor, choice)) return *wrong;
  if (!impl_->on()) return refuse(Refusal::Kind::NotNow, text::kMailOff);
  const Engine& engine = impl_->engine();
  return engine.database.write([&](store::Transaction& transaction) -> Outcome<Done> {
    const model::Instant now = engine.clock.now();
    auto held = store::findMailAddress(transaction, actor.login);
    const bool same = held && held->confirmed && held->address == choice.address;
    if (!same) {
      store::dropWaiting(transaction, actor.login);
      held = store::MailAddress{actor.login, choice.address, {}, {}, {}, {}, {}, {}, 0};
    }
    held->language = choice.language == model::Language::English ? "en" : "zh";
    held->wants = joined(choice.wants);
    if (!same) {
      const auto asked =
          store::messagesSince(transaction, actor.login, kConfirmKind, now - std::chrono::hours(24));
      const std::string token = randomToken();
      held->token_hash = tokenHash(token);
      held->token_until = now + kLinkLives;
      const model::LocalizedText& house = impl_->rules()->organisation;
      const MailDraft draft{
          "confirm:" + held->token_hash,
          kConfirmKind,
          {text::kConfirmSubject, {}},
          {{text::kConfirmLine, {house}},
           {text::kAsWritten, {model::LocalizedText(impl_->rules()->public_url + "/mail/confirm/" + token)}},
           {text::kConfirmElse, {}}},
          {}};
      if (asked >= kMostLinksADay || !impl_->post(transaction, *held, draft)) {
        transaction.rollBack();
        return refuse(Refusal::Kind::NotNow, text::kTooManyLinks);
      }
    }
    store::putMailAddress(transaction, *held);
    journal(transaction, engine, actor.login, store::kind::kMailChosen, held->wants);
    return Done{};
  });
}

Outcome<Done> Mails::forget(const Actor& actor) {
  const Engine& engine = impl_->engine();
  engine.database.write([&](store::Transaction& transaction) {
    if (!store::findMailAddress(transaction, actor.login)) return;
    store::removeMailAddress(transaction, actor.login);
    store::dropWaiting(transaction, actor.login);
    journal(transaction, engine, actor.login, store::kind::kMailLeft, {});
  });
  return Done{};
}

bool Mails::isConfirmable(const std::string& token) const {
  const Engine& engine = impl_->engine();
  return engine.database.read([&](store::Reader& reader) {
    const auto held = store::mailAddressOfToken(reader, tokenHash(token));
    return held && held->token_until > engine.clock.now();
  });
}

Outcome<Done> Mails::confirm(const std::string& token) {
  const Engine& engine = impl_->engine();
  const std::string hash = tokenHash(token);
  const auto before =
      engine.database.read([&](store::Reader& reader) { return store::mailAddressOfToken(reader, hash); });
  const std::string told = before ? impl_->toldNow(*before) : std::string();
  return engine.database.write([&](store::Transaction& transaction) -> Outcome<Done> {
    auto held = store::mailAddressOfToken(transaction, hash);
    if (!held || held->token_until <= engine.clock.now())
      return refuse(Refusal::Kind::NotFound, text::kLinkOver);
    held->confirmed = engine.clock.now();
    held->token_hash.clear();
    held->told = told;
    store::putMailAddress(transaction, *held);
    journal(transaction, engine, held->login, store::kind::kMailConfirmed, held->wants);
    return Done{};
  });
}

bool Mails::isLeavable(const std::string& token) const {
  return impl_->leaverOf(token).has_value();
}

Outcome<Done> Mails::leave(const std::string& token) {
  const auto leaver = impl_->leaverOf(token);
  if (!leaver) return refuse(Refusal::Kind::NotFound, text::kLinkOver);
  const Engine& engine = impl_->engine();
  engine.database.write([&](store::Transaction& transaction) {
    const auto held = store::findMailAddress(transaction, leaver->first);
    if (!held || held->address != leaver->second) return;
    store::removeMailAddress(transaction, leaver->first);
    store::dropWaiting(transaction, leaver->first);
    journal(transaction, engine, leaver->first, store::kind::kMailLeft, {});
  });
  return Done{};
}

}  // namespace lixiao::service
