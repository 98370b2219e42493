#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "engine/model/registration.h"
#include "engine/model/value.h"
#include "engine/workflow/workflow.h"

namespace lixiao::workflow {

/// A document that was handed over.
struct Collection {
  model::Instant at{};
  std::string by;         ///< login of who handed it over
  std::string recipient;  ///< "" the student, else the proxy's name

  bool operator==(const Collection&) const = default;
};

/// All that is known of one student: the inputs of a decision. Indexes are those of the Workflow.
struct StudentRecord {
  std::string student_no;
  std::string name;
  std::vector<model::Value> attributes;                    ///< by AttributeIndex
  std::vector<model::Fact> facts;                          ///< by FactIndex; unknown when never delivered
  std::map<ListIndex, std::string> listed;                 ///< lists the student stands on, with the remark
  std::map<ItemIndex, model::Registration> registrations;  ///< live ones
  std::map<DocumentIndex, Collection> collections;

  bool operator==(const StudentRecord&) const = default;
};

/// What a decision needs beside the student.
struct Circumstances {
  model::Date today;
  model::Instant now{};
  std::vector<bool> submitted;  ///< by ListIndex
};

}  // namespace lixiao::workflow
