#pragma once

#include <chrono>
#include <cstdint>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "engine/service/actor.h"
#include "engine/service/engine.h"
#include "engine/service/outcome.h"
#include "engine/store/database.h"
#include "engine/store/outgoing.h"
#include "engine/workflow/workflow.h"

namespace lixiao::service {

/// The system of a department that is told who leaves (R5).
struct OutgoingReceiver {
  std::string name;
  std::string kind;    ///< `hook`, `file`, `sip2`
  std::string exempt;  ///< the list of those it is not told of, "" for none
  std::chrono::milliseconds retry{std::chrono::seconds(30)};
  std::chrono::milliseconds retry_max{std::chrono::hours(1)};
};

/// A message with what stands in it.
struct OutgoingParcel {
  std::string database;
  store::OutgoingMessage message;
  std::vector<store::OutgoingRow> rows;
};

/// Why a message was not acknowledged.
struct OutgoingTrouble {
  std::string kind;  ///< `unreachable`, …
  std::string text;
  std::string answer;
};

struct OutgoingView {
  enum class State { NoSuchList, Trial, Waiting, NoList, Sending, Failing, Told };

  std::string name, kind, exempt;
  /// NoSuchList: the edition has no list `exempt`; NoList: it was not handed in yet; Waiting: no part of the
  /// roster is final yet.
  State state = State::Waiting;
  store::OutgoingCounts counts;
  std::vector<store::OutgoingMessage> messages;  ///< the newest first, at most 50
};

/// Tells the systems of departments who leaves, from the moment a part of the roster is final, and who was
/// added or taken off later. A message waits until its receiver has acknowledged it, and the next one waits
/// for it. In a trial nothing is written. Thread-safe.
class Outgoing {
 public:
  explicit Outgoing(const Engine& engine) : engine_(engine) {}

  /// Once, before anything else.
  void open(std::vector<OutgoingReceiver> receivers) { receivers_ = std::move(receivers); }

  /// Writes the messages that what has changed calls for. A receiver whose list `exempt` is not one of the
  /// edition's is told nothing, and the log says so once.
  void write();
  /// The message that is due for a receiver.
  std::optional<OutgoingParcel> due(const std::string& receiver) const;
  void acknowledged(const store::OutgoingMessage& message, const std::string& answer);
  /// The journal has the first failure of a kind, not each.
  void failed(const store::OutgoingMessage& message, const OutgoingTrouble& trouble);

  /// For admins and auditors.
  Outcome<std::vector<OutgoingView>> view(const Actor& actor) const;
  /// One message with its students, also for admins and auditors; empty when there is none of this number.
  Outcome<std::optional<OutgoingParcel>> message(const Actor& actor, std::int64_t number) const;
  /// The message that waits is due at once. NotFound when there is no such receiver.
  Outcome<Done> retry(const Actor& actor, const std::string& receiver);

 private:
  void write(const OutgoingReceiver& receiver, const workflow::Workflow& workflow);
  void warn(const workflow::Workflow& workflow);
  bool isDue(const store::OutgoingMessage& message, model::Instant now) const;
  OutgoingView viewOf(store::Reader& reader, const OutgoingReceiver& receiver) const;
  const OutgoingReceiver* find(const std::string& name) const;

  Engine engine_;
  std::vector<OutgoingReceiver> receivers_;
  std::mutex mutex_;  ///< guards the rest
  std::optional<store::JournalPosition> written_at_;
  std::set<std::string> warned_of_;  ///< receivers whose list the edition does not have
};

}  // namespace lixiao::service
