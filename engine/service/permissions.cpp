#include "engine/service/permissions.h"

#include <algorithm>

#include "engine/service/texts.h"

namespace lixiao::service {
namespace {

using model::Message;

bool mayRunTheSystem(const Actor& actor) {
  return actor.role == Role::Admin || actor.role == Role::System;
}

bool actsFor(const Actor& actor, const About& about) {
  if (actor.role == Role::System) return true;
  return actor.role == Role::Staff && about.department &&
         about.workflow->departments[*about.department].id == actor.department;
}

bool reaches(const Actor& actor, const About& about) {
  const Reach reach = reachOf(actor, *about.workflow);
  switch (reach.kind) {
    case Reach::Kind::Nobody:
      return false;
    case Reach::Kind::Self:
      return about.student_no == reach.value;
    case Reach::Kind::Scope: {
      const std::string* value = (*about.attributes)[reach.attribute].text();
      return value != nullptr && *value == reach.value;
    }
    case Reach::Kind::Everybody:
      return true;
  }
  return false;
}

/// Staff of the department, for a student of theirs. `not_theirs` takes the department's title.
std::optional<Message> whyNotForStudent(const Actor& actor, const About& about, const char* not_theirs) {
  if (!actsFor(actor, about)) {
    if (!about.department) return Message{text::kNotAllowed, {}};
    return Message{not_theirs, {about.workflow->departments[*about.department].title}};
  }
  if (!reaches(actor, about)) return Message{text::kNotYourStudent, {}};
  return std::nullopt;
}

std::optional<Message> whyNotSubmitList(const Actor& actor, const About& about) {
  if (!actsFor(actor, about))
    return Message{text::kNotYourList, {about.workflow->departments[*about.department].title}};
  if (reachOf(actor, *about.workflow).kind != Reach::Kind::Everybody) return Message{text::kScopedList, {}};
  return std::nullopt;
}

std::optional<Message> whyNotRoster(const Actor& actor, const About& about) {
  if (actor.role == Role::System) return std::nullopt;
  const workflow::Provider* own = providerOf(actor, *about.workflow);
  if (own == nullptr) return Message{text::kNotYourRoster, {}};
  if (about.provider != nullptr && about.provider != own)
    return Message{text::kOtherProvider, {about.provider->title}};
  return std::nullopt;
}

/// Staff publish for their own department, those of a scoped one for their own part.
std::optional<Message> whyNotPublish(const Actor& actor, const About& about) {
  if (actor.role != Role::Staff || !about.department) return Message{text::kNotAllowed, {}};
  if (reachOf(actor, *about.workflow).kind == Reach::Kind::Nobody) return Message{text::kNotAllowed, {}};
  return std::nullopt;
}

std::optional<Message> unless(bool allowed) {
  if (allowed) return std::nullopt;
  return Message{text::kNotAllowed, {}};
}

}  // namespace

std::optional<Message> whyNot(const Actor& actor, Act act, const About& about) {
  switch (act) {
    case Act::SeeStudent:
      return unless(reaches(actor, about));
    case Act::SeeOverview:
      return unless(actor.role != Role::Student);
    case Act::RegisterItem:
      return whyNotForStudent(actor, about, text::kNotYourItem);
    case Act::HandOverDocument:
      if (actor.role != Role::Staff) return Message{text::kNotAllowed, {}};
      return whyNotForStudent(actor, about, text::kNotYourDocument);
    case Act::SubmitList:
      return whyNotSubmitList(actor, about);
    case Act::Declare:
      return unless(actor.role == Role::Student && !actor.student_no.empty());
    case Act::IssueSlip:
      return unless(actor.role != Role::Auditor && reaches(actor, about));
    case Act::ConfirmDeclaration:
      return whyNotForStudent(actor, about, text::kNotYourDeclaration);
    case Act::PublishGuide:
      return whyNotPublish(actor, about);
    case Act::DeliverRoster:
      return whyNotRoster(actor, about);
    case Act::DeliverFacts:
      return mayRunTheSystem(actor) ? std::nullopt : whyNotRoster(actor, about);
    case Act::ActivateEdition:
    case Act::EndTrial:
    case Act::ManageAccounts:
    case Act::ManageConnectors:
      return unless(mayRunTheSystem(actor));
    case Act::ReadJournal:
      return unless(mayRunTheSystem(actor) || actor.role == Role::Auditor);
  }
  return Message{text::kNotAllowed, {}};
}

Reach reachOf(const Actor& actor, const workflow::Workflow& workflow) {
  switch (actor.role) {
    case Role::Admin:
    case Role::Auditor:
    case Role::System:
      return {Reach::Kind::Everybody, 0, {}};
    case Role::Student:
      return actor.student_no.empty() ? Reach{} : Reach{Reach::Kind::Self, 0, actor.student_no};
    case Role::Staff:
      break;
  }
  const auto department = workflow.department(actor.department);
  if (!department) return providerOf(actor, workflow) ? Reach{Reach::Kind::Everybody, 0, {}} : Reach{};
  const auto scope = workflow.departments[*department].scope;
  if (!scope) return {Reach::Kind::Everybody, 0, {}};
  if (actor.scope_value.empty()) return {};
  return {Reach::Kind::Scope, *scope, actor.scope_value};
}

const workflow::Provider* providerOf(const Actor& actor, const workflow::Workflow& workflow) {
  if (actor.role != Role::Staff) return nullptr;
  const auto found = std::find_if(workflow.providers.begin(), workflow.providers.end(),
                                  [&](const workflow::Provider& p) { return p.id == actor.department; });
  return found == workflow.providers.end() ? nullptr : &*found;
}

}  // namespace lixiao::service
