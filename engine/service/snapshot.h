#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "engine/board/editions.h"
#include "engine/board/others.h"
#include "engine/model/clock.h"
#include "engine/service/evaluator_pool.h"
#include "engine/store/database.h"
#include "engine/workflow/evaluator.h"
#include "engine/workflow/record.h"

namespace lixiao::service {

/// One moment of the data under its edition: what a fresh decision rests on. NOT thread-safe; lives no longer
/// than its reader.
class Snapshot {
 public:
  /// `edition` must not be null.
  Snapshot(store::Reader& reader, std::shared_ptr<const board::ActiveEdition> edition,
           EvaluatorPool& evaluators, const model::Clock& clock);

  store::Reader& reader() const { return reader_; }
  const board::ActiveEdition& edition() const { return *edition_; }
  const workflow::Workflow& workflow() const { return *edition_->workflow; }
  const workflow::Circumstances& circumstances() const { return circumstances_; }
  model::Instant now() const { return circumstances_.now; }

  /// Empty when the number is not on the roster.
  std::optional<workflow::StudentRecord> find(const std::string& student_no) const;
  /// Everybody on the roster who has the value, without what others make of them.
  std::vector<workflow::StudentRecord> sharing(workflow::AttributeIndex attribute,
                                               const model::Value& value) const;
  /// Others are decided as if the student were as the record says.
  void replace(const workflow::StudentRecord& record) const { others_.replace(record); }
  workflow::Evaluation evaluate(const workflow::StudentRecord& record) const;
  /// Why an item of the evaluation stands as it does.
  model::Message reason(const workflow::StudentRecord& record, const workflow::Evaluation& evaluation,
                        std::size_t position) const;
  /// Explains what the last `evaluate` decided.
  workflow::Evaluator& evaluator() const { return evaluator_.evaluator(); }
  /// Day and time in the edition's zone.
  model::LocalizedText time(model::Instant instant) const;
  /// The name of the account, or the login when there is none.
  model::LocalizedText person(const std::string& login) const;

 private:
  store::Reader& reader_;
  std::shared_ptr<const board::ActiveEdition> edition_;
  EvaluatorPool::Lease evaluator_;
  workflow::Circumstances circumstances_;
  mutable board::Others others_;
};

/// The position of an item among the student's, if their type has it.
std::optional<std::size_t> positionOf(const workflow::Evaluation& evaluation, workflow::ItemIndex item);

/// A document that rests on the item and was collected; nullptr when there is none.
const workflow::Document* collectedUpon(const workflow::Workflow& workflow,
                                        const workflow::StudentRecord& record,
                                        const workflow::Evaluation& evaluation, const workflow::Item& item);

}  // namespace lixiao::service
