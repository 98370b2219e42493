#include "engine/board/partition.h"

#include <algorithm>
#include <limits>

#include "engine/workflow/value.h"

namespace lixiao::board {
namespace {

constexpr std::int32_t kForEver = std::numeric_limits<std::int32_t>::max();
constexpr std::int32_t kNoDay = std::numeric_limits<std::int32_t>::min();
constexpr std::int64_t kNoAmount = std::numeric_limits<std::int64_t>::min();
constexpr std::uint8_t kUnknown = 1;

/// Of a fact with several words the words together, as one text.
rules::Type columnType(const workflow::FactSpec& fact) {
  return fact.several ? rules::Type::text() : fact.type;
}

template <typename T>
const T* dataOrNull(const std::vector<T>& column) {
  return column.empty() ? nullptr : column.data();
}

}  // namespace

Partition::Partition(const workflow::Workflow& workflow, const workflow::StudentType& type)
    : workflow_(workflow),
      type_(type),
      listed_(workflow.lists.size()),
      registrations_(type.items.size()),
      registered_until_(type.items.size()),
      collected_(type.documents.size()),
      charges_(type.items.size()),
      registered_on_(type.items.size()),
      since_(workflow.facts.size()),
      unconfirmed_(workflow.facts.size()),
      own_clear_(type.items.size()),
      others_clear_(type.items.size()),
      has_charges_(type.items.size(), 0),
      day_is_read_(type.items.size(), 0),
      since_is_read_(workflow.facts.size(), 0),
      in_everyone_(type.items.size(), 0),
      item_causes_(type.items.size()),
      document_causes_(type.documents.size()) {
  for (const workflow::Attribute& attribute : workflow.attributes)
    attributes_.emplace_back(attribute.type, false);
  for (const workflow::FactSpec& fact : workflow.facts) facts_.emplace_back(columnType(fact), true);
  noteWhatIsRead();
}

void Partition::noteWhatIsRead() {
  for (rules::Slot slot = 0; slot < workflow_.slots.size(); ++slot)
    if (const auto* word = std::get_if<workflow::WordSlot>(&workflow_.slots[slot]))
      words_.push_back({word->fact, (*workflow_.facts[word->fact].type.words)[word->word], slot, {}});
  for (std::size_t position = 0; position < type_.items.size(); ++position) {
    const workflow::Item& item = type_.items[position];
    has_charges_[position] = item.charges.empty() ? 0 : 1;
    in_everyone_[position] = item.everyone_in ? 1 : 0;
    day_is_read_[position] = item.day_is_read ? 1 : 0;
    if (!item.day_is_read) continue;
    for (const workflow::FactIndex fact : item.declares) since_is_read_[fact] = 1;
    if (!item.passes_when) continue;
    for (const rules::Slot slot : type_.rules[*item.passes_when].slots()) {
      if (const auto* fact = std::get_if<workflow::FactSlot>(&workflow_.slots[slot]))
        since_is_read_[fact->index] = 1;
      if (const auto* word = std::get_if<workflow::WordSlot>(&workflow_.slots[slot]))
        since_is_read_[word->fact] = 1;
    }
  }
}

std::size_t Partition::add() {
  ++students_;
  std::size_t row = live_.size();
  if (free_.empty()) {
    resize(row + 1);
  } else {
    row = free_.back();
    free_.pop_back();
  }
  live_[row] = 1;
  return row;
}

void Partition::remove(std::size_t row) {
  --students_;
  live_[row] = 0;
  free_.push_back(row);
  workflow::StudentRecord nobody;
  nobody.attributes.resize(workflow_.attributes.size());
  nobody.facts.resize(workflow_.facts.size());
  TextPool none;
  set(row, nobody, none);
}

void Partition::reserve(std::size_t rows) {
  numbers_.reserve(rows);
  names_.reserve(rows);
}

void Partition::resize(std::size_t rows) {
  numbers_.resize(rows);
  names_.resize(rows);
  live_.resize(rows, 0);
  for (ValueColumn& column : attributes_) column.resize(rows);
  for (ValueColumn& column : facts_) column.resize(rows);
  for (Bytes& column : listed_) column.resize(rows, 0);
  for (Bytes& column : registrations_)
    if (!column.empty()) column.resize(rows, 0);
  for (auto& column : registered_until_)
    if (!column.empty()) column.resize(rows, kForEver);
  for (Bytes& column : collected_)
    if (!column.empty()) column.resize(rows, 0);
  for (Words& words : words_) words.holds.resize(rows, kUnknown);
  for (Bytes& column : unconfirmed_)
    if (!column.empty()) column.resize(rows, 0);
  for (std::size_t fact = 0; fact < since_.size(); ++fact)
    if (since_is_read_[fact] != 0) since_[fact].resize(rows, kNoDay);
  for (std::size_t position = 0; position < type_.items.size(); ++position) {
    if (has_charges_[position] != 0) charges_[position].resize(rows, kNoAmount);
    if (day_is_read_[position] != 0) registered_on_[position].resize(rows, kNoDay);
    if (in_everyone_[position] == 0) continue;
    own_clear_[position].resize(rows, kUnknown);
    others_clear_[position].resize(rows, kUnknown);
  }
  for (Bytes& column : item_causes_) column.resize(rows, 0);
  for (Bytes& column : document_causes_) column.resize(rows, 0);
  remaining_.resize(rows, 0);
}

void Partition::set(std::size_t row, const workflow::StudentRecord& record, TextPool& pool) {
  setIdentity(row, record.student_no, record.name);
  for (workflow::AttributeIndex i = 0; i < record.attributes.size(); ++i)
    setAttribute(row, i, record.attributes[i], pool);
  for (workflow::FactIndex i = 0; i < record.facts.size(); ++i) setFact(row, i, record.facts[i], pool);
  for (workflow::FactIndex i = 0; i < unconfirmed_.size(); ++i)
    setUnconfirmed(row, i, record.unconfirmed.count(i) > 0);
  for (workflow::ListIndex i = 0; i < listed_.size(); ++i) setListed(row, i, record.listed.count(i) > 0);
  for (const workflow::Item& item : type_.items) clearRegistration(row, item.index);
  for (const auto& [item, registration] : record.registrations) setRegistration(row, item, registration);
  for (const workflow::Document& document : type_.documents)
    setCollected(row, document.index, record.collections.count(document.index) > 0);
}

void Partition::setIdentity(std::size_t row, const std::string& student_no, const std::string& name) {
  numbers_[row] = student_no;
  names_[row] = name;
}

void Partition::setAttribute(std::size_t row, workflow::AttributeIndex attribute, const model::Value& value,
                             TextPool& pool) {
  attributes_[attribute].set(row, value, pool);
}

void Partition::setFact(std::size_t row, workflow::FactIndex fact, const model::Fact& held, TextPool& pool) {
  facts_[fact].set(row, held.value, pool);
  facts_[fact].setAsOf(row, held.as_of);
  if (since_is_read_[fact] != 0)
    since_[fact][row] = held.since ? model::dayNumber(workflow_.time_zone.dateAt(*held.since)) : kNoDay;
  if (!workflow_.facts[fact].several) return;
  for (Words& words : words_)
    if (words.fact == fact)
      words.holds[row] = static_cast<std::uint8_t>(workflow::holdsWord(held.value, words.word));
}

void Partition::setUnconfirmed(std::size_t row, workflow::FactIndex fact, bool waits) {
  Bytes& column = unconfirmed_[fact];
  if (column.empty() && !waits) return;
  if (column.empty()) column.resize(rows(), 0);
  column[row] = waits ? 2 : 0;
}

void Partition::setListed(std::size_t row, workflow::ListIndex list, bool listed) {
  listed_[list][row] = listed ? 2 : 0;
}

void Partition::setRegistration(std::size_t row, workflow::ItemIndex item,
                                const model::Registration& registration) {
  const auto position = itemPosition(item);
  if (!position) return;
  Bytes& results = registrations_[*position];
  if (results.empty()) results.resize(rows(), 0);
  results[row] = static_cast<std::uint8_t>(static_cast<std::uint8_t>(registration.result) + 1);
  auto& until = registered_until_[*position];
  if (registration.until && until.empty()) until.resize(rows(), kForEver);
  if (!until.empty()) until[row] = registration.until ? model::dayNumber(*registration.until) : kForEver;
  if (has_charges_[*position] != 0) charges_[*position][row] = registration.amount.value_or(kNoAmount);
  if (day_is_read_[*position] != 0)
    registered_on_[*position][row] = model::dayNumber(workflow_.time_zone.dateAt(registration.at));
}

void Partition::clearRegistration(std::size_t row, workflow::ItemIndex item) {
  const auto position = itemPosition(item);
  if (!position) return;
  if (!registrations_[*position].empty()) registrations_[*position][row] = 0;
  if (!registered_until_[*position].empty()) registered_until_[*position][row] = kForEver;
  if (!charges_[*position].empty()) charges_[*position][row] = kNoAmount;
  if (!registered_on_[*position].empty()) registered_on_[*position][row] = kNoDay;
}

void Partition::setCollected(std::size_t row, workflow::DocumentIndex document, bool collected) {
  const auto position = documentPosition(document);
  if (!position) return;
  Bytes& column = collected_[*position];
  if (column.empty() && !collected) return;
  if (column.empty()) column.resize(rows(), 0);
  column[row] = collected ? 2 : 0;
}

void Partition::clearList(workflow::ListIndex list) {
  std::fill(listed_[list].begin(), listed_[list].end(), 0);
}

std::uint32_t Partition::freshFrom(workflow::FactIndex fact, model::Instant now) const {
  const auto& max_age = workflow_.facts[fact].max_age;
  if (!max_age) return 0;
  // Whole seconds: a value counts as fresh for the rest of the second in which it turns stale.
  const auto fresh_from = std::chrono::floor<std::chrono::seconds>(now - *max_age).time_since_epoch().count();
  return static_cast<std::uint32_t>(std::max<std::int64_t>(0, fresh_from));
}

std::vector<rules::Column> Partition::inputs(model::Instant now) const {
  std::vector<rules::Column> columns(workflow_.slots.size());
  for (std::size_t i = 0; i < attributes_.size(); ++i) columns[i] = attributes_[i].column(0);
  for (workflow::FactIndex i = 0; i < facts_.size(); ++i)
    columns[workflow_.first_fact + i] = facts_[i].column(freshFrom(i, now));
  for (std::size_t i = 0; i < listed_.size(); ++i)
    columns[workflow_.first_listed + i] = {rules::Column::Form::Truth8, listed_[i].data(), nullptr, 0};
  for (const Words& words : words_) {
    const std::uint32_t fresh_from = freshFrom(words.fact, now);
    columns[words.slot] = {rules::Column::Form::Truth8, words.holds.data(),
                           fresh_from > 0 ? facts_[words.fact].asOfTimes() : nullptr, fresh_from};
  }
  return columns;
}

workflow::StudentColumns Partition::columns(model::Instant now) const {
  workflow::StudentColumns students{inputs(now), {}, {}, {}};
  const auto add = [](const auto& columns, auto& to) {
    to.reserve(columns.size());
    for (const auto& column : columns) to.push_back(dataOrNull(column));
  };
  add(registrations_, students.registrations);
  add(registered_until_, students.registered_until);
  add(collected_, students.collected);
  add(charges_, students.charges);
  add(registered_on_, students.registered_on);
  add(since_, students.since);
  add(unconfirmed_, students.unconfirmed);
  add(others_clear_, students.others_clear);
  return students;
}

void Partition::decide(const workflow::BatchEvaluator& evaluator, workflow::BatchEvaluator::Scratch& scratch,
                       model::Instant now, std::size_t begin, std::size_t end) {
  workflow::DecisionColumns decisions;
  for (Bytes& column : item_causes_) decisions.items.push_back(column.data());
  for (Bytes& column : document_causes_) decisions.documents.push_back(column.data());
  decisions.remaining = remaining_.data();
  for (Bytes& column : own_clear_) decisions.own_clear.push_back(column.empty() ? nullptr : column.data());
  evaluator.evaluate(columns(now), begin, end, decisions, scratch);
}

std::optional<std::size_t> Partition::itemPosition(workflow::ItemIndex item) const {
  const auto found = std::find_if(type_.items.begin(), type_.items.end(),
                                  [&](const workflow::Item& i) { return i.index == item; });
  if (found == type_.items.end()) return std::nullopt;
  return static_cast<std::size_t>(found - type_.items.begin());
}

std::optional<std::size_t> Partition::documentPosition(workflow::DocumentIndex document) const {
  const auto found = std::find_if(type_.documents.begin(), type_.documents.end(),
                                  [&](const workflow::Document& d) { return d.index == document; });
  if (found == type_.documents.end()) return std::nullopt;
  return static_cast<std::size_t>(found - type_.documents.begin());
}

std::size_t Partition::bytes() const {
  std::size_t total = live_.capacity() + remaining_.capacity() * sizeof(std::uint16_t);
  for (const auto* texts : {&numbers_, &names_})
    for (const std::string& text : *texts)
      total += sizeof(std::string) + (text.capacity() > 15 ? text.capacity() + 1 : 0);
  for (const auto* columns : {&attributes_, &facts_})
    for (const ValueColumn& column : *columns) total += column.bytes();
  for (const auto* columns : {&listed_, &registrations_, &collected_, &item_causes_, &document_causes_,
                              &unconfirmed_, &own_clear_, &others_clear_})
    for (const Bytes& column : *columns) total += column.capacity();
  for (const Words& words : words_) total += words.holds.capacity();
  for (const auto* columns : {&registered_until_, &registered_on_, &since_})
    for (const auto& column : *columns) total += column.capacity() * sizeof(std::int32_t);
  for (const auto& column : charges_) total += column.capacity() * sizeof(std::int64_t);
  return total;
}

}  // namespace lixiao::board
