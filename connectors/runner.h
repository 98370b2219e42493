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

/// A connector that is to be polled.
struct Source {
  std::string name;  ///< of its block in the settings file
  std::string kind;  ///< its factory's name
  std::vector<std::string> facts;
  Schedule schedule;
  bool paused = false;
  std::unique_ptr<Connector> connector;
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
  std::size_t students_asked = 0;     ///< these three: of the last success
  std::size_t facts_delivered = 0;
  std::size_t unknown_students = 0;
};

/// What the runner needs from the service. Called from the threads of the connectors, `deliver` and
/// `attempted` by several at once; an exception from `students` or `deliver` fails that attempt.
struct Callbacks {
  std::function<std::vector<StudentRef>()> students;                        ///< who matters now
  std::function<void(const std::string& source, const Delivery&)> deliver;  ///< stores all or throws
  std::function<void(const Health&)> attempted{};                           ///< optional, after each attempt
};

/// Polls each source in a thread of its own. A failed attempt delivers nothing. Thread-safe after `start`.
class Runner {
 public:
  /// `clock` must outlive the runner. `seed` drives the jitter.
  Runner(std::vector<Source> sources, const model::Clock& clock, const Callbacks& callbacks,
         std::uint64_t seed);
  ~Runner();  ///< stops

  void start();  ///< each source is polled at once, unless paused
  void stop();   ///< within a second, also when a source is silent; then no callback is called any more

  /// Both return false when there is no such source.
  bool pause(std::string_view source, bool paused);
  bool pollNow(std::string_view source);  ///< also when paused
  /// Forgets how the sources did and asks all at once, unless paused.
  void beginAnew();
  /// Looks at the clock again: for clocks that do not run by themselves.
  void clockMoved();

  std::vector<Health> health() const;

 private:
  class Worker;
  Worker* find(std::string_view source);
  std::vector<std::unique_ptr<Worker>> workers_;
};

/// Whether a delivery keeps the connector's word: one entry for each student asked and each fact, nobody
/// else, unknown students among those asked. The sentence of what is wrong, or "".
std::string incompleteness(const Delivery& delivery, const std::vector<StudentRef>& students,
                           const std::vector<std::string>& facts);

/// An error text for log and page: on one line, of at most 600 bytes, without long digit runs (ID
/// numbers).
std::string maskError(std::string_view text);

}  // namespace lixiao::connectors
