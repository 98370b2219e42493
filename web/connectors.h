#pragma once

#include <chrono>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/model/date.h"
#include "engine/service/source_acts.h"

namespace lixiao::web {

/// Why a source could not be used.
struct SourceTrouble {
  std::string kind;    ///< `unreachable`, `refused`, `malformed`, `config`, `internal`
  std::string text;    ///< one sentence, without secrets
  std::string answer;  ///< an excerpt of what it answered, masked; "" none
};

/// One finished poll.
struct PollView {
  model::Instant began{};
  std::chrono::milliseconds took{};
  std::size_t asked = 0, delivered = 0, unknown = 0;  ///< students, values, students not known there
  std::optional<SourceTrouble> trouble;
  std::optional<service::HeldCount> held;  ///< not applied: this count fell too far
  std::string held_of;                     ///< `known`, `open`, `not`: what was counted
  std::optional<model::Instant> as_of{};   ///< of what was delivered
};

/// How a source of facts does.
struct ConnectorView {
  enum class State { Ok, Late, Failing, Held, Never, Paused };

  std::string name, kind;
  State state = State::Never;
  bool running = false;
  std::optional<model::Instant> last_success, last_attempt, next_attempt;
  std::optional<SourceTrouble> trouble;  ///< of the last failure since the last success
  unsigned failures = 0;                 ///< in a row
  bool probing = false;                  ///< failed so often that one student is asked about first
  std::size_t asked = 0, delivered = 0, unknown = 0;  ///< of the last success
  std::optional<model::Instant> as_of;                ///< of what it delivered then
  std::vector<std::string> facts;
  std::vector<std::string>
      undeclared;                ///< those of them that the edition does not declare; they are not kept
  std::optional<PollView> held;  ///< the poll that waits for release
};

std::string_view word(ConnectorView::State state);  ///< `failing`

/// What a source says of one student, for somebody who tries it out. Nothing of it is kept.
struct TriedConnector {
  std::chrono::milliseconds took{};
  std::optional<SourceTrouble> trouble;
  bool known = true;  ///< whether the source knows the student
  std::optional<model::Instant> as_of;
  struct Fact {
    std::string fact, value;  ///< as rules write it, money in fen where no edition declares it; "" unknown
  };
  std::vector<Fact> facts;
};

/// How it goes with asking a source about one student at once.
struct Recheck {
  enum class State {
    Asked,
    Answered,
    Unknown,  ///< it answered that it does not know the student
    Failed,
    Held,    ///< a poll waits for an admin, and until then no answer counts
    Busy,    ///< too many questions waited for it; it was not asked
    Paused,  ///< not asked
  };
  std::string source;
  model::Instant at{};
  State state = State::Asked;
  std::string trouble;  ///< the kind, when it failed
};

/// The sources are asked about one student at most so often.
inline constexpr std::chrono::seconds kRecheckEvery{60};

/// The connectors, as pages use them. Thread-safe. Permissions are the service's; a source that is not there
/// makes the functions with a name return false or nothing.
class Connectors {
 public:
  virtual ~Connectors() = default;

  virtual std::vector<ConnectorView> view() const = 0;
  /// The last finished polls, the latest first.
  virtual std::vector<PollView> polls(const std::string& source) const = 0;
  virtual bool pause(const std::string& source, bool paused) = 0;
  virtual bool pollNow(const std::string& source) = 0;
  /// Applies the held poll that began then. False also when it is not held any more. Throws
  /// std::runtime_error when it cannot be applied.
  virtual bool release(const std::string& source, model::Instant began) = 0;
  /// Calls `record` and forgets that poll, unless `record` throws. False also when it is not held any more.
  virtual bool discard(const std::string& source, model::Instant began,
                       const std::function<void()>& record) = 0;
  /// Asks and waits for the answer, some seconds at most.
  virtual std::optional<TriedConnector> tryOut(const std::string& source, const std::string& student_no) = 0;
  /// Asks every source that is not paused about the student, at once. False when that was done less than
  /// kRecheckEvery ago.
  virtual bool recheck(const std::string& student_no) = 0;
  /// The last time this was done for the student; empty after an hour.
  virtual std::vector<Recheck> rechecked(const std::string& student_no) const = 0;
};

}  // namespace lixiao::web
