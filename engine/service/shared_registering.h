#pragma once

#include <optional>
#include <string>
#include <vector>

#include "engine/service/snapshot.h"
#include "engine/store/registration.h"

namespace lixiao::service {

/// The value on which an item is registered for all who share it.
struct SharedValue {
  workflow::AttributeIndex attribute = 0;
  std::string value;

  auto operator<=>(const SharedValue&) const = default;  // NOLINT(modernize-use-nullptr): its false alarm
};

/// Keeps the attributes findable by which students of the edition share anything. Cheap when nothing changed.
void keepShared(store::Transaction& transaction, const workflow::Workflow& workflow);

/// Empty when the item is registered student by student, or when the student's value is not known.
std::optional<SharedValue> sharedValueOf(const workflow::Workflow& workflow,
                                         const workflow::StudentRecord& record, const workflow::Item& item);

/// The same by the item's id.
std::optional<SharedValue> sharedOf(const Snapshot& snapshot, const workflow::StudentRecord& record,
                                    const std::string& item);

/// The live registration of the student's item, be it their own or on the value they share.
std::optional<store::RegistrationRow> heldRegistration(store::Reader& reader, const std::string& student_no,
                                                       const std::string& item,
                                                       const std::optional<SharedValue>& shared);

}  // namespace lixiao::service
