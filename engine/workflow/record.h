#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "engine/model/registration.h"
#include "engine/model/value.h"
#include "engine/workflow/workflow.h"
#include "rules/row.h"

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
  std::vector<model::Value> attributes;     ///< by AttributeIndex
  std::vector<model::Fact> facts;           ///< by FactIndex; unknown when never delivered
  std::map<ListIndex, std::string> listed;  ///< lists the student stands on, with the remark
  /// Live ones. For `register_by` the one on the attribute's value, whoever it was made for.
  std::map<ItemIndex, model::Registration> registrations;
  std::map<DocumentIndex, Collection> collections;
  /// What the student declared and its department has not confirmed; the fact itself is still unknown.
  std::map<FactIndex, model::Value> unconfirmed;
  /// `everyone_in`: whether all others who share the value are clear, by Kleene's and over them. An item that
  /// is not there is unknown.
  std::map<ItemIndex, rules::Truth> others_clear;

  bool operator==(const StudentRecord&) const = default;
};

/// What a decision needs beside the student.
struct Circumstances {
  model::Date today;
  model::Instant now{};
  std::vector<bool> submitted;                                ///< by ListIndex
  std::vector<std::optional<model::Instant>> submitted_at{};  ///< by ListIndex; may be shorter
};

}  // namespace lixiao::workflow
