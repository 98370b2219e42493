#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "engine/board/text_pool.h"
#include "engine/board/value_column.h"
#include "engine/model/status.h"
#include "engine/workflow/batch_evaluator.h"
#include "engine/workflow/record.h"

namespace lixiao::board {

/// The students of one type as columns: what is known of them and what was decided. Rows are appended; a
/// student who left the partition leaves a dead row, which is used again. NOT thread-safe for writing.
class Partition {
 public:
  Partition(const workflow::Workflow& workflow, const workflow::StudentType& type);

  /// The row for a new student, all unknown.
  std::size_t add();
  void remove(std::size_t row);
  void reserve(std::size_t rows);

  /// Writes all that the record holds.
  void set(std::size_t row, const workflow::StudentRecord& record, TextPool& pool);
  // Single cells, for loading column by column.
  void setIdentity(std::size_t row, const std::string& student_no, const std::string& name);
  void setAttribute(std::size_t row, workflow::AttributeIndex attribute, const model::Value& value,
                    TextPool& pool);
  void setFact(std::size_t row, workflow::FactIndex fact, const model::Fact& held, TextPool& pool);
  /// Whether a declaration of the fact waits for confirmation.
  void setUnconfirmed(std::size_t row, workflow::FactIndex fact, bool waits);
  void setListed(std::size_t row, workflow::ListIndex list, bool listed);
  void setRegistration(std::size_t row, workflow::ItemIndex item, const model::Registration& registration);
  void clearRegistration(std::size_t row, workflow::ItemIndex item);
  void setCollected(std::size_t row, workflow::DocumentIndex document, bool collected);
  /// Nobody stands on the list.
  void clearList(workflow::ListIndex list);

  /// `everyone_in`: what the others who share the value make of the item.
  void setOthersClear(std::size_t item_position, std::size_t row, rules::Truth truth) {
    others_clear_[item_position][row] = static_cast<std::uint8_t>(truth);
  }

  /// What decisions read, as of `now`. Valid until the next write.
  workflow::StudentColumns columns(model::Instant now) const;
  /// Decides the rows [begin, end) as of `now`.
  void decide(const workflow::BatchEvaluator& evaluator, workflow::BatchEvaluator::Scratch& scratch,
              model::Instant now, std::size_t begin, std::size_t end);

  std::size_t rows() const { return live_.size(); }  ///< dead ones included
  std::size_t students() const { return students_; }
  bool live(std::size_t row) const { return live_[row] != 0; }
  const workflow::StudentType& type() const { return type_; }
  const std::string& studentNo(std::size_t row) const { return numbers_[row]; }
  const std::string& name(std::size_t row) const { return names_[row]; }
  const ValueColumn& attribute(workflow::AttributeIndex index) const { return attributes_[index]; }
  const ValueColumn& fact(workflow::FactIndex index) const { return facts_[index]; }
  /// By position in the type's items.
  model::Cause cause(std::size_t item_position, std::size_t row) const {
    return static_cast<model::Cause>(item_causes_[item_position][row]);
  }
  /// Whether the student is known to stand on the list.
  bool listed(workflow::ListIndex list, std::size_t row) const {
    return listed_[list][row] == static_cast<std::uint8_t>(rules::Truth::True);
  }
  /// `everyone_in`: whether the item would be clear but for the others, as last decided.
  rules::Truth ownClear(std::size_t item_position, std::size_t row) const {
    return static_cast<rules::Truth>(own_clear_[item_position][row]);
  }
  model::DocumentCause documentCause(std::size_t document_position, std::size_t row) const {
    return static_cast<model::DocumentCause>(document_causes_[document_position][row]);
  }
  std::uint16_t remaining(std::size_t row) const { return remaining_[row]; }
  std::optional<std::size_t> itemPosition(workflow::ItemIndex item) const;
  std::optional<std::size_t> documentPosition(workflow::DocumentIndex document) const;
  std::size_t bytes() const;

 private:
  using Bytes = std::vector<std::uint8_t>;
  void resize(std::size_t rows);
  void noteWhatIsRead();
  std::uint32_t freshFrom(workflow::FactIndex fact, model::Instant now) const;
  std::vector<rules::Column> inputs(model::Instant now) const;

  const workflow::Workflow& workflow_;
  const workflow::StudentType& type_;
  std::vector<std::string> numbers_, names_;
  Bytes live_;
  std::vector<std::size_t> free_;
  std::size_t students_ = 0;
  std::vector<ValueColumn> attributes_, facts_;
  std::vector<Bytes> listed_;                                // by list: truth
  std::vector<Bytes> registrations_;                         // by item position; empty while nobody has one
  std::vector<std::vector<std::int32_t>> registered_until_;  // by item position; empty while nobody's ends
  std::vector<Bytes> collected_;                             // by document position; empty while nobody's

  // Only where the workflow reads them; the others stay empty.
  struct Words {
    workflow::FactIndex fact;
    std::string word;
    rules::Slot slot;
    Bytes holds;
  };
  std::vector<Words> words_;                              // of facts with several words
  std::vector<std::vector<std::int64_t>> charges_;        // by item position
  std::vector<std::vector<std::int32_t>> registered_on_;  // by item position
  std::vector<std::vector<std::int32_t>> since_;          // by fact: day number
  std::vector<Bytes> unconfirmed_;                        // by fact; empty while nobody's waits
  std::vector<Bytes> own_clear_, others_clear_;           // by item position: truth
  std::vector<char> has_charges_, day_is_read_, since_is_read_, in_everyone_;

  std::vector<Bytes> item_causes_, document_causes_;
  std::vector<std::uint16_t> remaining_;
};

}  // namespace lixiao::board
