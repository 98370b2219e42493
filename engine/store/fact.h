#pragma once

#include <functional>
#include <initializer_list>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "engine/model/value.h"
#include "engine/store/database.h"

namespace lixiao::store {

struct FactRow {
  std::string student_no;
  std::string fact;
  model::Fact held;

  bool operator==(const FactRow&) const = default;
};

/// One fact, of a student.
struct HeldFact {
  std::string student_no;
  model::Fact held;

  bool operator==(const HeldFact&) const = default;
};

/// A fact whose value is not what it was. Unknown before: it never arrived, or arrived as unknown.
struct FactChange {
  std::string student_no;
  model::Value before;
  model::Value after;
  bool first = false;                     ///< there was no row before
  std::optional<model::Instant> since{};  ///< of the value after, when it is known

  bool operator==(const FactChange&) const = default;
};
/// What a delivery of one fact changed.
struct FactChanges {
  std::vector<FactChange> changed;  ///< by number
  std::size_t confirmed = 0;        ///< same value; as_of and source were renewed
  std::size_t stale = 0;            ///< older than what is there: left alone
};

/// Rows by fact, then number, each once: of a fact of a student given twice the one with the later as_of,
/// among equals the last.
class FactRows {
 public:
  using OfFact = std::vector<const FactRow*>;

  FactRows(std::vector<FactRow> rows);
  FactRows(std::initializer_list<FactRow> rows) : FactRows(std::vector<FactRow>(rows)) {}
  FactRows(const FactRows&) = delete;
  FactRows& operator=(const FactRows&) = delete;

  /// The rows of one fact, which there are some of, after those of the fact before.
  const std::vector<OfFact>& byFact() const { return by_fact_; }

 private:
  const std::vector<FactRow> rows_;
  std::vector<OfFact> by_fact_;
};

/// Adds or replaces the rows of one fact, one of FactRows::byFact(), but for those older than what is there.
/// What is there of a moment after `now` was written while a clock ran ahead, and gives way.
/// `since` stays while the value is the same; a new value's is the one given, else its as_of. Students need
/// not be known. Fast for millions of rows.
FactChanges upsertFact(Transaction& transaction, const FactRows::OfFact& rows,
                       model::Instant now = model::Instant::max());
/// The same for each of the facts.
void upsertFacts(Transaction& transaction, const FactRows& facts, model::Instant now = model::Instant::max());

/// Who has a row of the fact that is not of this moment and source: at most `limit`, by number.
std::vector<std::string> heldOtherwise(Reader& reader, const std::string& fact, model::Instant as_of,
                                       const std::string& source, std::int64_t limit);
std::map<std::string, model::Fact> factsOf(Reader& reader, const std::string& student_no);
/// All rows of one fact in blocks, by ascending student number, without their source.
void forEachFact(Reader& reader, const std::string& fact,
                 const std::function<void(std::vector<HeldFact>&)>& block);
/// The names that have ever been delivered.
std::vector<std::string> factNames(Reader& reader);

}  // namespace lixiao::store
