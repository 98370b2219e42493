#pragma once

#include <optional>
#include <string>
#include <vector>

#include "engine/model/clock.h"
#include "engine/store/database.h"
#include "engine/store/declaration.h"
#include "engine/store/student.h"
#include "engine/workflow/record.h"

namespace lixiao::board {

/// By AttributeIndex; a word that is not of the attribute's type any more is unknown.
std::vector<model::Value> attributeValues(const workflow::Workflow& workflow,
                                          const store::Attributes& attributes);

/// Whether the declaration counts as one of the fact that its department has to confirm.
bool awaitsConfirmation(const workflow::FactSpec& fact, const store::Declaration& declaration);

/// By ListIndex.
std::vector<bool> submittedLists(store::Reader& reader, const workflow::Workflow& workflow);

/// By ListIndex: when it was submitted.
std::vector<std::optional<model::Instant>> submissionTimes(store::Reader& reader,
                                                           const workflow::Workflow& workflow);

/// What the tables hold of one student, in the terms of the workflow. What the workflow does not name is left
/// out; an attribute that is not of its type any more is unknown. `others_clear` is left to Others.
workflow::StudentRecord record(store::Reader& reader, const workflow::Workflow& workflow,
                               const store::Student& student);

/// Empty when the number is not on the roster (or was taken off it).
std::optional<workflow::StudentRecord> findRecord(store::Reader& reader, const workflow::Workflow& workflow,
                                                  const std::string& student_no);

/// The day and moment of the clock, and the lists submitted.
workflow::Circumstances circumstances(store::Reader& reader, const workflow::Workflow& workflow,
                                      const model::Clock& clock);

}  // namespace lixiao::board
