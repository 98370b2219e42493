#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/model/status.h"
#include "engine/model/value.h"
#include "engine/service/actor.h"
#include "engine/workflow/workflow.h"

namespace lixiao::service {

enum class Act : std::uint8_t {
  SeeStudent,
  SeeOverview,  ///< lists, counts, searching
  RegisterItem,
  HandOverDocument,
  SubmitList,
  Declare,
  IssueSlip,
  ConfirmDeclaration,
  PublishGuide,
  DeliverRoster,
  DeliverFacts,
  ActivateEdition,
  EndTrial,
  ManageAccounts,
  ManageConnectors,
  ReadJournal,
};

/// What the act is about; only what the act asks for needs to be there.
struct About {
  const workflow::Workflow* workflow = nullptr;
  std::string_view student_no{};
  const std::vector<model::Value>* attributes = nullptr;  ///< the student's
  std::optional<workflow::DepartmentIndex> department{};  ///< whose item, document or list it is
  const workflow::Provider* provider = nullptr;           ///< who delivers the student
};

/// The one place that says who may do what: empty when the actor may, else why not.
std::optional<model::Message> whyNot(const Actor& actor, Act act, const About& about = {});

/// Whose students an actor may see.
struct Reach {
  enum class Kind : std::uint8_t { Nobody, Self, Scope, Everybody } kind = Kind::Nobody;
  workflow::AttributeIndex attribute = 0;  ///< Scope: students whose attribute …
  std::string value;                       ///< … is this; Self: the number
};
Reach reachOf(const Actor& actor, const workflow::Workflow& workflow);

/// The provider whose part of the roster the actor delivers, if any.
const workflow::Provider* providerOf(const Actor& actor, const workflow::Workflow& workflow);

}  // namespace lixiao::service
