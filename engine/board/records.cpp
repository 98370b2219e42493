#include "engine/board/records.h"

#include "engine/store/collection.h"
#include "engine/store/fact.h"
#include "engine/store/registration.h"
#include "engine/store/student_list.h"
#include "engine/workflow/value.h"

namespace lixiao::board {
namespace {

void readFacts(store::Reader& reader, const workflow::Workflow& workflow, workflow::StudentRecord& record) {
  record.facts.resize(workflow.facts.size());
  for (auto& [name, fact] : store::factsOf(reader, record.student_no)) {
    const auto index = workflow.fact(name);
    // A value of another type, left by an earlier edition, is unknown.
    if (index && fact.value.known() && workflow::fits(workflow.facts[*index].type, fact.value))
      record.facts[*index] = std::move(fact);
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

std::vector<bool> submittedLists(store::Reader& reader, const workflow::Workflow& workflow) {
  std::vector<bool> submitted(workflow.lists.size());
  for (const store::ListSubmission& submission : store::listSubmissions(reader))
    if (const auto list = workflow.list(submission.list)) submitted[*list] = true;
  return submitted;
}

workflow::Circumstances circumstances(store::Reader& reader, const workflow::Workflow& workflow,
                                      const model::Clock& clock) {
  const model::Instant now = clock.now();
  return {workflow.time_zone.dateAt(now), now, submittedLists(reader, workflow)};
}

}  // namespace lixiao::board
