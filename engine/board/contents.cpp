#include "engine/board/contents.h"

#include <algorithm>

#include <nlohmann/json.hpp>

#include "engine/board/in_order.h"
#include "engine/board/records.h"
#include "engine/store/collection.h"
#include "engine/store/declaration.h"
#include "engine/store/fact.h"
#include "engine/store/journal_kind.h"
#include "engine/store/registration.h"
#include "engine/store/shared_registration.h"
#include "engine/store/student_list.h"
#include "engine/workflow/value.h"

namespace lixiao::board {
namespace {

/// How often facts are looked at for having turned stale.
constexpr std::chrono::seconds kStaleness{60};
/// More students than this are read column by column.
constexpr std::size_t kStudentsOneByOne = 500;

/// The attribute by which the item's registrations are shared in this type.
std::optional<workflow::AttributeIndex> sharedBy(const Partition& partition, workflow::ItemIndex item) {
  const auto position = partition.itemPosition(item);
  return position ? partition.type().items[*position].register_by : std::nullopt;
}

/// The value on which a registration was made or revoked that counts for all who share it.
std::optional<std::string> sharedValue(const store::JournalEntry& entry) {
  const bool registration =
      entry.kind == store::kind::kRegistrationMade || entry.kind == store::kind::kRegistrationRevoked;
  if (!registration || entry.payload.find("\"shared\"") == std::string::npos) return std::nullopt;
  const auto payload = nlohmann::json::parse(entry.payload);
  const auto shared = payload.find("shared");
  if (shared == payload.end()) return std::nullopt;
  return shared->at("value").get<std::string>();
}

}  // namespace

Contents::Contents(std::shared_ptr<const ActiveEdition> edition, model::Instant now)
    : edition_(std::move(edition)), now_(now) {
  if (!edition_) return;
  const workflow::Workflow& workflow = *edition_->workflow;
  today_ = workflow.time_zone.dateAt(now);
  submitted_.resize(workflow.lists.size());
  for (const workflow::StudentType& type : workflow.types)
    partitions_.push_back(std::make_unique<Partition>(workflow, type));
  everyone_ = std::make_unique<Everyone>(workflow, partitions_);
}

void Contents::load(store::Reader& reader) {
  load(reader, {this});
}

void Contents::load(store::Reader& reader, const std::vector<Contents*>& all) {
  std::vector<Contents*> filled;
  std::copy_if(all.begin(), all.end(), std::back_inserter(filled),
               [](const Contents* each) { return each->edition_ != nullptr; });
  if (filled.empty()) return;
  const auto students = static_cast<std::size_t>(store::countStudents(reader));
  for (Contents* each : filled) each->rows_.reserve(students);
  store::forEachStudent(reader, [&](const std::vector<store::Student>& rows) {
    for (Contents* each : filled) each->takeStudents(rows);
  });
  std::set<std::string> facts;
  for (const Contents* each : filled)
    for (const workflow::FactSpec& spec : each->edition_->workflow->facts) facts.insert(spec.name);
  for (const std::string& name : facts)
    store::forEachFact(reader, name, [&](const std::vector<store::HeldFact>& rows) {
      for (Contents* each : filled)
        if (const auto fact = each->edition_->workflow->fact(name)) each->takeFacts(*fact, rows);
    });
  store::forEachRegistration(reader, [&](const std::vector<store::RegistrationRow>& rows) {
    for (Contents* each : filled) each->takeRegistrations(rows);
  });
  store::forEachCollection(reader, [&](const std::vector<store::Collection>& rows) {
    for (Contents* each : filled) each->takeCollections(rows);
  });
  for (Contents* each : filled) each->complete(reader);
}

/// What is read for each edition by itself, and the decisions.
void Contents::complete(store::Reader& reader) {
  const workflow::Workflow& workflow = *edition_->workflow;
  readSubmissions(reader);
  for (workflow::FactIndex fact = 0; fact < workflow.facts.size(); ++fact)
    if (workflow.facts[fact].confirmed_by) loadDeclarations(reader, fact);
  for (workflow::ListIndex list = 0; list < workflow.lists.size(); ++list) loadList(reader, list);
  loadSharedRegistrations(reader);
  prepareDeciders();
  decideAll();
}

void Contents::takeStudents(const std::vector<store::Student>& rows) {
  const workflow::Workflow& workflow = *edition_->workflow;
  for (const store::Student& student : rows) {
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
}

/// Whether anything is not as it was.
bool Contents::readSubmissions(store::Reader& reader) {
  const workflow::Workflow& workflow = *edition_->workflow;
  std::vector<bool> submitted;
  std::vector<std::optional<model::Date>> days;
  const auto times = submissionTimes(reader, workflow);
  submitted.reserve(times.size());
  days.reserve(times.size());
  for (const auto& at : times) {
    submitted.push_back(at.has_value());
    days.push_back(at ? std::optional(workflow.time_zone.dateAt(*at)) : std::nullopt);
  }
  const bool changed = submitted != submitted_ || days != submitted_on_;
  submitted_ = std::move(submitted);
  submitted_on_ = std::move(days);
  return changed;
}

void Contents::loadFact(store::Reader& reader, workflow::FactIndex fact) {
  store::forEachFact(reader, edition_->workflow->facts[fact].name,
                     [&](const std::vector<store::HeldFact>& rows) { takeFacts(fact, rows); });
}

void Contents::takeFacts(workflow::FactIndex fact, const std::vector<store::HeldFact>& rows) {
  const workflow::FactSpec& spec = edition_->workflow->facts[fact];
  InOrder students(*this);
  for (const store::HeldFact& row : rows) {
    const auto at = students.find(row.student_no);
    if (!at) continue;
    const bool fits = !spec.several || workflow::fits(spec, row.held.value);
    partitions_[at->partition]->setFact(at->row, fact, fits ? row.held : model::Fact(), pool_);
  }
}

void Contents::loadDeclarations(store::Reader& reader, workflow::FactIndex fact) {
  const workflow::FactSpec& spec = edition_->workflow->facts[fact];
  for (const store::Declaration& declaration : store::declarations(reader, spec.name)) {
    const auto at = find(declaration.student_no);
    if (at && awaitsConfirmation(spec, declaration))
      partitions_[at->partition]->setUnconfirmed(at->row, fact, true);
  }
}

void Contents::loadList(store::Reader& reader, workflow::ListIndex list) {
  for (const auto& partition : partitions_) partition->clearList(list);
  for (const store::ListMember& member : store::listMembers(reader, edition_->workflow->lists[list].id))
    if (const auto at = find(member.student_no)) partitions_[at->partition]->setListed(at->row, list, true);
}

void Contents::takeRegistrations(const std::vector<store::RegistrationRow>& rows) {
  InOrder students(*this);
  for (const store::RegistrationRow& row : rows) {
    const auto item = edition_->workflow->item(row.item);
    const auto at = students.find(row.student_no);
    if (!item || !at) continue;
    Partition& partition = *partitions_[at->partition];
    if (!sharedBy(partition, *item)) partition.setRegistration(at->row, *item, row.registration);
  }
}

void Contents::loadSharedRegistrations(store::Reader& reader) {
  for (const auto& partition : partitions_)
    for (const workflow::Item& item : partition->type().items) {
      if (!item.register_by) continue;
      const ValueColumn& column = partition->attribute(*item.register_by);
      std::unordered_map<std::int64_t, store::SharedRegistrationRow> by_key;
      for (store::SharedRegistrationRow& row : store::sharedRegistrations(reader, item.id))
        if (const auto key = keyOf(column, row.value)) by_key.emplace(*key, std::move(row));
      if (by_key.empty()) continue;
      for (std::size_t row = 0; row < partition->rows(); ++row) {
        const auto key = column.key(row);
        const auto found = key ? by_key.find(*key) : by_key.end();
        if (found != by_key.end()) partition->setRegistration(row, item.index, found->second.registration);
      }
    }
}

std::optional<std::int64_t> Contents::keyOf(const ValueColumn& column, const std::string& value) const {
  const auto parsed = workflow::parseValue(column.type(), value);
  return parsed ? column.keyOf(*parsed, pool_) : std::nullopt;
}

void Contents::takeCollections(const std::vector<store::Collection>& rows) {
  for (const store::Collection& row : rows) {
    const auto document = edition_->workflow->document(row.document);
    const auto at = find(row.student_no);
    if (document && at) partitions_[at->partition]->setCollected(at->row, *document, true);
  }
}

/// What a run of journal entries touched.
struct Contents::Touched {
  bool edition = false;
  std::set<std::string> students;       ///< to be read whole
  std::set<std::string> fact_students;  ///< only facts of theirs changed
  std::set<workflow::FactIndex> facts;
  std::set<workflow::FactIndex> confirmed;  ///< of everybody, or changed for many
  std::set<workflow::ListIndex> lists;
  std::set<std::pair<std::string, std::string>> shared;  ///< registrations on a value: item, value
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
      const auto fact = workflow.fact(entry.item.value_or(""));
      if (fact) (entry.student_no ? touched.facts : touched.confirmed).insert(*fact);
      if (entry.student_no) touched.fact_students.insert(*entry.student_no);
    } else if (entry.kind == store::kind::kListSubmitted) {
      if (const auto list = workflow.list(entry.item.value_or(""))) touched.lists.insert(*list);
    } else if (entry.student_no) {
      touched.students.insert(*entry.student_no);
      if (const auto value = sharedValue(entry)) touched.shared.emplace(entry.item.value_or(""), *value);
    }
  }
  return touched;
}

