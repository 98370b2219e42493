#pragma once

#include <filesystem>
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "app/others_in_file.h"
#include "engine/tabular/table.h"
#include "engine/workflow/record.h"

namespace lixiao::app {

/// What the commands `evaluate` and `explain` are given on their command line.
struct StudentFiles {
  std::filesystem::path students;
  std::filesystem::path registrations;                               ///< may be empty
  std::vector<std::pair<std::string, std::filesystem::path>> lists;  ///< list id, file
  std::string today;                                                 ///< "" for the real one
};

/// The students of a file with their registrations and lists, as the workflow understands them.
class StudentsFile {
 public:
  /// Throws std::runtime_error with every problem, one a line, each naming file, row and column.
  StudentsFile(std::shared_ptr<const workflow::Workflow> workflow, const StudentFiles& files);

  std::size_t size() const { return table_.rows.size(); }
  /// Thread-safe.
  workflow::StudentRecord record(std::size_t index) const;
  const workflow::Circumstances& circumstances() const { return circumstances_; }
  /// The position of a number; size() when it is not in the file.
  std::size_t find(const std::string& student_no) const;

 private:
  struct Reader;
  const workflow::StudentType* typeOf(const tabular::Row& row) const;
  std::shared_ptr<const workflow::Workflow> workflow_;
  workflow::Circumstances circumstances_;
  tabular::Table table_;
  std::size_t number_column_ = 0;
  std::vector<std::size_t> name_column_;  ///< none or one
  std::vector<std::pair<std::size_t, workflow::AttributeIndex>> attribute_columns_;
  std::vector<std::pair<std::size_t, workflow::FactIndex>> fact_columns_;
  std::vector<std::pair<std::size_t, workflow::FactIndex>> since_columns_;
  std::map<std::string, std::size_t, std::less<>> positions_;
  std::vector<std::map<workflow::ItemIndex, model::Registration>> registrations_;
  /// Of items that are registered on a value, for all who have it.
  std::map<std::pair<workflow::ItemIndex, std::string>, model::Registration> shared_;
  std::vector<std::map<workflow::ListIndex, std::string>> listed_;
  OthersInFile others_;
};

}  // namespace lixiao::app
