#include "engine/board/others.h"

#include <algorithm>

#include "engine/board/records.h"
#include "engine/store/sharing.h"

namespace lixiao::board {

using rules::Truth;

Others::Others(store::Reader& reader, workflow::Evaluator& evaluator,
               const workflow::Circumstances& circumstances)
    : reader_(reader),
      evaluator_(evaluator),
      workflow_(evaluator.workflow()),
      circumstances_(circumstances) {}

void Others::fill(workflow::StudentRecord& record) {
  fill(record, workflow_.everyone_rounds);
}

void Others::fill(workflow::StudentRecord& record, std::size_t rounds) {
  record.others_clear.clear();
  const std::string* id = record.attributes[workflow_.student_type].text();
  const workflow::StudentType* type = id == nullptr ? nullptr : workflow_.type(*id);
  if (rounds == 0 || type == nullptr) return;
  for (const workflow::Item& item : type->items) {
    if (!item.everyone_in) continue;
    const model::Value& value = record.attributes[*item.everyone_in];
    if (!value.known()) continue;
    const std::string text = workflow::formatValue(workflow_.attributes[*item.everyone_in].type, value);
    const Truths& truths = truthsOf({*item.everyone_in, text, rounds - 1});
    if (const auto found = truths.find(item.index); found != truths.end())
      record.others_clear[item.index] = found->second;
  }
}

const Others::Truths& Others::truthsOf(const Group& group) {
  if (const auto known = groups_.find(group); known != groups_.end()) return known->second;
  const auto& [attribute, value, rounds] = group;
  Truths all;
  for (const store::Student& student :
       store::studentsSharing(reader_, workflow_.attributes[attribute].name, value))
    for (const auto& [item, own] : ownTruths(student, rounds)) {
      const auto [truth, is_first] = all.emplace(item, own);
      if (!is_first) truth->second = std::min(truth->second, own);  // False < Unknown < True
    }
  return groups_.emplace(group, std::move(all)).first->second;
}

const Others::Truths& Others::ownTruths(const store::Student& student, std::size_t rounds) {
  const std::pair key(student.student_no, rounds);
  if (const auto known = own_.find(key); known != own_.end()) return known->second;
  const auto replaced = replaced_.find(student.student_no);
  Truths own =
      decided(replaced != replaced_.end() ? replaced->second : record(reader_, workflow_, student), rounds);
  return own_.emplace(key, std::move(own)).first->second;
}

Others::Truths Others::decided(workflow::StudentRecord record, std::size_t rounds) {
  fill(record, rounds);
  const workflow::Evaluation evaluation = evaluator_.evaluate(record, circumstances_);
  Truths own;
  for (const workflow::ItemResult& result : evaluation.items)
    if (result.item->everyone_in) own[result.item->index] = result.own_clear;
  return own;
}

void Others::replace(const workflow::StudentRecord& record) {
  if (workflow_.everyone_rounds == 0) return;
  replaced_.insert_or_assign(record.student_no, record);
  own_.erase({record.student_no, 0});
  for (workflow::AttributeIndex attribute = 0; attribute < record.attributes.size(); ++attribute)
    groups_.erase({attribute,
                   workflow::formatValue(workflow_.attributes[attribute].type, record.attributes[attribute]),
                   0});
  if (workflow_.everyone_rounds == 1) return;
  std::erase_if(own_, [](const auto& entry) { return entry.first.second > 0; });
  std::erase_if(groups_, [](const auto& entry) { return std::get<2>(entry.first) > 0; });
}

}  // namespace lixiao::board
