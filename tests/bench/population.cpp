#include "tests/bench/population.h"

#include <numeric>

#include "app/folder.h"
#include "app/sample/sample.h"

namespace lixiao::bench {
namespace {

namespace fs = std::filesystem;

constexpr const char* kToday = "2015-06-24";

std::vector<std::vector<std::uint8_t>> byteColumns(std::size_t columns, std::size_t rows) {
  return {columns, std::vector<std::uint8_t>(rows)};
}

}  // namespace

fs::path sampleFolder(std::size_t students) {
  const fs::path folder = fs::path(LIXIAO_BINARY_DIR) / "bench" / ("sample-" + std::to_string(students));
  if (fs::exists(folder)) return folder;
  const fs::path unfinished = folder.string() + ".unfinished";
  app::writeSample(unfinished, {students, 1, 2015});
  fs::rename(unfinished, folder);
  return folder;
}

app::StudentFiles sampleFiles(const workflow::Workflow& workflow, const fs::path& folder) {
  app::StudentFiles files{folder / "students.csv", folder / "registrations.csv", {}, kToday};
  for (const workflow::ListSpec& list : workflow.lists)
    files.lists.emplace_back(list.id, folder / "lists" / (list.id + ".csv"));
  return files;
}

std::shared_ptr<const workflow::Workflow> edition2015() {
  return app::loadYear(LIXIAO_SOURCE_DIR "/workflows/2015").workflow;
}

std::size_t Population::students() const {
  return std::accumulate(groups.begin(), groups.end(), std::size_t{0},
                         [](std::size_t sum, const Group& group) { return sum + group.rows(); });
}

std::unique_ptr<Population> loadPopulation(std::size_t students) {
  auto population = std::make_unique<Population>();
  population->workflow = edition2015();
  const workflow::Workflow& workflow = *population->workflow;
  const app::StudentsFile file(population->workflow, sampleFiles(workflow, sampleFolder(students)));
  population->circumstances = file.circumstances();
  for (const workflow::StudentType& type : workflow.types)
    population->groups.push_back({std::make_unique<board::Partition>(workflow, type), {}});
  for (std::size_t i = 0; i < file.size(); ++i) {
    const workflow::StudentRecord record = file.record(i);
    for (Group& group : population->groups)
      if (group.type().id == *record.attributes[workflow.student_type].text())
        group.partition->set(group.partition->add(), record, population->pool);
  }
  for (Group& group : population->groups)
    group.columns = group.partition->columns(population->circumstances.now);
  return population;
}

Decisions::Decisions(const Group& group)
    : items_(byteColumns(group.type().items.size(), group.rows())),
      documents_(byteColumns(group.type().documents.size(), group.rows())),
      remaining_(group.rows()) {}

workflow::DecisionColumns Decisions::columns() {
  workflow::DecisionColumns columns;
  for (auto& column : items_) columns.items.push_back(column.data());
  for (auto& column : documents_) columns.documents.push_back(column.data());
  columns.remaining = remaining_.data();
  return columns;
}

}  // namespace lixiao::bench
