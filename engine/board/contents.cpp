#include "engine/board/contents.h"

#include <algorithm>
#include <set>

#include <nlohmann/json.hpp>

#include "engine/board/records.h"
#include "engine/store/collection.h"
#include "engine/store/fact.h"
#include "engine/store/journal_kind.h"
#include "engine/store/registration.h"
#include "engine/store/student_list.h"

namespace lixiao::board {
namespace {

/// How often facts are looked at for having turned stale.
constexpr std::chrono::seconds kStaleness{60};
/// More students than this are read column by column.
constexpr std::size_t kStudentsOneByOne = 500;

}  // namespace

Contents::Contents(std::shared_ptr<const ActiveEdition> edition, model::Instant now)
    : edition_(std::move(edition)), now_(now) {
  if (!edition_) return;
  const workflow::Workflow& workflow = *edition_->workflow;
  today_ = workflow.time_zone.dateAt(now);
  submitted_.resize(workflow.lists.size());
  for (const workflow::StudentType& type : workflow.types)
    partitions_.push_back(std::make_unique<Partition>(workflow, type));
}

void Contents::load(store::Reader& reader) {
  if (!edition_) return;
  const workflow::Workflow& workflow = *edition_->workflow;
  submitted_ = submittedLists(reader, workflow);
  loadStudents(reader);
  for (workflow::FactIndex fact = 0; fact < workflow.facts.size(); ++fact) loadFact(reader, fact);
  for (workflow::ListIndex list = 0; list < workflow.lists.size(); ++list) loadList(reader, list);
  loadRegistrations(reader);
  loadCollections(reader);
  prepareDeciders();
  decideAll();
}

void Contents::loadStudents(store::Reader& reader) {
  const workflow::Workflow& workflow = *edition_->workflow;
  rows_.reserve(static_cast<std::size_t>(store::countStudents(reader)));
  store::forEachStudent(reader, [&](std::vector<store::Student>& block) {
    for (const store::Student& student : block) {
      if (student.removed) continue;
      const std::vector<model::Value> attributes = attributeValues(workflow, student.attributes);
      const auto partition = partitionOf(attributes[workflow.student_type]);
      if (!partition) continue;
      Partition& into = *partitions_[*partition];
      const std::size_t row = into.add();
      into.setIdentity(row, student.student_no, student.name);
      for (workflow::AttributeIndex i = 0; i < attributes.size(); ++i)
        into.setAttribute(row, i, attributes[i], pool_);
      rows_[student.student_no] = {*partition, static_cast<std::uint32_t>(row)};
    }
  });
}

void Contents::loadFact(store::Reader& reader, workflow::FactIndex fact) {
  const workflow::FactSpec& spec = edition_->workflow->facts[fact];
  store::forEachFact(reader, spec.name, [&](std::vector<store::FactRow>& block) {
    for (const store::FactRow& row : block) {
      const auto at = find(row.student_no);
      if (at) partitions_[at->partition]->setFact(at->row, fact, row.held.value, row.held.as_of, pool_);
    }
  });
}

void Contents::loadList(store::Reader& reader, workflow::ListIndex list) {
  for (const auto& partition : partitions_) partition->clearList(list);
  for (const store::ListMember& member : store::listMembers(reader, edition_->workflow->lists[list].id))
    if (const auto at = find(member.student_no)) partitions_[at->partition]->setListed(at->row, list, true);
}

void Contents::loadRegistrations(store::Reader& reader) {
  store::forEachRegistration(reader, [&](std::vector<store::RegistrationRow>& block) {
    for (const store::RegistrationRow& row : block) {
      const auto item = edition_->workflow->item(row.item);
      const auto at = find(row.student_no);
      if (item && at) partitions_[at->partition]->setRegistration(at->row, *item, row.registration);
    }
  });
}

void Contents::loadCollections(store::Reader& reader) {
  store::forEachCollection(reader, [&](std::vector<store::Collection>& block) {
    for (const store::Collection& row : block) {
      const auto document = edition_->workflow->document(row.document);
      const auto at = find(row.student_no);
      if (document && at) partitions_[at->partition]->setCollected(at->row, *document, true);
    }
  });
}

/// What a run of journal entries touched.
struct Contents::Touched {
  bool edition = false;
  std::set<std::string> students;       ///< to be read whole
  std::set<std::string> fact_students;  ///< only facts of theirs changed
  std::set<workflow::FactIndex> facts;
  std::set<workflow::FactIndex> confirmed;
  std::set<workflow::ListIndex> lists;
};

Contents::Touched Contents::touchedBy(const std::vector<store::JournalRecord>& entries) const {
  Touched touched;
  for (const store::JournalRecord& record : entries) {
    const store::JournalEntry& entry = record.entry;
    if (entry.kind == store::kind::kEditionActivated) touched.edition = true;
    if (!edition_ || entry.kind.starts_with("account.")) continue;
    const workflow::Workflow& workflow = *edition_->workflow;
    if (entry.kind == store::kind::kFactsConfirmed) {
      const auto payload = nlohmann::json::parse(entry.payload);
      for (const auto& name : payload.at("facts"))
        if (const auto fact = workflow.fact(name.get<std::string>())) touched.confirmed.insert(*fact);
    } else if (entry.kind == store::kind::kFactChanged) {
      if (const auto fact = workflow.fact(entry.item.value_or(""))) touched.facts.insert(*fact);
      touched.fact_students.insert(entry.student_no.value_or(""));
    } else if (entry.kind == store::kind::kListSubmitted) {
      if (const auto list = workflow.list(entry.item.value_or(""))) touched.lists.insert(*list);
    } else if (entry.student_no) {
      touched.students.insert(*entry.student_no);
    }
  }
  return touched;
}

bool Contents::apply(store::Reader& reader, const std::vector<store::JournalRecord>& entries) {
  Touched touched = touchedBy(entries);
  if (touched.edition || touched.students.size() > kStudentsOneByOne) return false;
  if (!edition_ || entries.empty()) return true;

  const std::vector<bool> submitted = submittedLists(reader, *edition_->workflow);
  const bool newly_submitted = submitted != submitted_;
  submitted_ = submitted;
  if (newly_submitted) prepareDeciders();

  if (touched.fact_students.size() > kStudentsOneByOne)
    touched.confirmed.merge(touched.facts);
  else
    touched.students.merge(touched.fact_students);
  for (const workflow::FactIndex fact : touched.confirmed) loadFact(reader, fact);
  for (const workflow::ListIndex list : touched.lists) loadList(reader, list);
  refresh(reader, {touched.students.begin(), touched.students.end()});
  if (newly_submitted || !touched.confirmed.empty() || !touched.lists.empty()) decideAll();
  return true;
}

void Contents::refresh(store::Reader& reader, std::vector<std::string> student_nos) {
  const workflow::Workflow& workflow = *edition_->workflow;
  std::set<std::string> gone(student_nos.begin(), student_nos.end());
  for (const store::Student& student : store::findStudents(reader, std::move(student_nos))) {
    if (student.removed) continue;
    const workflow::StudentRecord record = board::record(reader, workflow, student);
    const auto partition = partitionOf(record.attributes[workflow.student_type]);
    const auto before = find(student.student_no);
    if (!partition || (before && before->partition != *partition)) continue;  // leaves its partition below
    gone.erase(student.student_no);
    const RowOf at =
        before ? *before : RowOf{*partition, static_cast<std::uint32_t>(partitions_[*partition]->add())};
    rows_[student.student_no] = at;
    partitions_[at.partition]->set(at.row, record, pool_);
    decide(at);
  }
  std::vector<std::string> moved;
  for (const std::string& student_no : gone) {
    const auto at = find(student_no);
    if (!at) continue;
    partitions_[at->partition]->remove(at->row);
    rows_.erase(student_no);
    moved.push_back(student_no);
  }
  if (!moved.empty())
    refresh(reader, std::move(moved));  // those of another type now find no row and get one there
}

void Contents::moveTo(model::Instant now) {
  if (!edition_) return;
  const model::Date today = edition_->workflow->time_zone.dateAt(now);
  if (today == today_ && now - now_ < kStaleness) return;
  now_ = now;
  if (today != today_) {
    today_ = today;
    prepareDeciders();
  }
  decideAll();
}

void Contents::prepareDeciders() {
  evaluators_.clear();
  scratches_.clear();
  for (const auto& partition : partitions_) {
    evaluators_.push_back(std::make_unique<workflow::BatchEvaluator>(
        edition_->workflow, partition->type(), today_, submitted_,
        [this](std::string_view text) { return pool_.intern(text); }));
    scratches_.push_back(std::make_unique<workflow::BatchEvaluator::Scratch>(*evaluators_.back()));
  }
}

void Contents::decideAll() {
  for (std::size_t i = 0; i < partitions_.size(); ++i)
    partitions_[i]->decide(*evaluators_[i], *scratches_[i], now_, 0, partitions_[i]->rows());
}

void Contents::decide(RowOf at) {
  partitions_[at.partition]->decide(*evaluators_[at.partition], *scratches_[at.partition], now_, at.row,
                                    at.row + 1);
}

std::optional<std::uint32_t> Contents::partitionOf(const model::Value& student_type) const {
  for (std::uint32_t i = 0; i < partitions_.size(); ++i)
    if (student_type.text() != nullptr && partitions_[i]->type().id == *student_type.text()) return i;
  return std::nullopt;
}

std::optional<Contents::RowOf> Contents::find(const std::string& student_no) const {
  const auto found = rows_.find(student_no);
  if (found == rows_.end()) return std::nullopt;
  return found->second;
}

std::size_t Contents::bytes() const {
  // The index: a node of the key, the row and a pointer for each student, and a bucket pointer.
  std::size_t total = rows_.size() * (sizeof(std::pair<const std::string, RowOf>) + 2 * sizeof(void*)) +
                      rows_.bucket_count() * sizeof(void*);
  for (const auto& partition : partitions_) total += partition->bytes();
  return total;
}

}  // namespace lixiao::board
