#include "engine/service/guide_shelf.h"

#include <algorithm>

namespace lixiao::service {
namespace {

void addOnce(std::vector<GuideSubjectId>& subjects, GuideSubjectId subject) {
  const auto same = [&](const GuideSubjectId& each) { return each.id == subject.id; };
  if (std::none_of(subjects.begin(), subjects.end(), same)) subjects.push_back(std::move(subject));
}

}  // namespace

std::vector<GuideSubjectId> subjectsOf(const workflow::Workflow& workflow,
                                       workflow::DepartmentIndex department) {
  std::vector<GuideSubjectId> subjects;
  for (const workflow::StudentType& type : workflow.types)
    for (const workflow::Item& item : type.items)
      for (const workflow::Registrar& registrar : item.registrars)
        if (registrar.department == department) addOnce(subjects, {item.id, item.title, item.college});
  for (const workflow::StudentType& type : workflow.types)
    for (const workflow::Document& document : type.documents)
      if (document.department == department) addOnce(subjects, {document.id, document.title, {}});
  return subjects;
}

model::LocalizedText subjectTitle(const workflow::Workflow& workflow, const std::string& subject) {
  if (const auto item = workflow.item(subject)) return workflow.item_titles[*item];
  if (const auto document = workflow.document(subject)) return workflow.document_titles[*document];
  return {};
}

GuideView guideView(const workflow::Workflow& workflow, store::GuideVersion version) {
  GuideView view;
  if (const auto department = workflow.department(version.key.department))
    view.department = workflow.departments[*department].title;
  view.subject = subjectTitle(workflow, version.key.subject);
  view.key = std::move(version.key);
  view.text = std::move(version.text);
  view.revision = version.id;
  view.withdrawn = version.withdrawn;
  view.at = version.at;
  return view;
}

GuideShelf::GuideShelf(store::Reader& reader, const workflow::Workflow& workflow)
    : workflow_(workflow), guides_(store::currentGuides(reader)) {}

std::vector<GuideView> GuideShelf::about(workflow::DepartmentIndex department, const std::string& subject,
                                         const std::vector<model::Value>& attributes) const {
  const workflow::Department& owner = workflow_.departments[department];
  const std::string* scope = owner.scope ? attributes[*owner.scope].text() : nullptr;
  if (owner.scope && scope == nullptr) return {};
  const auto collect = [&](const std::string& wanted) {
    std::vector<GuideView> found;
    for (const store::GuideVersion& guide : guides_)
      if (guide.key.department == owner.id && guide.key.scope_value == (scope ? *scope : std::string()) &&
          guide.key.subject == wanted)
        found.push_back(guideView(workflow_, guide));
    return found;
  };
  auto found = collect(subject);
  return found.empty() ? collect({}) : found;
}

}  // namespace lixiao::service
