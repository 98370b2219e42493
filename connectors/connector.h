#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "connectors/settings.h"
#include "engine/model/diagnostic.h"
#include "engine/model/value.h"

namespace lixiao::connectors {

/// Whom a source is asked about. Sources learn nothing but the student number.
struct StudentRef {
  std::string student_no;

  bool operator==(const StudentRef&) const = default;
};

/// What a source says. An unknown value means: the source knows the student but not this.
struct StudentFact {
  std::string student_no;
  std::string fact;    ///< `finance.tuition_due`
  model::Value value;  ///< counts as they are, money in fen

  bool operator==(const StudentFact&) const = default;
};

/// A complete answer: `facts` has exactly one entry for each student asked about and each fact of the
/// connector.
struct Delivery {
  /// How old the data are, where the source says so; Instant{}: not said. The runner makes it the moment of
  /// the question where it is not said or later.
  model::Instant as_of{};
  std::vector<StudentFact> facts;
  std::vector<std::string> unknown_students;  ///< not known to the source; their facts are there, and unknown
};

enum class FailureKind {
  Unreachable,  ///< no connection, no answer in time, or the source says that it is out of order
  Refused,      ///< the source answers, but not to us
  Malformed,    ///< an answer that cannot be trusted as a whole
  Config,       ///< a file, variable or view that the settings name is not there
  Internal,     ///< our own: a connector broke its word or the facts could not be stored
};

/// `unreachable`, `refused`, …: the word of log, API and page.
std::string_view word(FailureKind kind);
/// The kind of that word.
std::optional<FailureKind> failureKind(std::string_view word);

struct Failure {
  FailureKind kind{};
  std::string text;      ///< one sentence for an administrator; no secrets, no content of answers
  std::string answer{};  ///< that cannot be used, as it came; the service masks and cuts it

  bool operator==(const Failure&) const = default;
};

/// Everything or a reason, never a part.
class [[nodiscard]] FetchResult {
 public:
  FetchResult(Delivery delivery) : held_(std::move(delivery)) {}
  FetchResult(Failure failure) : held_(std::move(failure)) {}

  /// nullptr when the fetch failed.
  Delivery* delivery() { return std::get_if<Delivery>(&held_); }
  const Delivery* delivery() const { return std::get_if<Delivery>(&held_); }
  /// nullptr when it did not.
  const Failure* failure() const { return std::get_if<Failure>(&held_); }

 private:
  std::variant<Delivery, Failure> held_;
};

/// Asks one source system. Used by one thread at a time; keeps nothing between fetches that a failure could
/// spoil.
class Connector {
 public:
  virtual ~Connector() = default;
  /// Asks about all `students`, each of whom is named once. What a source does wrong is a failure in the
  /// result. Returns within a second after `stop` is requested, with any failure.
  virtual FetchResult fetch(const std::vector<StudentRef>& students, const std::stop_token& stop) = 0;
};

/// One kind of connector. Thread-safe: immutable.
class ConnectorFactory {
 public:
  virtual ~ConnectorFactory() = default;
  /// The word of the key `kind`: `finance`.
  virtual std::string name() const = 0;
  /// The facts a connector of these settings delivers, all of them for every student. Asked also for settings
  /// that have findings: reads no more than their texts.
  virtual std::vector<std::string> facts(const Settings& settings) const = 0;
  /// Its own settings, beside those of every connector (`runnerSchema`). What rows there are may depend on
  /// the texts that are given, as for `facts`.
  virtual Schema schema(const Settings& settings) const = 0;
  /// Findings about its own settings; touches neither network nor database.
  virtual std::vector<model::Diagnostic> check(const Settings& settings) const = 0;
  /// `settings` must have passed `check` without errors.
  virtual std::unique_ptr<Connector> create(const Settings& settings) const = 0;
};

}  // namespace lixiao::connectors
