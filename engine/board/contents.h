#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <unordered_map>
#include <vector>

#include "engine/board/editions.h"
#include "engine/board/everyone.h"
#include "engine/board/partition.h"
#include "engine/store/collection.h"
#include "engine/store/database.h"
#include "engine/store/fact.h"
#include "engine/store/journal.h"
#include "engine/store/registration.h"
#include "engine/store/student.h"

namespace lixiao::board {

/// What the board holds: a partition for each student type. Writing is the board's alone.
class Contents {
 public:
  /// Empty, and it stays so, when no edition is active.
  Contents(std::shared_ptr<const ActiveEdition> edition, model::Instant now);

  /// Reads all tables and decides everybody.
  void load(store::Reader& reader);
  /// The same for several editions over the same tables, each read once.
  static void load(store::Reader& reader, const std::vector<Contents*>& all);
  /// Takes in journal entries; false when everything must be read anew (another edition was activated).
  bool apply(store::Reader& reader, const std::vector<store::JournalRecord>& entries);
  /// Moves the clock; decides everybody afresh when the day changed or facts may have turned stale.
  void moveTo(model::Instant now);

  const ActiveEdition* edition() const { return edition_.get(); }  ///< nullptr when none is active
  const std::vector<std::unique_ptr<Partition>>& partitions() const { return partitions_; }
  const TextPool& pool() const { return pool_; }
  const std::vector<bool>& submitted() const { return submitted_; }  ///< by ListIndex
  model::Instant now() const { return now_; }
  model::Date today() const { return today_; }
  std::size_t students() const { return rows_.size(); }
  std::size_t bytes() const;

  struct RowOf {
    std::uint32_t partition = 0;
    std::uint32_t row = 0;
  };
  std::optional<RowOf> find(const std::string& student_no) const;

 private:
  bool readSubmissions(store::Reader& reader);
  void complete(store::Reader& reader);
  void takeStudents(const std::vector<store::Student>& rows);
  void takeFacts(workflow::FactIndex fact, const std::vector<store::HeldFact>& rows);
  void takeRegistrations(const std::vector<store::RegistrationRow>& rows);
  void takeCollections(const std::vector<store::Collection>& rows);
  void loadFact(store::Reader& reader, workflow::FactIndex fact);
  void loadList(store::Reader& reader, workflow::ListIndex list);
  void loadSharedRegistrations(store::Reader& reader);
  void loadDeclarations(store::Reader& reader, workflow::FactIndex fact);
  struct Touched;
  Touched touchedBy(const std::vector<store::JournalRecord>& entries) const;
  void refresh(store::Reader& reader, std::vector<std::string> student_nos);
  void refreshShared(store::Reader& reader, const std::string& item, const std::string& value);
  void open(RowOf at);
  void settle();
  void prepareDeciders();
  void decideAll();
  void decide(RowOf at);
  std::optional<std::int64_t> keyOf(const ValueColumn& column, const std::string& value) const;
  std::optional<std::uint32_t> partitionOf(const model::Value& student_type) const;

  std::shared_ptr<const ActiveEdition> edition_;
  model::Instant now_;
  model::Date today_;
  std::vector<bool> submitted_;
  std::vector<std::optional<model::Date>> submitted_on_;  // by ListIndex
  TextPool pool_;
  std::vector<std::unique_ptr<Partition>> partitions_;
  std::unordered_map<std::string, RowOf> rows_;
  std::unique_ptr<Everyone> everyone_;                                 // nullptr while no edition is active
  std::set<Everyone::Row> opened_;                                     // rows to be decided again
  std::vector<std::unique_ptr<workflow::BatchEvaluator>> evaluators_;  // by partition
  std::vector<std::unique_ptr<workflow::BatchEvaluator::Scratch>> scratches_;  // by partition
};

}  // namespace lixiao::board
