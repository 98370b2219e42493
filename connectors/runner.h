#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "connectors/connector.h"
#include "connectors/fall.h"
#include "engine/model/clock.h"

namespace lixiao::connectors {

struct Schedule {
  std::chrono::milliseconds every{std::chrono::minutes(10)};
  std::chrono::milliseconds retry{std::chrono::seconds(5)};  ///< after the first failure; doubles with each
  std::chrono::milliseconds retry_max{std::chrono::minutes(5)};

  /// How long to wait after so many failures in a row (0: after a success). `jitter` from [0, 1) takes up to
  /// half of the waiting away, so that sources are not asked in step.
  std::chrono::milliseconds wait(unsigned failures, double jitter) const;
};

/// After so many failures in a row a source is asked about one student first, and about all when it answers.
inline constexpr unsigned kFailuresUntilProbing = 5;
/// Of each source so many finished polls are remembered.
inline constexpr std::size_t kPollsKept = 50;
/// So many single questions may wait for one source.
inline constexpr std::size_t kQuestionsWaiting = 200;

/// One finished poll of everybody who matters.
struct Poll {
  model::Instant began{};
  std::chrono::milliseconds took{};
  std::size_t students_asked = 0, facts_delivered = 0, unknown_students = 0;
  std::optional<Failure> failure;         ///< masked
  std::optional<Fall> held;               ///< why it was not applied
  std::optional<model::Instant> as_of{};  ///< of what was delivered
};

/// A connector that is to be polled.
struct Source {
  std::string name;  ///< of its block in the settings file
  std::string kind;  ///< its factory's name
  std::vector<std::string> facts;
  Schedule schedule;
  FallLimit fall;
  bool paused = false;
  // What there was before a restart.
  bool doubted = false;     ///< as `Health` had it
  std::vector<Poll> polls;  ///< the latest first
  std::unique_ptr<Connector> connector;
  std::unique_ptr<Connector> aside;  ///< another of the same, for questions about single students
};

/// How a source does. Times are of the clock passed in.
struct Health {
  std::string name;
  std::string kind;
  std::vector<std::string> facts;
  bool paused = false;
  bool running = false;  ///< a fetch is under way
  std::optional<model::Instant> last_success;
  std::optional<model::Instant> last_attempt;  ///< when the last finished attempt began
  std::optional<model::Instant> next;          ///< empty while paused
  unsigned consecutive_failures = 0;
  std::optional<Failure> last_error;  ///< of the last failure since the last success; masked
  std::size_t students_asked = 0;     ///< these four: of the last success
  std::size_t facts_delivered = 0;
  std::size_t unknown_students = 0;
  std::optional<model::Instant> as_of;  ///< what the source said was so then
  std::optional<Poll> held;             ///< the poll that waits for release
  bool doubted = false;                 ///< a poll was held, and none has been applied since
};

/// Who is to be asked about. `epoch` comes back with the answer: the service knows by it what the question
/// rested on.
struct Asked {
  std::vector<StudentRef> students;
  std::int64_t epoch = 0;
};

/// What the runner needs from the service. Called from the threads of the connectors, `deliver` and
/// `attempted` by several at once; an exception from one of the first three fails that attempt.
struct Callbacks {
  std::function<Asked(const std::string& source)> students;  ///< who matters to that source now
  /// Stores all or throws.
  std::function<void(const std::string& source, const Delivery&, std::int64_t epoch)> deliver;
  /// What is known of each of the delivery's facts, in their order; optional: without it no poll is held.
  std::function<std::vector<model::Value>(const Delivery&)> known{};
  /// Optional, after each attempt and each release; the poll is that attempt, or the one that was released.
  std::function<void(const Health&, const Poll&)> attempted{};
};

/// Polls each source in a thread of its own, and asks it about single students in another. A failed attempt
/// delivers nothing. Thread-safe after `start`.
class Runner {
 public:
  /// `clock` must outlive the runner. `seed` drives the jitter.
  Runner(std::vector<Source> sources, const model::Clock& clock, const Callbacks& callbacks,
         std::uint64_t seed);
  ~Runner();  ///< stops

  void start();  ///< each source is polled at once, unless paused
  void stop();   ///< within a second, also when a source is silent; then no callback is called any more

  /// These return false when there is no such source.
  /// The answer of a poll under way is dropped by a pause, unless the poll was asked for while paused.
  bool pause(std::string_view source, bool paused);
  bool pollNow(std::string_view source);  ///< also when paused
  /// Delivers the held poll that began then, in the calling thread; false also when it is not held (any
  /// more). Throws what `deliver` throws; the poll is then still held.
  bool release(std::string_view source, model::Instant began);
  /// Calls `record`, forgets that poll and asks anew; false also when it is not held. Throws what `record`
  /// throws; the poll is then still held.
  bool discard(std::string_view source, model::Instant began, const std::function<void()>& record);
  /// Asks about one student as soon as may be, beside the polls and also when paused. The answer is not
  /// delivered but handed to `answered`, in a thread of the runner's, unless it is stopped before. A source
  /// that failed so often that it is probed is not asked, unless `anyway`: the answer is its last failure, at
  /// once. False also when too many questions wait.
  bool ask(std::string_view source, const std::string& student_no,
           std::function<void(const FetchResult&)> answered, bool anyway = false);
  /// Forgets how the sources did and asks all at once, unless paused.
  void beginAnew();
  /// Looks at the clock again: for clocks that do not run by themselves.
  void clockMoved();

  std::vector<Health> health() const;
  /// The last finished polls of a source, the latest first.
  std::vector<Poll> polls(std::string_view source) const;

 private:
  class Worker;
  Worker* find(std::string_view source) const;
  std::vector<std::unique_ptr<Worker>> workers_;
};

/// Whether a delivery keeps the connector's word: one entry for each student asked and each fact, nobody
/// else, unknown students among those asked. The sentence of what is wrong, or "".
std::string incompleteness(const Delivery& delivery, const std::vector<StudentRef>& students,
                           const std::vector<std::string>& facts);

}  // namespace lixiao::connectors
