#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "engine/model/date.h"
#include "engine/model/status.h"
#include "engine/service/actor.h"
#include "engine/service/engine.h"
#include "engine/service/outcome.h"
#include "engine/store/outbox.h"

namespace lixiao::service {

class Reminders;

/// How messages are written, as the house's settings say.
struct MailRules {
  std::string public_url;  ///< where links lead, without a slash at its end
  model::LocalizedText organisation;
  bool in_trial = false;        ///< messages leave the house during a trial too
  std::chrono::days notice{3};  ///< so long before a deadline it is told
  std::chrono::milliseconds retry{std::chrono::minutes(1)}, retry_max{std::chrono::hours(1)};
  std::function<std::string(model::Language, const model::Message&)> words;  ///< thread-safe
};

/// What can be wanted: of students `tasks`, `deadlines`, `documents`; of staff `work`.
namespace mail_kind {
inline constexpr const char* kTasks = "tasks";
inline constexpr const char* kDeadlines = "deadlines";
inline constexpr const char* kDocuments = "documents";
inline constexpr const char* kWork = "work";
}  // namespace mail_kind
/// What somebody of this role may want, in the order of the form; empty for those who get no messages.
std::vector<std::string> mailKindsFor(Role role);

/// What a person chose about messages.
struct MailChoice {
  std::string address;
  model::Language language = model::Language::Chinese;
  std::set<std::string> wants;
  bool confirmed = false;
};

/// Why a message could not be handed over.
struct MailFailure {
  bool for_good = false;  ///< this message will never be taken
  model::Message reason;  ///< without addresses and secrets
};

struct OutboxView {
  bool on = false;    ///< messages leave the house
  bool held = false;  ///< they would, but for the trial
  std::int64_t waiting = 0, sent = 0, failed = 0;
  std::optional<model::Instant> oldest;  ///< of those that wait
  model::Message trouble;                ///< of the last attempt that will be repeated; empty: none
  struct Failed {
    std::int64_t id = 0;
    std::string login, kind;
    model::Instant at{};
    std::int64_t attempts = 0;
    model::Message reason;
  };
  std::vector<Failed> failures;  ///< newest first, at most kMostFailures
};
inline constexpr std::int64_t kMostFailures = 50;

/// Messages by e-mail, quiet by default: nobody gets one who has not entered an address, confirmed it by the
/// link that was sent there, and said what they want. A message says that something is new, not what: the
/// rest is read after signing in. Until it was handed over it waits in the outbox. Thread-safe after open().
class Mails {
 public:
  /// `reminders` outlives it.
  Mails(const Engine& engine, const Reminders& reminders);
  ~Mails();

  /// Messages leave this house from now on. Before other threads come.
  void open(MailRules rules);
  /// Whether messages leave the house now.
  bool on() const;

  /// What the actor chose; empty address: nothing yet.
  MailChoice choice(const Actor& actor) const;
  /// A new address is sent a link first; `confirmed` is not read.
  Outcome<Done> choose(const Actor& actor, const MailChoice& choice);
  /// No message any more, and the address is forgotten.
  Outcome<Done> forget(const Actor& actor);
  /// Whether the link of a message that asks to confirm is valid still.
  bool isConfirmable(const std::string& token) const;
  Outcome<Done> confirm(const std::string& token);
  /// Whether the link by which a receiver ends messages is one of ours.
  bool isLeavable(const std::string& token) const;
  /// Ends the messages to that address; again: the same.
  Outcome<Done> leave(const std::string& token);

  /// For admins.
  Outcome<OutboxView> outbox(const Actor& actor) const;
  /// What failed is tried again; 0: all. How many.
  Outcome<std::int64_t> retry(const Actor& actor, std::int64_t id);

  /// Writes what people are to be told: at most one message a day for each, between seven and nine in the
  /// evening of the edition's zone. False when there was nothing to look at.
  bool write();

  /// For the one sender: what a sender before it had taken is to be sent.
  void beginSending();
  /// What is due, marked as being sent; the result of each is to be told by one of the next two.
  std::vector<store::OutboxMessage> take(std::int64_t most);
  void sent(const store::OutboxMessage& message);
  void failed(const store::OutboxMessage& message, const MailFailure& failure);

  class Impl;

 private:
  std::unique_ptr<Impl> impl_;
};

}  // namespace lixiao::service