bool Contents::apply(store::Reader& reader, const std::vector<store::JournalRecord>& entries) {
  Touched touched = touchedBy(entries);
  if (touched.edition || touched.students.size() > kStudentsOneByOne) return false;
  if (!edition_ || entries.empty()) return true;

  const bool newly_submitted = readSubmissions(reader);
  if (newly_submitted) prepareDeciders();

  if (touched.fact_students.size() > kStudentsOneByOne)
    touched.confirmed.merge(touched.facts);
  else
    touched.students.merge(touched.fact_students);
  for (const workflow::FactIndex fact : touched.confirmed) loadFact(reader, fact);
  for (const workflow::ListIndex list : touched.lists) loadList(reader, list);
  refresh(reader, {touched.students.begin(), touched.students.end()});
  for (const auto& [item, value] : touched.shared) refreshShared(reader, item, value);
  if (newly_submitted || !touched.confirmed.empty() || !touched.lists.empty())
    decideAll();
  else
    settle();
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
    RowOf at{*partition, 0};
    if (before) {
      at = *before;
      open(at);
    } else {
      at.row = static_cast<std::uint32_t>(partitions_[*partition]->add());
      opened_.insert({at.partition, at.row});
    }
    rows_[student.student_no] = at;
    partitions_[at.partition]->set(at.row, record, pool_);
  }
  std::vector<std::string> moved;
  for (const std::string& student_no : gone) {
    const auto at = find(student_no);
    if (!at) continue;
    open(*at);
    opened_.erase({at->partition, at->row});
    partitions_[at->partition]->remove(at->row);
    rows_.erase(student_no);
    moved.push_back(student_no);
  }
  if (!moved.empty())
    refresh(reader, std::move(moved));  // those of another type now find no row and get one there
}

