#include "engine/service/shared_registering.h"

#include <set>

#include "engine/store/shared_registration.h"
#include "engine/store/sharing.h"

namespace lixiao::service {

void keepShared(store::Transaction& transaction, const workflow::Workflow& workflow) {
  std::set<std::string> attributes;
  for (const workflow::StudentType& type : workflow.types)
    for (const workflow::Item& item : type.items)
      for (const auto& attribute : {item.register_by, item.everyone_in})
        if (attribute) attributes.insert(workflow.attributes[*attribute].name);
  if (!attributes.empty()) store::shareAttributes(transaction, {attributes.begin(), attributes.end()});
}

std::optional<SharedValue> sharedValueOf(const workflow::Workflow& workflow,
                                         const workflow::StudentRecord& record, const workflow::Item& item) {
  if (!item.register_by) return std::nullopt;
  const model::Value& value = record.attributes[*item.register_by];
  if (!value.known()) return std::nullopt;
  return SharedValue{*item.register_by,
                     workflow::formatValue(workflow.attributes[*item.register_by].type, value)};
}

std::optional<SharedValue> sharedOf(const Snapshot& snapshot, const workflow::StudentRecord& record,
                                    const std::string& item) {
  const workflow::Workflow& workflow = snapshot.workflow();
  const std::string* id = record.attributes[workflow.student_type].text();
  const workflow::StudentType* type = id == nullptr ? nullptr : workflow.type(*id);
  if (type == nullptr) return std::nullopt;
  for (const workflow::Item& candidate : type->items)
    if (candidate.id == item) return sharedValueOf(workflow, record, candidate);
  return std::nullopt;
}

std::optional<store::RegistrationRow> heldRegistration(store::Reader& reader, const std::string& student_no,
                                                       const std::string& item,
                                                       const std::optional<SharedValue>& shared) {
  if (!shared) return store::findRegistration(reader, student_no, item);
  auto held = store::findSharedRegistration(reader, item, shared->value);
  if (!held) return std::nullopt;
  return store::RegistrationRow{student_no, item, std::move(held->registration), held->revision};
}

}  // namespace lixiao::service
