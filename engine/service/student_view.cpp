#include <algorithm>

#include <nlohmann/json.hpp>

#include "engine/service/appointment_slots.h"
#include "engine/service/declaring.h"
#include "engine/service/guide_shelf.h"
#include "engine/service/queries_impl.h"
#include "engine/service/shared_registering.h"
#include "engine/store/journal_kind.h"
#include "engine/store/journal_search.h"
#include "engine/workflow/inputs.h"

namespace lixiao::service {
namespace {

using model::LocalizedText;

/// Whether a registration stands against what rules, lists or parts decide by themselves.
bool isOverridden(const workflow::Item& item, model::Cause cause) {
  using model::Cause;
  if (cause == Cause::Registered)
    return item.mode == workflow::Mode::Automatic || item.mode == workflow::Mode::Parts;
  const bool spared =
      cause == Cause::Waived || cause == Cause::DeclaredNotApplicable || cause == Cause::Deferred;
  return spared && item.mode != workflow::Mode::Registration && item.mode != workflow::Mode::Declaration;
}

/// Puts one student's page together.
class StudentViewer {
 public:
  StudentViewer(const Snapshot& snapshot, const Actor& actor, const workflow::StudentRecord& record)
      : snapshot_(snapshot),
        workflow_(snapshot.workflow()),
        actor_(actor),
        record_(record),
        evaluation_(snapshot.evaluate(record)),
        guides_(snapshot.reader(), workflow_) {}

  StudentView view() {
    StudentView view;
    view.student_no = record_.student_no;
    view.name = record_.name;
    if (evaluation_.type != nullptr) view.type = evaluation_.type->title;
    view.attributes = attributes();
    for (std::size_t i = 0; i < evaluation_.items.size(); ++i) {
      if (evaluation_.items[i].item->part_of || isOfAnotherCollege(evaluation_.items[i])) continue;
      ItemView item = itemView(i);
      for (const std::uint32_t part : evaluation_.items[i].item->parts)
        if (model::statusOf(evaluation_.items[part].cause) != model::ItemStatus::NotApplicable)
          item.parts.push_back(itemView(part));
      auto& group = item.status == model::ItemStatus::NotApplicable ? view.not_applicable : view.items;
      group.push_back(std::move(item));
    }
    for (std::size_t i = 0; i < evaluation_.documents.size(); ++i) view.documents.push_back(documentView(i));
    for (const workflow::Notice* notice : evaluation_.notices) view.notices.push_back(notice->text);
    view.remaining = evaluation_.remaining;
    view.as_of = snapshot_.now();
    return view;
  }

 private:
  std::vector<StudentView::Field> attributes() const {
    std::vector<StudentView::Field> fields;
    for (std::size_t i = 0; i < workflow_.attributes.size(); ++i) {
      const workflow::Attribute& attribute = workflow_.attributes[i];
      if (i != workflow_.student_type && record_.attributes[i].known())
        fields.push_back({attribute.title, workflow::formatValue(attribute.type, record_.attributes[i]),
                          attribute.type, attribute.name});
    }
    return fields;
  }

  bool may(Act act, workflow::DepartmentIndex department) const {
    return !whyNot(actor_, act,
                   {.workflow = &workflow_,
                    .student_no = record_.student_no,
                    .attributes = &record_.attributes,
                    .department = department});
  }

  /// What a college adds for its own students is none of the others' business.
  static bool isOfAnotherCollege(const workflow::ItemResult& result) {
    return !result.item->college.empty() && result.cause == model::Cause::DoesNotApply;
  }

