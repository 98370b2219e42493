#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <vector>

#include "app/students_file.h"
#include "engine/board/partition.h"
#include "engine/workflow/batch_evaluator.h"
#include "engine/workflow/record.h"

namespace lixiao::bench {

/// The folder of `students` made-up students; written when it is not there yet.
std::filesystem::path sampleFolder(std::size_t students);

/// Its files, for the second on-site day.
app::StudentFiles sampleFiles(const workflow::Workflow& workflow, const std::filesystem::path& folder);

/// The 2015 edition of this repository.
std::shared_ptr<const workflow::Workflow> edition2015();

/// The students of one type in memory, as the board holds them.
struct Group {
  std::unique_ptr<board::Partition> partition;
  workflow::StudentColumns columns;

  const workflow::StudentType& type() const { return partition->type(); }
  std::size_t rows() const { return partition->rows(); }
  /// Items and documents of one student.
  std::size_t decisionsPerStudent() const { return type().items.size() + type().documents.size(); }
};

/// Sample students of all types on the second on-site day: every list submitted, registrations made.
struct Population {
  std::shared_ptr<const workflow::Workflow> workflow;
  workflow::Circumstances circumstances;
  board::TextPool pool;
  std::vector<Group> groups;

  std::size_t students() const;
};
std::unique_ptr<Population> loadPopulation(std::size_t students);

/// Room for the decisions on the students of one group.
class Decisions {
 public:
  explicit Decisions(const Group& group);

  workflow::DecisionColumns columns();
  const std::vector<std::vector<std::uint8_t>>& items() const { return items_; }
  const std::vector<std::vector<std::uint8_t>>& documents() const { return documents_; }
  const std::vector<std::uint16_t>& remaining() const { return remaining_; }

 private:
  std::vector<std::vector<std::uint8_t>> items_, documents_;
  std::vector<std::uint16_t> remaining_;
};

}  // namespace lixiao::bench
