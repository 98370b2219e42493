#include "engine/model/clock.h"
#include "engine/service/changes.h"
#include "engine/service/mails_impl.h"
#include "engine/service/retry_pause.h"
#include "engine/service/stored_message.h"
#include "engine/service/texts.h"

namespace lixiao::service {
namespace {

namespace state = store::outbox_state;

/// A sender that says nothing for so long is no more.
constexpr std::chrono::minutes kLost{15};
/// A message that could not be handed over for so long will not be.
constexpr std::chrono::hours kGiveUp{72};
constexpr std::chrono::hours kKeepSent{7 * 24};

}  // namespace

bool Mails::Impl::post(store::Transaction& transaction, const store::MailAddress& to,
                       const MailDraft& draft) const {
  const auto language = to.language == "en" ? model::Language::English : model::Language::Chinese;
  store::OutboxMessage message;
  message.key = draft.key;
  message.kind = draft.kind;
  message.login = to.login;
  message.address = to.address;
  message.language = to.language;
  message.subject = rules_->words(language, draft.subject);
  for (const model::Message& line : draft.lines) message.body += rules_->words(language, line) + "\n\n";
  message.leave_url = draft.leave_url;
  message.at = message.next_at = engine_.clock.now();
  message.state = state::kWaiting;
  return store::addToOutbox(transaction, std::move(message));
}

Outcome<OutboxView> Mails::outbox(const Actor& actor) const {
  if (actor.role != Role::Admin && actor.role != Role::Auditor)
    return refuse(Refusal::Kind::Forbidden, text::kNotAllowed);
  return impl_->engine().database.read([&](store::Reader& reader) -> Outcome<OutboxView> {
    OutboxView view;
    view.held = impl_->rules() && impl_->isHeld(reader);
    view.on = impl_->rules() && !view.held;
    for (const store::OutboxCount& count : store::outboxCounts(reader)) {
      if (count.state == state::kSent)
        view.sent += count.messages;
      else if (count.state == state::kFailed)
        view.failed += count.messages;
      else
        view.waiting += count.messages;
    }
    view.oldest = store::oldestWaiting(reader);
    view.trouble = messageFrom(store::lastTrouble(reader));
    for (const store::OutboxMessage& each : store::failedMessages(reader, kMostFailures))
      view.failures.push_back(
          {each.id, each.login, each.kind, each.at, each.attempts, messageFrom(each.error)});
    return view;
  });
}

Outcome<std::int64_t> Mails::retry(const Actor& actor, std::int64_t id) {
  if (actor.role != Role::Admin) return refuse(Refusal::Kind::Forbidden, text::kNotAllowed);
  const Engine& engine = impl_->engine();
  return engine.database.write([&](store::Transaction& transaction) -> Outcome<std::int64_t> {
    return store::retryFailed(transaction, id, engine.clock.now());
  });
}

void Mails::beginSending() {
  const Engine& engine = impl_->engine();
  engine.database.write([&](store::Transaction& transaction) {
    store::releaseOutbox(transaction, engine.clock.now());
    store::forgetSent(transaction, engine.clock.now() - kKeepSent);
  });
}

std::vector<store::OutboxMessage> Mails::take(std::int64_t most) {
  if (!impl_->on()) return {};
  const Engine& engine = impl_->engine();
  const model::Instant now = engine.clock.now();
  const bool due =
      engine.database.read([&](store::Reader& reader) { return store::isOutboxDue(reader, now); });
  if (!due) return {};
  return engine.database.write([&](store::Transaction& transaction) {
    store::forgetSent(transaction, now - kKeepSent);
    return store::takeFromOutbox(transaction, now, now + kLost, most);
  });
}

void Mails::sent(const store::OutboxMessage& message) {
  const Engine& engine = impl_->engine();
  store::OutboxMessage done = message;
  done.state = state::kSent;
  done.done_at = engine.clock.now();
  done.error.clear();
  done.subject.clear();
  done.body.clear();
  engine.database.write([&](store::Transaction& transaction) { store::updateOutbox(transaction, done); });
}

void Mails::failed(const store::OutboxMessage& message, const MailFailure& failure) {
  const Engine& engine = impl_->engine();
  const model::Instant now = engine.clock.now();
  store::OutboxMessage done = message;
  done.error = stored(failure.reason);
  if (failure.for_good || now - message.at >= kGiveUp) {
    done.state = state::kFailed;
    done.done_at = now;
  } else {
    done.state = state::kWaiting;
    done.next_at = now + retryPause(impl_->rules()->retry, impl_->rules()->retry_max, message.attempts);
  }
  engine.database.write([&](store::Transaction& transaction) { store::updateOutbox(transaction, done); });
}

}  // namespace lixiao::service