  ItemView itemView(std::size_t position) {
    const workflow::ItemResult& result = evaluation_.items[position];
    const workflow::Item& item = *result.item;
    ItemView view;
    view.id = item.id;
    view.title = item.title;
    view.department = workflow_.departments[result.registrar].title;
    view.status = model::statusOf(result.cause);
    view.cause = result.cause;
    view.reason = snapshot_.reason(record_, evaluation_, position);
    view.opens = dayOf(item.opens);
    view.due = dayOf(item.due);
    view.optional = item.optional;
    view.visit = item.visit;
    view.overridden = isOverridden(item, result.cause);
    view.mine = may(Act::RegisterItem, result.registrar);
    view.declarable = actor_.role == Role::Student && mayDeclare(snapshot_, record_, evaluation_, position);
    view.because = item.because;
    view.currency = item.charges;
    view.allowed = item.allowed;
    view.reason_needed = item.mode == workflow::Mode::Automatic || item.mode == workflow::Mode::Parts;
    if (item.list)
      if (const auto listed = record_.listed.find(*item.list); listed != record_.listed.end())
        view.remark = listed->second;
    view.guides = guides_.about(result.registrar, item.id, record_.attributes);
    addAppointment(item, view);
    addRegistration(item, view);
    addDeclared(item, view);
    if (item.mode == workflow::Mode::Automatic) addFacts(*item.passes_when, view);
    return view;
  }

  std::optional<model::Date> dayOf(const std::optional<workflow::Day>& day) const {
    if (!day) return std::nullopt;
    return workflow::dayFor(workflow_, record_, snapshot_.circumstances(), *day);
  }

  void addAppointment(const workflow::Item& item, ItemView& view) const {
    const auto wanted = AppointmentCase::find(snapshot_, record_, evaluation_, item.id);
    if (!wanted) return;
    view.appointments = true;
    view.bookable = !wanted->whyNotBookable();
    const auto held = store::findAppointment(snapshot_.reader(), item.id, record_.student_no);
    if (!held || held->state != store::AppointmentState::Booked) return;
    const auto slot = slotAt(wanted->plan(), workflow_.time_zone, held->start);
    view.booked = {held->start, slot ? slot->end : held->start + wanted->plan().slot, slot.has_value(),
                   wanted->plan().validUntil(workflow_.time_zone.dateAt(held->start))};
    view.bookable = view.bookable && held->start > snapshot_.now();
  }

  void addRegistration(const workflow::Item& item, ItemView& view) {
    const auto shared = sharedValueOf(workflow_, record_, item);
    if (shared) {
      view.shared_by = workflow_.attributes[shared->attribute].title;
      view.shared_value = shared->value;
    }
    const auto found = record_.registrations.find(item.index);
    if (found == record_.registrations.end()) return;
    const model::Registration& registration = found->second;
    view.remark = registration.remark;
    view.registered_by = snapshot_.person(registration.by).in(model::Language::English);
    view.registered_at = registration.at;
    view.registered = registration.result;
    view.until = registration.until;
    view.condition = registration.condition;
    if (registration.amount)
      view.amount =
          workflow::formatValue(rules::Type::number(rules::Unit::Money), model::Value(*registration.amount));
    const auto row = heldRegistration(snapshot_.reader(), record_.student_no, item.id, shared);
    if (row) view.revision = row->revision;
  }

  void addDeclared(const workflow::Item& item, ItemView& view) const {
    for (const workflow::FactIndex index : item.declares) {
      const workflow::FactSpec& fact = workflow_.facts[index];
      DeclaredView declared{fact.name, fact.title, fact.type, fact.several, {}, false, {}};
      const auto waiting = record_.unconfirmed.find(index);
      declared.confirmed = record_.facts[index].value.known() && waiting == record_.unconfirmed.end();
      const model::Value& value =
          waiting != record_.unconfirmed.end() ? waiting->second : record_.facts[index].value;
      declared.value = workflow::formatValue(fact.type, value);
      if (fact.confirmed_by && !value.known()) declared.rejected = rejection(fact.name);
      view.declares.push_back(std::move(declared));
    }
  }

  /// Why what was declared last was sent back.
  std::string rejection(const std::string& fact) const {
    store::JournalFilter filter;
    filter.student_no = record_.student_no;
    filter.item = fact;
    filter.kind = std::string(store::kind::kDeclarationRejected);
    const auto entries = store::searchJournal(snapshot_.reader(), filter, 1);
    if (entries.empty()) return {};
    return nlohmann::json::parse(entries.front().entry.payload).at("reason").get<std::string>();
  }

