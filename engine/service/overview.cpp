#include <algorithm>

#include "engine/board/records.h"
#include "engine/service/queries_impl.h"
#include "engine/store/declaration.h"
#include "engine/store/journal_search.h"
#include "engine/store/student_list.h"

namespace lixiao::service {
namespace {

constexpr std::size_t kMostEntries = 200;

bool has(const std::vector<Work::Entry>& entries, const std::string& id) {
  return std::any_of(entries.begin(), entries.end(), [&](const Work::Entry& e) { return e.id == id; });
}

std::optional<std::string> given(const std::string& text) {
  if (text.empty()) return std::nullopt;
  return text;
}

/// What a college adds for its own students is registered by its own people.
bool isTheirCollege(const Actor& actor, const workflow::Item& item) {
  return item.college.empty() || actor.scope_value.empty() || item.college == actor.scope_value;
}

ListView listView(const Snapshot& snapshot, const Actor& actor, const workflow::ListSpec& list) {
  const workflow::Workflow& workflow = snapshot.workflow();
  ListView view;
  view.id = list.id;
  view.title = list.title;
  view.department = workflow.departments[list.department].title;
  view.due = list.due;
  view.mine = actor.role == Role::Staff &&
              !whyNot(actor, Act::SubmitList, {.workflow = &workflow, .department = list.department});
  model::Date day = snapshot.circumstances().today;
  if (const auto submission = store::listSubmission(snapshot.reader(), list.id)) {
    view.submitted = true;
    view.students = static_cast<std::size_t>(submission->rows);
    view.submitted_by = snapshot.person(submission->by).in(model::Language::English);
    view.submitted_at = submission->at;
    day = workflow.time_zone.dateAt(submission->at);
  }
  view.late = list.due && day > *list.due;
  return view;
}

}  // namespace

EditionView Queries::edition() const {
  const Engine& engine = impl_->engine();
  const auto active =
      engine.database.read([&](store::Reader& reader) { return engine.editions.active(reader); });
  EditionView view;
  if (active) {
    view.edition = active->workflow->edition;
    view.digest = active->digest;
    view.title = active->workflow->title;
    view.activated_by = active->by;
    view.activated_at = active->at;
    view.calendar = active->workflow->calendar;
    view.time_zone = active->workflow->time_zone;
  }
  view.today = view.time_zone.dateAt(engine.clock.now());
  return view;
}

Outcome<std::vector<ListView>> Queries::lists(const Actor& actor) const {
  if (auto why = whyNot(actor, Act::SeeOverview)) return Refusal{Refusal::Kind::Forbidden, {*why}, {}};
  return impl_->look<std::vector<ListView>>([&](const Snapshot& snapshot) {
    std::vector<ListView> views;
    for (const workflow::ListSpec& list : snapshot.workflow().lists)
      views.push_back(listView(snapshot, actor, list));
    return views;
  });
}

Outcome<std::vector<DeclarationLine>> Queries::declarations(const Actor& actor) const {
  if (actor.role != Role::Staff) return Refusal{Refusal::Kind::Forbidden, {{text::kNotAllowed, {}}}, {}};
  return impl_->look<std::vector<DeclarationLine>>([&](const Snapshot& snapshot) {
    const workflow::Workflow& workflow = snapshot.workflow();
    std::vector<DeclarationLine> lines;
    for (const workflow::FactSpec& fact : workflow.facts) {
      if (!fact.confirmed_by || workflow.departments[*fact.confirmed_by].id != actor.department) continue;
      for (const store::Declaration& declaration : store::declarations(snapshot.reader(), fact.name)) {
        const auto record = board::findRecord(snapshot.reader(), workflow, declaration.student_no);
        if (!record || !board::awaitsConfirmation(fact, declaration)) continue;
        const About about{.workflow = &workflow,
                          .student_no = declaration.student_no,
                          .attributes = &record->attributes,
                          .department = fact.confirmed_by};
        if (whyNot(actor, Act::ConfirmDeclaration, about)) continue;
        lines.push_back({declaration.student_no, record->name, fact.name, fact.title,
                         workflow::formatValue(fact.type, declaration.value), fact.type, fact.several,
                         declaration.at, declaration.revision});
      }
    }
    return lines;
  });
}

Work Queries::work(const Actor& actor) const {
  Work work;
  if (actor.role != Role::Staff) return work;
  const Engine& engine = impl_->engine();
  const auto active =
      engine.database.read([&](store::Reader& reader) { return engine.editions.active(reader); });
  if (!active) return work;
  const workflow::Workflow& workflow = *active->workflow;
  const auto theirs = [&](workflow::DepartmentIndex department) {
    return workflow.departments[department].id == actor.department;
  };
  for (const workflow::StudentType& type : workflow.types) {
    for (const workflow::Item& item : type.items)
      for (const workflow::Registrar& registrar : item.registrars)
        if (theirs(registrar.department) && isTheirCollege(actor, item) && !has(work.items, item.id))
          work.items.push_back({item.id, item.title, item.appointment.has_value()});
    for (const workflow::Document& document : type.documents)
      if (theirs(document.department) && !has(work.documents, document.id))
        work.documents.push_back({document.id, document.title, false});
  }
  for (const workflow::FactSpec& fact : workflow.facts)
    work.confirms = work.confirms || (fact.confirmed_by && theirs(*fact.confirmed_by));
  for (const workflow::ListSpec& list : workflow.lists)
    if (!whyNot(actor, Act::SubmitList, {.workflow = &workflow, .department = list.department}))
      work.lists.push_back({list.id, list.title, false});
  work.provider = providerOf(actor, workflow) != nullptr;
  return work;
}

Outcome<std::vector<JournalLine>> Queries::journal(const Actor& actor, const JournalSearch& search) const {
  if (auto why = whyNot(actor, Act::ReadJournal)) return Refusal{Refusal::Kind::Forbidden, {*why}, {}};
  store::JournalFilter filter;
  filter.student_no = given(search.student_no);
  if (!search.actor.empty()) filter.actors = {search.actor};
  filter.item = given(search.item);
  filter.kind = given(search.kind);
  if (search.before_seq > 0) filter.before_seq = search.before_seq;
  const auto limit = static_cast<std::int64_t>(std::min(search.limit, kMostEntries));
  const auto records = impl_->engine().database.read(
      [&](store::Reader& reader) { return store::searchJournal(reader, filter, limit); });
  std::vector<JournalLine> lines;
  for (const store::JournalRecord& record : records) {
    const store::JournalEntry& entry = record.entry;
    lines.push_back({record.seq, entry.at, entry.actor, entry.kind, entry.student_no.value_or(""),
                     entry.item.value_or(""), entry.payload, record.hash});
  }
  return lines;
}

}  // namespace lixiao::service
