#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_set>
#include <vector>

#include "connectors/connector.h"
#include "connectors/sources/fields.h"
#include "connectors/student_index.h"
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
  std::vector<Record> found;            ///< of one student several where there are `RowsPerStudent::Many`
  std::optional<model::Instant> as_of;  ///< when the source says that this was so
  /// Rows came, but none with a number of the pattern of those asked about.
  bool others_only = false;
};

/// One source system, asked over one transport for the fields it was made for. Immutable.
class RecordSource {
 public:
  virtual ~RecordSource() = default;
  /// The records in any order. Throws FetchError or Poco's network exceptions.
  virtual Records read(const std::vector<StudentRef>& students, Patience& patience) const = 0;
};

enum class RowsPerStudent {
  One,
  Many,  ///< one for each fee; what they say is added up
};

/// The row `rows_per_student`.
SettingRow rowsPerStudentRow();
RowsPerStudent rowsPerStudent(const Settings& settings);

/// Holds a source to each row coming once, whether its student was asked about or not. The students must
/// outlive it.
class RecordCollector {
 public:
  explicit RecordCollector(const std::vector<StudentRef>& asked, RowsPerStudent rows = RowsPerStudent::One);

  /// Whether the student of a row was asked about. Malformed when the row has no number, one that cannot be
  /// read or one in scientific notation, when the number is one asked about but written otherwise, and when
  /// it has stood in a row before; where there are many of one student, when all of `row` has, "" where
  /// nothing tells rows apart. `where` ends the sentence: `in the view`.
  bool takes(const std::string& student_no, std::string_view where, std::string_view row = {});
  /// Whether a row of this student, who was asked about, was taken.
  bool has(const std::string& student_no);
  void add(const std::string& student_no, std::vector<std::optional<std::string>> texts);
  bool empty() const { return records_.found.empty(); }
  Records take() &&;

 private:
  void checkOther(const std::string& student_no, std::string_view where);
  void fillForms();

  const std::vector<StudentRef>& asked_;
  RowsPerStudent rows_per_student_;
  StudentIndex index_;
  std::vector<bool> taken_;                      ///< by place in asked_
  std::unordered_set<std::string> plain_asked_;  ///< filled when it is needed
  std::unordered_set<std::string> patterns_;     ///< of those asked about; filled with plain_asked_
  std::unordered_set<std::string> others_;       ///< whom nobody asked about
  std::unordered_set<std::size_t> rows_;         ///< hashes of those that came, where a student has many
  bool alike_ = false;                           ///< a number had a pattern of those asked about
  Records records_;
};

/// Throws FetchError (malformed): a student would be missed whose number the source writes otherwise.
[[noreturn]] void writtenOtherwise(const std::string& student_no, std::string_view where);

/// Runs `ask`, which asks a source about one student; what fails names that student, unless the source
/// refuses us. A time-out becomes a FetchError (unreachable).
void askingAbout(const std::string& student_no, const std::function<void()>& ask);

/// A moment as a source writes it: ISO 8601 with its zone (`+08:00`, `+0800`, `+08`, `Z`), or seconds or (13
/// digits) milliseconds since 1970; a fraction of the second is cut to milliseconds. Throws FetchError
/// (malformed) for anything else, and when `credible` does.
model::Instant sourceMoment(const std::string& text);
/// The moment, which must not lie more than five minutes ahead of our clock or before the year 2000, where
/// only clocks that were never set and times that nobody filled in are. Throws FetchError (malformed).
model::Instant credible(model::Instant moment);

}  // namespace lixiao::connectors