  void addFacts(workflow::RuleIndex rule, ItemView& view) const {
    view.as_of = oldestFact(rule);
    const bool undecided = view.status == model::ItemStatus::Waiting && model::isUndecided(view.cause);
    for (const workflow::FactIndex index : workflow::factsRead(workflow_, evaluation_.type->rules[rule])) {
      const workflow::FactSpec& spec = workflow_.facts[index];
      const model::Fact& held = record_.facts[index];
      if (spec.declared) continue;
      view.reads.push_back(spec.name);
      if (!undecided || workflow::freshValue(spec, held, snapshot_.now()).known()) continue;
      MissingFact missing{spec.name, spec.title, MissingFact::Why::Never, {}};
      if (held.value.known())
        missing = {spec.name, spec.title, MissingFact::Why::Old, held.as_of};
      else if (!held.source.empty())
        missing.why = MissingFact::Why::NotKnown;
      view.missing.push_back(std::move(missing));
    }
  }

  std::optional<model::Instant> oldestFact(workflow::RuleIndex rule) const {
    std::optional<model::Instant> oldest;
    for (const rules::Slot slot : evaluation_.type->rules[rule].slots()) {
      const auto* fact = std::get_if<workflow::FactSlot>(&workflow_.slots[slot]);
      if (fact == nullptr || record_.facts[fact->index].source.empty()) continue;
      const model::Instant as_of = record_.facts[fact->index].as_of;
      oldest = std::min(oldest.value_or(as_of), as_of);
    }
    return oldest;
  }

  /// What the batch does not say is that of the document.
  static workflow::Collect collectOf(const workflow::DocumentResult& result) {
    workflow::Collect collect = result.document->collect;
    if (result.batch == nullptr) return collect;
    const workflow::Collect& batch = result.batch->collect;
    if (batch.from) collect.from = batch.from;
    if (batch.to) collect.to = batch.to;
    if (!batch.place.empty()) collect.place = batch.place;
    return collect;
  }

  DocumentView documentView(std::size_t position) const {
    const workflow::DocumentResult& result = evaluation_.documents[position];
    const workflow::Document& document = *result.document;
    const workflow::Collect collect = collectOf(result);
    DocumentView view;
    view.id = document.id;
    view.title = document.title;
    view.department = workflow_.departments[document.department].title;
    view.place = collect.place;
    view.status = model::statusOf(result.cause);
    view.reason = workflow::documentReason(workflow_, evaluation_, position);
    if (result.cause == model::DocumentCause::ItemsOpen)
      for (const std::size_t item : workflow::itemsInTheWay(workflow_, evaluation_, position))
        view.in_the_way.push_back(evaluation_.items[item].item->title);
    view.collect_from = dayOf(collect.from);
    view.collect_to = dayOf(collect.to);
    if (result.batch != nullptr) view.batch = result.batch->label;
    view.because = document.because;
    view.guides = guides_.about(document.department, document.id, record_.attributes);
    view.mine = may(Act::HandOverDocument, document.department);
    if (const auto found = record_.collections.find(document.index); found != record_.collections.end()) {
      view.collected_at = found->second.at;
      view.collected_by = snapshot_.person(found->second.by).in(model::Language::English);
      view.recipient = found->second.recipient;
    }
    return view;
  }

  const Snapshot& snapshot_;
  const workflow::Workflow& workflow_;
  const Actor& actor_;
  const workflow::StudentRecord& record_;
  workflow::Evaluation evaluation_;
  GuideShelf guides_;
};

}  // namespace

StudentView viewOf(const Snapshot& snapshot, const Actor& actor, const workflow::StudentRecord& record) {
  return StudentViewer(snapshot, actor, record).view();
}

Outcome<StudentView> Queries::student(const Actor& actor, const std::string& student_no) const {
  return impl_->look<StudentView>([&](const Snapshot& snapshot) -> Outcome<StudentView> {
    const auto record = visible(snapshot, actor, student_no);
    if (!record) return record.refusal();
    return viewOf(snapshot, actor, record.value());
  });
}

}  // namespace lixiao::service
