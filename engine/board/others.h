#pragma once

#include <map>
#include <string>
#include <tuple>
#include <vector>

#include "engine/store/database.h"
#include "engine/store/student.h"
#include "engine/workflow/evaluator.h"
#include "engine/workflow/record.h"

namespace lixiao::board {

/// `everyone_in` for students who are decided one by one: reads those who share their values and decides
/// them. What was found out is kept, so many students of few groups cost little more than the groups. NOT
/// thread-safe; lives no longer than its reader.
class Others {
 public:
  Others(store::Reader& reader, workflow::Evaluator& evaluator, const workflow::Circumstances& circumstances);

  /// Gives the record its `others_clear`.
  void fill(workflow::StudentRecord& record);
  /// From now on the student is as the record says and no more as in the tables.
  void replace(const workflow::StudentRecord& record);

 private:
  using Truths = std::map<workflow::ItemIndex, rules::Truth>;
  /// Attribute and value, and how many rounds of others stand behind the decisions.
  using Group = std::tuple<workflow::AttributeIndex, std::string, std::size_t>;

  void fill(workflow::StudentRecord& record, std::size_t rounds);
  const Truths& truthsOf(const Group& group);
  const Truths& ownTruths(const store::Student& student, std::size_t rounds);
  Truths decided(workflow::StudentRecord record, std::size_t rounds);

  store::Reader& reader_;
  workflow::Evaluator& evaluator_;
  const workflow::Workflow& workflow_;
  const workflow::Circumstances& circumstances_;
  std::map<Group, Truths> groups_;
  std::map<std::pair<std::string, std::size_t>, Truths> own_;  // by number and rounds
  std::map<std::string, workflow::StudentRecord> replaced_;
};

}  // namespace lixiao::board
