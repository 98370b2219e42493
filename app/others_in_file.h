#pragma once

#include <map>
#include <memory>
#include <string>
#include <tuple>
#include <vector>

#include "engine/workflow/record.h"
#include "rules/row.h"

namespace lixiao::app {

class StudentsFile;

/// `everyone_in` over the students of a file.
class OthersInFile {
 public:
  /// The groups as everybody in the file makes them.
  static OthersInFile of(const std::shared_ptr<const workflow::Workflow>& workflow, StudentsFile& students);

  /// Gives the record its `others_clear`.
  void fill(const workflow::Workflow& workflow, workflow::StudentRecord& record) const;

 private:
  using Group = std::tuple<workflow::ItemIndex, workflow::AttributeIndex, std::string>;
  std::map<Group, rules::Truth> truths_;
};

}  // namespace lixiao::app
