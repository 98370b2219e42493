#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "engine/model/date.h"
#include "engine/store/database.h"

namespace lixiao::store {

/// The words of `outbox.state`. `sending`: handed to a sender, who has not told yet what came of it.
namespace outbox_state {
inline constexpr const char* kWaiting = "waiting";
inline constexpr const char* kSending = "sending";
inline constexpr const char* kSent = "sent";
inline constexpr const char* kFailed = "failed";
}  // namespace outbox_state

/// A message to one person.
struct OutboxMessage {
  std::int64_t id = 0;
  std::string key;  ///< names what it is about: a second one of the same key is never taken in
  std::string kind;
  std::string login;
  std::string address;
  std::string language;
  std::string subject, body;  ///< "" once it was sent
  std::string leave_url;      ///< where the receiver ends such messages
  model::Instant at{};
  std::string state;
  std::int64_t attempts = 0;
  model::Instant next_at{};  ///< waiting: not before; sending: given up for lost then
  std::string error;         ///< of the last attempt, a JSON message; "" when there was none
  std::optional<model::Instant> done_at;

  bool operator==(const OutboxMessage&) const = default;
};

/// False when a message of this key is there already; then nothing changed. `id` is given here.
[[nodiscard]] bool addToOutbox(Transaction& transaction, OutboxMessage message);
/// Messages that are due, oldest first, at most `limit`, and marks them as being sent until `lost_at`. Lost
/// ones are among them.
std::vector<OutboxMessage> takeFromOutbox(Transaction& transaction, model::Instant now,
                                          model::Instant lost_at, std::int64_t limit);
/// What a sender that is no more had taken waits again; returns how many.
std::int64_t releaseOutbox(Transaction& transaction, model::Instant now);
bool isOutboxDue(Reader& reader, model::Instant now);

std::optional<OutboxMessage> findInOutbox(Reader& reader, std::int64_t id);
/// Writes state, attempts, next_at, error, done_at, subject and body.
void updateOutbox(Transaction& transaction, const OutboxMessage& message);
/// Those that failed wait again, with attempts counted anew; `id` 0: all. Returns how many.
std::int64_t retryFailed(Transaction& transaction, std::int64_t id, model::Instant now);
/// What waits for a login is not sent any more.
void dropWaiting(Transaction& transaction, const std::string& login);
/// Forgets those done before.
std::int64_t forgetSent(Transaction& transaction, model::Instant before);

struct OutboxCount {
  std::string state;
  std::int64_t messages = 0;
};
std::vector<OutboxCount> outboxCounts(Reader& reader);
/// When the oldest was written that waits or is being sent.
std::optional<model::Instant> oldestWaiting(Reader& reader);
/// What went wrong with the message that was tried last and will be tried again; "" when nothing did.
std::string lastTrouble(Reader& reader);
/// Newest first, without subjects and bodies.
std::vector<OutboxMessage> failedMessages(Reader& reader, std::int64_t limit);
/// How many of a kind were written for a login since.
std::int64_t messagesSince(Reader& reader, const std::string& login, const std::string& kind,
                           model::Instant since);

}  // namespace lixiao::store
