#include <algorithm>

#include "engine/service/queries_impl.h"
#include "engine/store/registration.h"
#include "engine/workflow/inputs.h"

namespace lixiao::service {
namespace {

using model::LocalizedText;

/// Puts one student's page together.
class StudentViewer {
 public:
  StudentViewer(const Snapshot& snapshot, const Actor& actor, const workflow::StudentRecord& record)
      : snapshot_(snapshot),
        workflow_(snapshot.workflow()),
        actor_(actor),
        record_(record),
        evaluation_(snapshot.evaluate(record)) {}

  StudentView view() {
    StudentView view;
    view.student_no = record_.student_no;
    view.name = record_.name;
    if (evaluation_.type != nullptr) view.type = evaluation_.type->title;
    view.attributes = attributes();
    for (std::size_t i = 0; i < evaluation_.items.size(); ++i) {
      ItemView item = itemView(i);
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
        fields.push_back({attribute.title, workflow::formatValue(attribute.type, record_.attributes[i])});
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
    view.overridden = item.mode == workflow::Mode::Automatic && result.cause == model::Cause::Registered;
    view.mine = may(Act::RegisterItem, result.registrar);
    view.declarable = result.cause == model::Cause::MustDeclare && actor_.role == Role::Student;
    if (item.list)
      if (const auto listed = record_.listed.find(*item.list); listed != record_.listed.end())
        view.remark = listed->second;
    addRegistration(item, view);
    if (item.mode == workflow::Mode::Automatic) view.as_of = oldestFact(*item.passes_when);
    return view;
  }

  std::optional<model::Date> dayOf(const std::optional<workflow::Day>& day) const {
    if (!day) return std::nullopt;
    return workflow::dayFor(workflow_, record_, snapshot_.circumstances(), *day);
  }

  void addRegistration(const workflow::Item& item, ItemView& view) {
    const auto found = record_.registrations.find(item.index);
    if (found == record_.registrations.end()) return;
    view.remark = found->second.remark;
    view.registered_by = snapshot_.person(found->second.by).zh;
    view.registered_at = found->second.at;
    const auto row = store::findRegistration(snapshot_.reader(), record_.student_no, item.id);
    if (row) view.revision = row->revision;
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

  DocumentView documentView(std::size_t position) const {
    const workflow::DocumentResult& result = evaluation_.documents[position];
    const workflow::Document& document = *result.document;
    DocumentView view;
    view.id = document.id;
    view.title = document.title;
    view.department = workflow_.departments[document.department].title;
    view.place = document.collect.place;
    view.status = model::statusOf(result.cause);
    view.reason = workflow::documentReason(workflow_, evaluation_, position);
    if (result.cause == model::DocumentCause::ItemsOpen)
      for (const std::size_t item : workflow::itemsInTheWay(workflow_, evaluation_, position))
        view.in_the_way.push_back(evaluation_.items[item].item->title);
    view.collect_from = dayOf(document.collect.from);
    view.collect_to = dayOf(document.collect.to);
    view.mine = may(Act::HandOverDocument, document.department);
    if (const auto found = record_.collections.find(document.index); found != record_.collections.end()) {
      view.collected_at = found->second.at;
      view.collected_by = snapshot_.person(found->second.by).zh;
      view.recipient = found->second.recipient;
    }
    return view;
  }

  const Snapshot& snapshot_;
  const workflow::Workflow& workflow_;
  const Actor& actor_;
  const workflow::StudentRecord& record_;
  workflow::Evaluation evaluation_;
};

}  // namespace

Outcome<StudentView> Queries::student(const Actor& actor, const std::string& student_no) const {
  return impl_->look<StudentView>([&](const Snapshot& snapshot) -> Outcome<StudentView> {
    const auto record = visible(snapshot, actor, student_no);
    if (!record) return record.refusal();
    return StudentViewer(snapshot, actor, record.value()).view();
  });
}

}  // namespace lixiao::service
