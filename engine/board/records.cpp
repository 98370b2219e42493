#include "engine/board/records.h"

#include "engine/store/collection.h"
#include "engine/store/fact.h"
#include "engine/store/registration.h"
#include "engine/store/shared_registration.h"
#include "engine/store/student_list.h"
#include "engine/workflow/value.h"

namespace lixiao::board {
namespace {

void readFacts(store::Reader& reader, const workflow::Workflow& workflow, workflow::StudentRecord& record) {
  record.facts.resize(workflow.facts.size());
  for (auto& [name, fact] : store::factsOf(reader, record.student_no)) {
    const auto index = workflow.fact(name);
    // A value of another type, left by an earlier edition, is as if nobody had delivered it; what a source
    // delivered as unknown keeps its source and moment.
    if (index && (!fact.value.known() || workflow::fits(workflow.facts[*index], fact.value)))
      record.facts[*index] = std::move(fact);
  }
}

void readDeclarations(store::Reader& reader, const workflow::Workflow& workflow,
                      workflow::StudentRecord& record) {
  for (store::Declaration& declaration : store::declarationsOf(reader, record.student_no)) {
    const auto index = workflow.fact(declaration.fact);
    if (index && awaitsConfirmation(workflow.facts[*index], declaration))
      record.unconfirmed[*index] = std::move(declaration.value);
  }
}

/// For the items of the student's type that are registered on a value: the registration of theirs.
void readSharedRegistrations(store::Reader& reader, const workflow::Workflow& workflow,
                             workflow::StudentRecord& record) {
  const std::string* id = record.attributes[workflow.student_type].text();
  const workflow::StudentType* type = id == nullptr ? nullptr : workflow.type(*id);
  if (type == nullptr) return;
  for (const workflow::Item& item : type->items) {
    if (!item.register_by) continue;
    record.registrations.erase(item.index);
    const model::Value& value = record.attributes[*item.register_by];
    if (!value.known()) continue;
    auto row = store::findSharedRegistration(
        reader, item.id, workflow::formatValue(workflow.attributes[*item.register_by].type, value));
    if (row) record.registrations[item.index] = std::move(row->registration);
  }
}

}  // namespace

std::vector<model::Value> attributeValues(const workflow::Workflow& workflow,
                                          const store::Attributes& attributes) {
  std::vector<model::Value> values(workflow.attributes.size());
  for (std::size_t i = 0; i < values.size(); ++i) {
    const std::string* word = attributes.find(workflow.attributes[i].name);
    if (word != nullptr)
      values[i] = workflow::parseValue(workflow.attributes[i].type, *word).value_or(model::Value());
  }
  return values;
}

workflow::StudentRecord record(store::Reader& reader, const workflow::Workflow& workflow,
                               const store::Student& student) {
  workflow::StudentRecord record;
  record.student_no = student.student_no;
  record.name = student.name;
  record.attributes = attributeValues(workflow, student.attributes);
  readFacts(reader, workflow, record);
  for (const store::Listing& listing : store::listingsOf(reader, student.student_no))
    if (const auto list = workflow.list(listing.list)) record.listed[*list] = listing.member.remark;
  for (const store::RegistrationRow& row : store::registrationsOf(reader, student.student_no))
    if (const auto item = workflow.item(row.item)) record.registrations[*item] = row.registration;
  readSharedRegistrations(reader, workflow, record);
  readDeclarations(reader, workflow, record);
  for (const store::Collection& collection : store::collectionsOf(reader, student.student_no))
    if (const auto document = workflow.document(collection.document))
      record.collections[*document] = {collection.at, collection.by, collection.proxy_name};
  return record;
}

std::optional<workflow::StudentRecord> findRecord(store::Reader& reader, const workflow::Workflow& workflow,
                                                  const std::string& student_no) {
  const auto student = store::findStudent(reader, student_no);
  if (!student || student->removed) return std::nullopt;
  return record(reader, workflow, *student);
}

bool awaitsConfirmation(const workflow::FactSpec& fact, const store::Declaration& declaration) {
  return fact.declared && fact.confirmed_by && declaration.value.known() &&
         workflow::fits(fact, declaration.value);
}

std::vector<bool> submittedLists(store::Reader& reader, const workflow::Workflow& workflow) {
  std::vector<bool> submitted(workflow.lists.size());
  for (const store::ListSubmission& submission : store::listSubmissions(reader))
    if (const auto list = workflow.list(submission.list)) submitted[*list] = true;
  return submitted;
}

std::vector<std::optional<model::Instant>> submissionTimes(store::Reader& reader,
                                                           const workflow::Workflow& workflow) {
  std::vector<std::optional<model::Instant>> times(workflow.lists.size());
  for (const store::ListSubmission& submission : store::listSubmissions(reader))
    if (const auto list = workflow.list(submission.list)) times[*list] = submission.at;
  return times;
}

workflow::Circumstances circumstances(store::Reader& reader, const workflow::Workflow& workflow,
                                      const model::Clock& clock) {
  const model::Instant now = clock.now();
  return {workflow.time_zone.dateAt(now), now, submittedLists(reader, workflow),
          submissionTimes(reader, workflow)};
}

}  // namespace lixiao::board
