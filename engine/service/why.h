#pragma once

#include <optional>
#include <string>
#include <vector>

#include "engine/model/status.h"
#include "engine/workflow/evaluator.h"

namespace lixiao::service {

/// One thing that was read for a decision.
struct WhyInput {
  std::string name;  ///< as rules call it
  model::LocalizedText title;
  std::string value;            ///< "" unknown
  model::LocalizedText status;  ///< of another item, instead of a value
  std::string source;           ///< who delivered it: a connector or a person; "" for the roster
  std::optional<model::Instant> as_of;
  bool stale = false;  ///< delivered, but too long ago to count
};

/// Why an item or document of one student stands as it does.
struct Why {
  std::string student_no, name;
  model::LocalizedText title;
  std::optional<model::ItemStatus> status;        ///< of an item
  std::optional<model::DocumentStatus> document;  ///< of a document
  model::Message reason;
  model::LocalizedText because;  ///< the rule in the admin's words; may be empty
  std::vector<WhyInput> inputs;  ///< each once, in the order of the rules
  std::vector<workflow::RuleExplanation> rules;
};

}  // namespace lixiao::service
