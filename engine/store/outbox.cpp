#include "engine/store/outbox.h"

#include <tuple>

#include "engine/store/meta.h"
#include "engine/store/row.h"

namespace lixiao::store {

namespace {
/// What becomes of a message.
struct Progress {
  const OutboxMessage& of;
};
}  // namespace

template <>
struct Columns<Progress> {
  static auto of(auto& row) {
    return std::tie(row.of.state, row.of.attempts, row.of.next_at, row.of.error, row.of.done_at,
                    row.of.subject, row.of.body, row.of.id);
  }
};
template <>
struct Columns<OutboxMessage> {
  static auto of(auto& row) {
    return std::tie(row.id, row.key, row.kind, row.login, row.address, row.language, row.subject, row.body,
                    row.leave_url, row.at, row.state, row.attempts, row.next_at, row.error, row.done_at);
  }
};
template <>
struct Columns<OutboxCount> {
  static auto of(auto& row) { return std::tie(row.state, row.messages); }
};

namespace {
#define OUTBOX_COLUMNS(subject, body)                                          \
  "SELECT id, message_key, kind, login, address, language, " subject ", " body \
  ", leave_url, at, state, attempts, next_at, error, done_at FROM outbox "
constexpr auto kFind = OUTBOX_COLUMNS("subject", "body") "WHERE id = $1";
constexpr auto kDue = OUTBOX_COLUMNS(
    "subject",
    "body") "WHERE state IN ('waiting', 'sending') AND next_at <= $1 ORDER BY next_at, id LIMIT $2";
constexpr auto kFailures =
    OUTBOX_COLUMNS("''", "''") "WHERE state = 'failed' ORDER BY done_at DESC, id DESC LIMIT $1";
#undef OUTBOX_COLUMNS
constexpr auto kOfKey = "SELECT id FROM outbox WHERE message_key = $1";
constexpr auto kAdd =
    "INSERT INTO outbox (id, message_key, kind, login, address, language, subject, body, leave_url, at, "
    "state, "
    "attempts, next_at, error, done_at) "
    "VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)";
constexpr auto kAnyDue =
    "SELECT id FROM outbox WHERE state IN ('waiting', 'sending') AND next_at <= $1 LIMIT 1";
constexpr auto kRelease = "UPDATE outbox SET state = 'waiting', next_at = $1 WHERE state = 'sending'";
constexpr auto kUpdate =
    "UPDATE outbox SET state = $1, attempts = $2, next_at = $3, error = $4, done_at = $5, subject = $6, "
    "body = $7 WHERE id = $8";
constexpr auto kRetry =
    "UPDATE outbox SET state = 'waiting', attempts = 0, next_at = $1, at = $1, done_at = NULL "
    "WHERE state = 'failed' AND (id = $2 OR $2 = 0)";
constexpr auto kDrop = "DELETE FROM outbox WHERE login = $1 AND state IN ('waiting', 'failed')";
constexpr auto kForget = "DELETE FROM outbox WHERE state = 'sent' AND done_at < $1";
constexpr auto kCounts = "SELECT state, count(*) FROM outbox GROUP BY state ORDER BY state";
constexpr auto kOldest = "SELECT at FROM outbox WHERE state IN ('waiting', 'sending') ORDER BY at LIMIT 1";
constexpr auto kTrouble =
    "SELECT error FROM outbox WHERE state = 'waiting' AND error <> '' ORDER BY next_at DESC, id LIMIT 1";
constexpr auto kSince = "SELECT count(*) FROM outbox WHERE login = $1 AND at >= $2 AND kind = $3";
}  // namespace

bool addToOutbox(Transaction& transaction, OutboxMessage message) {
  if (selectOne<Number>(transaction.session(), kOfKey, message.key)) return false;
  message.id = nextNumbers(transaction, "outbox");
  std::vector<OutboxMessage> rows = {std::move(message)};
  executeAll(transaction.session(), kAdd, rows);
  return true;
}

std::vector<OutboxMessage> takeFromOutbox(Transaction& transaction, model::Instant now,
                                          model::Instant lost_at, std::int64_t limit) {
  auto due = select<OutboxMessage>(transaction.session(), kDue, milliseconds(now), limit);
  for (OutboxMessage& message : due) {
    message.state = outbox_state::kSending;
    message.next_at = lost_at;
    ++message.attempts;
    updateOutbox(transaction, message);
  }
  return due;
}

std::int64_t releaseOutbox(Transaction& transaction, model::Instant now) {
  return execute(transaction.session(), kRelease, milliseconds(now));
}

bool isOutboxDue(Reader& reader, model::Instant now) {
  return selectOne<Number>(reader.session(), kAnyDue, milliseconds(now)).has_value();
}

std::optional<OutboxMessage> findInOutbox(Reader& reader, std::int64_t id) {
  return selectOne<OutboxMessage>(reader.session(), kFind, id);
}

void updateOutbox(Transaction& transaction, const OutboxMessage& message) {
  std::vector<Progress> rows = {{message}};
  executeAll(transaction.session(), kUpdate, rows);
}

std::int64_t retryFailed(Transaction& transaction, std::int64_t id, model::Instant now) {
  return execute(transaction.session(), kRetry, milliseconds(now), id);
}

void dropWaiting(Transaction& transaction, const std::string& login) {
  execute(transaction.session(), kDrop, login);
}

std::int64_t forgetSent(Transaction& transaction, model::Instant before) {
  return execute(transaction.session(), kForget, milliseconds(before));
}

std::vector<OutboxCount> outboxCounts(Reader& reader) {
  return select<OutboxCount>(reader.session(), kCounts);
}

std::optional<model::Instant> oldestWaiting(Reader& reader) {
  const auto oldest = selectOne<Single<model::Instant>>(reader.session(), kOldest);
  return oldest ? std::optional(oldest->value) : std::nullopt;
}

std::string lastTrouble(Reader& reader) {
  const auto error = selectOne<Text>(reader.session(), kTrouble);
  return error ? error->value : std::string();
}

std::vector<OutboxMessage> failedMessages(Reader& reader, std::int64_t limit) {
  return select<OutboxMessage>(reader.session(), kFailures, limit);
}

std::int64_t messagesSince(Reader& reader, const std::string& login, const std::string& kind,
                           model::Instant since) {
  return select<Number>(reader.session(), kSince, login, milliseconds(since), kind).at(0).value;
}

}  // namespace lixiao::store
