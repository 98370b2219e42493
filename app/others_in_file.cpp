#include "app/others_in_file.h"

#include <algorithm>

#include "app/students_file.h"
#include "engine/workflow/evaluator.h"

namespace lixiao::app {
namespace {

std::string valueText(const workflow::Workflow& workflow, const workflow::StudentRecord& record,
                      workflow::AttributeIndex attribute) {
  return workflow::formatValue(workflow.attributes[attribute].type, record.attributes[attribute]);
}

}  // namespace

OthersInFile OthersInFile::of(const std::shared_ptr<const workflow::Workflow>& workflow,
                              StudentsFile& students) {
  OthersInFile others;
  workflow::Evaluator evaluator(workflow);
  for (std::size_t round = 0; round < workflow->everyone_rounds; ++round) {
    OthersInFile next;
    for (std::size_t index = 0; index < students.size(); ++index) {
      workflow::StudentRecord record = students.record(index);
      others.fill(*workflow, record);
      for (const workflow::ItemResult& result : evaluator.evaluate(record, students.circumstances()).items) {
        const auto attribute = result.item->everyone_in;
        if (!attribute || !record.attributes[*attribute].known()) continue;
        const auto [truth, is_first] = next.truths_.emplace(
            Group(result.item->index, *attribute, valueText(*workflow, record, *attribute)),
            result.own_clear);
        if (!is_first) truth->second = std::min(truth->second, result.own_clear);  // False < Unknown < True
      }
    }
    others = std::move(next);
  }
  return others;
}

void OthersInFile::fill(const workflow::Workflow& workflow, workflow::StudentRecord& record) const {
  record.others_clear.clear();
  const std::string* id = record.attributes[workflow.student_type].text();
  const workflow::StudentType* type = id == nullptr ? nullptr : workflow.type(*id);
  if (truths_.empty() || type == nullptr) return;
  for (const workflow::Item& item : type->items) {
    if (!item.everyone_in || !record.attributes[*item.everyone_in].known()) continue;
    const auto found =
        truths_.find(Group(item.index, *item.everyone_in, valueText(workflow, record, *item.everyone_in)));
    if (found != truths_.end()) record.others_clear[item.index] = found->second;
  }
}

}  // namespace lixiao::app
