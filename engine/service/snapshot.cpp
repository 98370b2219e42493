#include "engine/service/snapshot.h"

#include <algorithm>

#include "engine/board/records.h"
#include "engine/store/account.h"
#include "engine/store/sharing.h"

namespace lixiao::service {

Snapshot::Snapshot(store::Reader& reader, std::shared_ptr<const board::ActiveEdition> edition,
                   EvaluatorPool& evaluators, const model::Clock& clock)
    : reader_(reader),
      edition_(std::move(edition)),
      evaluator_(evaluators.take(edition_->workflow)),
      circumstances_(board::circumstances(reader, *edition_->workflow, clock)),
      others_(reader, evaluator_.evaluator(), circumstances_) {}

std::optional<workflow::StudentRecord> Snapshot::find(const std::string& student_no) const {
  auto record = board::findRecord(reader_, workflow(), student_no);
  if (record) others_.fill(*record);
  return record;
}

std::vector<workflow::StudentRecord> Snapshot::sharing(workflow::AttributeIndex attribute,
                                                       const model::Value& value) const {
  const workflow::Attribute& spec = workflow().attributes[attribute];
  const auto students = store::studentsSharing(reader_, spec.name, workflow::formatValue(spec.type, value));
  std::vector<workflow::StudentRecord> records;
  records.reserve(students.size());
  for (const store::Student& student : students)
    records.push_back(board::record(reader_, workflow(), student));
  return records;
}

workflow::Evaluation Snapshot::evaluate(const workflow::StudentRecord& record) const {
  return evaluator().evaluate(record, circumstances_);
}

model::Message Snapshot::reason(const workflow::StudentRecord& record, const workflow::Evaluation& evaluation,
                                std::size_t position) const {
  return workflow::reason(workflow(), record, circumstances_, evaluation, position);
}

model::LocalizedText Snapshot::time(model::Instant instant) const {
  return model::LocalizedText(workflow().time_zone.format(instant));
}

model::LocalizedText Snapshot::person(const std::string& login) const {
  if (login == "command line") return {"命令行", login};
  if (login == "first start") return {"首次启动", login};
  const auto account = store::findAccount(reader_, login);
  return model::LocalizedText(account && !account->name.empty() ? account->name : login);
}

std::optional<std::size_t> positionOf(const workflow::Evaluation& evaluation, workflow::ItemIndex item) {
  const auto found = std::find_if(evaluation.items.begin(), evaluation.items.end(),
                                  [&](const workflow::ItemResult& r) { return r.item->index == item; });
  if (found == evaluation.items.end()) return std::nullopt;
  return static_cast<std::size_t>(found - evaluation.items.begin());
}

const workflow::Document* collectedUpon(const workflow::Workflow& workflow,
                                        const workflow::StudentRecord& record,
                                        const workflow::Evaluation& evaluation, const workflow::Item& item) {
  for (const workflow::Document& document : evaluation.type->documents) {
    if (record.collections.count(document.index) == 0) continue;
    const auto slots = evaluation.type->rules[document.released_when].slots();
    const auto reads = [&](rules::Slot slot) { return std::binary_search(slots.begin(), slots.end(), slot); };
    const bool reads_all = reads(workflow.all_cleared) || reads(workflow.remaining);
    // A part stands behind what rests on the whole.
    const workflow::Item& whole = item.part_of ? evaluation.type->items[*item.part_of] : item;
    if ((reads_all && !whole.optional) || reads(workflow.first_cleared + item.index) ||
        reads(workflow.first_cleared + whole.index))
      return &document;
  }
  return nullptr;
}

}  // namespace lixiao::service