void Contents::refreshShared(store::Reader& reader, const std::string& item, const std::string& value) {
  const auto index = edition_->workflow->item(item);
  if (!index) return;
  const auto held = store::findSharedRegistration(reader, item, value);
  for (std::uint32_t i = 0; i < partitions_.size(); ++i) {
    Partition& partition = *partitions_[i];
    const auto attribute = sharedBy(partition, *index);
    const auto key = attribute ? keyOf(partition.attribute(*attribute), value) : std::nullopt;
    if (!key) continue;
    for (std::uint32_t row = 0; row < partition.rows(); ++row) {
      if (partition.attribute(*attribute).key(row) != key) continue;
      open({i, row});
      partition.clearRegistration(row, *index);
      if (held) partition.setRegistration(row, *index, held->registration);
    }
  }
}

/// The row is about to change and to be decided again.
void Contents::open(RowOf at) {
  if (opened_.insert({at.partition, at.row}).second) everyone_->withdraw(at.partition, at.row);
}

/// Decides the opened rows, and with them those whose group they turn, until nothing turns any more.
void Contents::settle() {
  while (!opened_.empty()) {
    for (const Everyone::Row& at : opened_) {
      everyone_->tell(at.partition, at.row);
      decide({at.partition, at.row});
      everyone_->contribute(at.partition, at.row);
    }
    opened_.clear();
    for (const Everyone::Row& at : everyone_->turned()) open({at.partition, at.row});
  }
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
        [this](std::string_view text) { return pool_.intern(text); }, submitted_on_));
    scratches_.push_back(std::make_unique<workflow::BatchEvaluator::Scratch>(*evaluators_.back()));
  }
}

void Contents::decideAll() {
  opened_.clear();
  everyone_->forget();
  for (std::size_t round = 0; round < everyone_->rounds(); ++round) {
    if (round > 0) everyone_->recount();
    for (std::size_t i = 0; i < partitions_.size(); ++i)
      partitions_[i]->decide(*evaluators_[i], *scratches_[i], now_, 0, partitions_[i]->rows());
  }
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
