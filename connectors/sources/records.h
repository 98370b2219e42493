#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "connectors/connector.h"
#include "connectors/transport/patience.h"

namespace lixiao::connectors {

/// One student as a source tells it: a text for each field, in their order; empty where the source does not
/// say.
struct Record {
  std::string student_no;
  std::vector<std::optional<std::string>> texts;
};

/// What a source has of the students asked about. Whoever is missing is not known to it.
struct Records {
  std::vector<Record> found;
  std::optional<model::Instant> as_of;  ///< when the source says that this was so
};

/// One source system, asked over one transport for the fields it was made for. Immutable.
class RecordSource {
 public:
  virtual ~RecordSource() = default;
  /// Each student at most once, in any order. Throws FetchError or Poco's network exceptions.
  virtual Records read(const std::vector<StudentRef>& students, Patience& patience) const = 0;
};

/// Holds a source to one record for each student asked about.
class RecordCollector {
 public:
  explicit RecordCollector(const std::vector<StudentRef>& asked);

  bool wanted(const std::string& student_no) const { return seen_.count(student_no) != 0; }
  /// `student_no` must be wanted; a second record of his is malformed. `where` ends the sentence: `in the
  /// view`.
  void add(const std::string& student_no, std::vector<std::optional<std::string>> texts,
           std::string_view where);
  bool empty() const { return records_.found.empty(); }
  Records take() && { return std::move(records_); }

 private:
  std::unordered_map<std::string, bool> seen_;
  Records records_;
};

/// A moment as a source writes it: ISO 8601 with its zone, or seconds since 1970. Throws FetchError
/// (malformed) for anything else, and when it lies more than five minutes ahead of our clock.
model::Instant sourceMoment(const std::string& text);
/// The same check for a moment that is one already.
model::Instant notAhead(model::Instant moment);

}  // namespace lixiao::connectors
