#include <algorithm>
#include <map>
#include <set>
#include <tuple>

#include "engine/service/guide_shelf.h"
#include "engine/service/guides_impl.h"
#include "engine/store/account.h"

namespace lixiao::service {
namespace {

using model::LocalizedText;
using store::GuideKey;
using store::GuideVersion;

std::string personName(store::Reader& reader, const std::string& login) {
  const auto account = store::findAccount(reader, login);
  return account && !account->name.empty() ? account->name : login;
}

/// Departments and, of those with a scope, the parts for which somebody could publish.
using Parts = std::vector<std::pair<workflow::DepartmentIndex, std::string>>;

/// A scoped department owes a guide for each part that has people, or a guide already.
Parts partsOf(store::Reader& reader, const workflow::Workflow& workflow,
              const std::vector<GuideVersion>& guides) {
  std::map<std::string, std::set<std::string>> scopes;
  for (const store::Account& account : store::accounts(reader))
    if (!account.disabled && !account.scope_value.empty())
      scopes[account.department].insert(account.scope_value);
  for (const GuideVersion& guide : guides)
    if (!guide.key.scope_value.empty()) scopes[guide.key.department].insert(guide.key.scope_value);
  Parts parts;
  for (workflow::DepartmentIndex at = 0; at < workflow.departments.size(); ++at) {
    if (subjectsOf(workflow, at).empty()) continue;
    if (!workflow.departments[at].scope) parts.emplace_back(at, std::string());
    for (const std::string& value : scopes[workflow.departments[at].id])
      if (workflow.departments[at].scope) parts.emplace_back(at, value);
  }
  return parts;
}

GuideDuty dutyOf(const workflow::Workflow& workflow, workflow::DepartmentIndex department,
                 const std::string& scope, const std::vector<GuideVersion>& guides) {
  GuideDuty duty;
  duty.department = workflow.departments[department].id;
  duty.title = workflow.departments[department].title;
  duty.scope_value = scope;
  std::set<std::string> written;
  for (const GuideVersion& guide : guides) {
    if (guide.key.department != duty.department || guide.key.scope_value != scope) continue;
    written.insert(guide.key.subject);
    if (duty.last_at && guide.at < *duty.last_at) continue;
    duty.last_at = guide.at;
    duty.last_by = guide.by;
  }
  for (const GuideSubjectId& subject : subjectsOf(workflow, department)) {
    if (!subject.college.empty() && subject.college != scope) continue;
    const bool covered = written.count(subject.id) > 0 || written.count("") > 0;
    (covered ? duty.published : duty.missing).push_back(subject.title);
  }
  return duty;
}

}  // namespace

Outcome<GuideDesk> Guides::desk(const Actor& actor) const {
  return impl_->look<GuideDesk>(
      [&](store::Reader& reader, const workflow::Workflow& workflow) -> Outcome<GuideDesk> {
        const auto key = Impl::keyFor(actor, workflow, {}, {});
        if (!key) return key.refusal();
        const auto department = *workflow.department(actor.department);
        GuideDesk desk{workflow.departments[department].title, key->scope_value, {{{}, {}, {}}}};
        for (const GuideSubjectId& subject : subjectsOf(workflow, department))
          if (subject.college.empty() || subject.college == key->scope_value)
            desk.subjects.push_back({subject.id, subject.title, {}});
        for (GuideVersion& guide : store::currentGuides(reader)) {
          if (guide.key.department != key->department || guide.key.scope_value != key->scope_value) continue;
          const auto place = std::find_if(desk.subjects.begin(), desk.subjects.end(),
                                          [&](const GuideSubject& s) { return s.id == guide.key.subject; });
          if (place == desk.subjects.end()) continue;
          std::string by = personName(reader, guide.by);
          place->guides.push_back(guideView(workflow, std::move(guide)));
          place->guides.back().by = std::move(by);
        }
        return desk;
      });
}

Outcome<GuideHistory> Guides::history(const Actor& actor, const std::string& subject,
                                      const std::string& campus) const {
  return impl_->look<GuideHistory>(
      [&](store::Reader& reader, const workflow::Workflow& workflow) -> Outcome<GuideHistory> {
        const auto key = Impl::keyFor(actor, workflow, subject, campus);
        if (!key) return key.refusal();
        GuideHistory history;
        history.key = key.value();
        history.department = workflow.departments[*workflow.department(actor.department)].title;
        history.subject = subjectTitle(workflow, subject);
        std::map<std::string, std::string> names;
        for (GuideVersion& version : store::guideVersions(reader, key.value())) {
          const auto [name, is_new] = names.try_emplace(version.by);
          if (is_new) name->second = personName(reader, version.by);
          history.versions.push_back(guideView(workflow, std::move(version)));
          history.versions.back().by = name->second;
        }
        return history;
      });
}

std::vector<GuideView> Guides::published() const {
  const auto views = impl_->look<std::vector<GuideView>>(
      [&](store::Reader& reader, const workflow::Workflow& workflow) -> Outcome<std::vector<GuideView>> {
        using Place = std::tuple<workflow::DepartmentIndex, std::string, std::size_t, std::string>;
        std::map<Place, GuideView> ordered;
        for (GuideVersion& guide : store::currentGuides(reader)) {
          const auto department = workflow.department(guide.key.department);
          if (!department) continue;
          const auto subjects = subjectsOf(workflow, *department);
          const auto found = std::find_if(subjects.begin(), subjects.end(), [&](const GuideSubjectId& each) {
            return each.id == guide.key.subject;
          });
          if (!guide.key.subject.empty() && found == subjects.end()) continue;
          const std::size_t at =
              guide.key.subject.empty() ? 0 : static_cast<std::size_t>(found - subjects.begin()) + 1;
          Place place{*department, guide.key.scope_value, at, guide.key.campus};
          ordered.emplace(std::move(place), guideView(workflow, std::move(guide)));
        }
        std::vector<GuideView> all;
        all.reserve(ordered.size());
        for (auto& [place, view] : ordered) all.push_back(std::move(view));
        return all;
      });
  return views ? views.value() : std::vector<GuideView>{};
}

Outcome<GuideDuties> Guides::duties(const Actor& actor) const {
  if (auto why = whyNot(actor, Act::ReadJournal)) return Refusal{Refusal::Kind::Forbidden, {*why}, {}};
  return impl_->look<GuideDuties>([&](store::Reader& reader, const workflow::Workflow& workflow) {
    GuideDuties duties;
    for (const workflow::CalendarEntry& entry : workflow.calendar)
      if (entry.id == "guides_due") duties.due = entry.to;
    duties.late = duties.due && workflow.time_zone.dateAt(impl_->engine().clock.now()) > *duties.due;
    const auto guides = store::currentGuides(reader);
    for (const auto& [department, scope] : partsOf(reader, workflow, guides)) {
      duties.departments.push_back(dutyOf(workflow, department, scope, guides));
      GuideDuty& duty = duties.departments.back();
      if (!duty.last_by.empty()) duty.last_by = personName(reader, duty.last_by);
    }
    return Outcome<GuideDuties>(std::move(duties));
  });
}

}  // namespace lixiao::service
