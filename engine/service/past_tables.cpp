#include "engine/service/past_tables.h"

#include <algorithm>
#include <limits>

#include <nlohmann/json.hpp>

#include "engine/service/shared_registering.h"
#include "engine/service/texts.h"
#include "engine/store/account.h"
#include "engine/store/journal_kind.h"
#include "engine/store/sharing.h"
#include "engine/workflow/value.h"

namespace lixiao::service {
namespace {

using nlohmann::json;
namespace kind = store::kind;

constexpr std::int64_t kAll = std::numeric_limits<std::int64_t>::max();
constexpr std::int64_t kBlock = 512;

std::string textOf(const json& object, const char* key) {
  const auto found = object.find(key);
  return found != object.end() && found->is_string() ? found->get<std::string>() : std::string();
}

std::optional<model::Instant> momentOf(const json& object, const char* key) {
  const auto found = object.find(key);
  if (found == object.end()) return std::nullopt;
  if (found->is_number_integer())
    return model::Instant{std::chrono::milliseconds{found->get<std::int64_t>()}};
  return found->is_string() ? model::parseInstant(found->get<std::string>()) : std::nullopt;
}

/// What registration_journal.cpp wrote.
model::Registration registrationOf(const json& written) {
  model::Registration made;
  made.result = model::parseRegistrationResult(textOf(written, "result")).value_or(made.result);
  made.remark = textOf(written, "remark");
  made.by = textOf(written, "by");
  made.at = momentOf(written, "at").value_or(model::Instant{});
  made.condition = textOf(written, "condition");
  made.until = model::parseDate(textOf(written, "until"));
  if (const auto amount = written.find("amount"); amount != written.end())
    made.amount = amount->get<std::int64_t>();
  return made;
}

/// Whether a confirmation of facts speaks of the student's.
bool speaksOf(const json& payload, const std::string& fact, const std::string& student_no) {
  const auto names = [&](const char* key) -> const json* {
    const auto list = payload.find(key);
    if (list == payload.end() || !list->contains(fact)) return nullptr;
    return &(*list)[fact];
  };
  const auto holds = [&](const json& numbers) {
    return std::find(numbers.begin(), numbers.end(), student_no) != numbers.end();
  };
  if (const json* only = names("only")) return holds(*only);
  const json& facts = payload.at("facts");
  if (std::find(facts.begin(), facts.end(), fact) == facts.end()) return false;
  const json* left_out = names("left_out");
  return left_out == nullptr || !holds(*left_out);
}

}  // namespace

PastTables::PastTables(store::Reader& reader, model::Instant until)
    : reader_(reader), until_(until), editions_(reader, until) {}

std::vector<store::JournalRecord> PastTables::entries(const store::JournalFilter& filter) const {
  store::JournalFilter before = filter;
  before.until = until_;
  std::vector<store::JournalRecord> records = store::searchJournal(reader_, before, kAll);
  std::reverse(records.begin(), records.end());
  return records;
}

void PastTables::add(const std::string& student_no) {
  const auto [place, is_new] = students_.emplace(student_no, Rows());
  if (!is_new) return;
  store::JournalFilter filter;
  filter.student_no = student_no;
  for (const store::JournalRecord& record : entries(filter)) take(place->second, record);
}

const store::Student* PastTables::student(const std::string& student_no) const {
  const auto found = students_.find(student_no);
  if (found == students_.end() || !found->second.student || found->second.student->removed) return nullptr;
  return &*found->second.student;
}

void PastTables::take(Rows& rows, const store::JournalRecord& record) {
  const std::string& what = record.entry.kind;
  if (what == kind::kStudentAdded || what == kind::kStudentChanged || what == kind::kStudentRemoved)
    takeStudent(rows, record);
  else if (what == kind::kFactChanged)
    takeFact(rows, record);
  else if (what == kind::kRegistrationMade || what == kind::kRegistrationRevoked)
    takeRegistration(rows, record);
  else if (what == kind::kDeclarationMade || what == kind::kDeclarationConfirmed ||
           what == kind::kDeclarationRejected)
    takeDeclaration(rows, record);
  else if (what == kind::kDocumentReturned)
    rows.collections.erase(record.entry.item.value_or(""));
  else if (what == kind::kDocumentCollected) {
    const json payload = json::parse(record.entry.payload);
    store::Collection collection;
    collection.document = record.entry.item.value_or("");
    collection.student_no = record.entry.student_no.value_or("");
    collection.at = record.entry.at;
    collection.by = record.entry.actor;
    collection.proxy_name = textOf(payload, "proxy");
    collection.recipient = collection.proxy_name.empty() ? store::Recipient::Self : store::Recipient::Proxy;
    collection.workflow_digest = textOf(payload, "digest");
    rows.collections[collection.document] = collection;
  }
}

void PastTables::takeStudent(Rows& rows, const store::JournalRecord& record) {
  const json payload = json::parse(record.entry.payload);
  if (record.entry.kind == kind::kStudentRemoved) {
    if (rows.student) rows.student->removed = true;
    return;
  }
  if (record.entry.kind == kind::kStudentAdded || !rows.student) {
    rows.student.emplace();
    rows.student->student_no = record.entry.student_no.value_or("");
  }
  store::Student& student = *rows.student;
  student.removed = false;
  if (record.entry.kind == kind::kStudentAdded) {
    student.name = textOf(payload, "name");
    student.provider = textOf(payload, "provider");
    for (const auto& [name, word] : payload.at("attributes").items())
      student.attributes.set(name, word.get<std::string>());
    return;
  }
  const auto changes = payload.find("changes");
  if (changes == payload.end()) return;
  for (const auto& [name, change] : changes->items()) {
    if (!change.is_array() || change.size() != 2 || name == "national_id") continue;
    const std::string now = change[1].get<std::string>();
    if (name == "name")
      student.name = now;
    else if (now.empty())
      student.attributes.erase(name);
    else
      student.attributes.set(name, now);
  }
}

void PastTables::setFact(Rows& rows, const std::string& fact, const std::string& text,
                         const store::JournalRecord& record, std::optional<model::Instant> as_of,
                         std::optional<model::Instant> since) {
  model::Value value;
  const auto workflow = editions_.at(record.seq);
  const auto index = workflow ? workflow->fact(fact) : std::nullopt;
  if (index) value = workflow::parseFact(workflow->facts[*index], text).value_or(model::Value());
  PastFact& held = rows.facts[fact];
  const bool same = held.held.value == value && held.seq > 0;
  const model::Instant moment = as_of.value_or(record.entry.at);
  if (!same) held.held.since = value.known() ? std::optional(since.value_or(moment)) : std::nullopt;
  held.held.value = std::move(value);
  held.held.as_of = moment;
  held.held.source = record.entry.actor;
  held.seq = record.seq;
}

void PastTables::takeFact(Rows& rows, const store::JournalRecord& record) {
  const json payload = json::parse(record.entry.payload);
  const std::string& fact = record.entry.item.value();
  // A new value is of the moment from which it holds; the delivery's own entry, which follows, is finer.
  const auto since = momentOf(payload, "since");
  setFact(rows, fact, textOf(payload, "new"), record, since, since);
}

void PastTables::takeRegistration(Rows& rows, const store::JournalRecord& record) {
  const json payload = json::parse(record.entry.payload);
  if (payload.contains("shared")) return;  // takeShared() finds it
  const std::string& item = record.entry.item.value();
  if (record.entry.kind == kind::kRegistrationRevoked) {
    rows.registrations.erase(item);
    return;
  }
  rows.registrations[item] = {record.entry.student_no.value(), item, registrationOf(payload), 0};
}

void PastTables::takeDeclaration(Rows& rows, const store::JournalRecord& record) {
  const json payload = json::parse(record.entry.payload);
  const std::string& subject = record.entry.item.value();
  const std::string& student_no = record.entry.student_no.value();
  if (record.entry.kind == kind::kDeclarationRejected) rows.rejections.push_back(record.entry);
  if (record.entry.kind != kind::kDeclarationMade) {  // the subject is a fact
    rows.declarations.erase(subject);
    if (record.entry.kind == kind::kDeclarationConfirmed)
      setFact(rows, subject, textOf(payload, "value"), record, record.entry.at, std::nullopt);
    return;
  }
  const auto values = payload.find("values");
  if (values == payload.end()) {  // a bare acknowledgement is registered
    model::Registration made;
    made.result = model::RegistrationResult::Declared;
    made.at = record.entry.at;
    made.by = record.entry.actor;
    rows.registrations[subject] = {student_no, subject, made, 0};
    return;
  }
  const json& waiting = payload.at("unconfirmed");
  for (const auto& [fact, word] : values->items()) {
    if (std::find(waiting.begin(), waiting.end(), fact) == waiting.end()) {
      setFact(rows, fact, word.get<std::string>(), record, record.entry.at, std::nullopt);
      continue;
    }
    const auto workflow = editions_.at(record.seq);
    const auto index = workflow ? workflow->fact(fact) : std::nullopt;
    if (!index) continue;
    rows.declarations[fact] = {
        student_no, fact,
        workflow::parseFact(workflow->facts[*index], word.get<std::string>()).value_or(model::Value()),
        record.entry.at, 0};
  }
}

std::vector<std::string> PastTables::whoMayShare(const std::string& attribute,
                                                 const std::string& value) const {
  std::set<std::string> numbers;
  for (const store::Student& student : store::studentsSharing(reader_, attribute, value))
    numbers.insert(student.student_no);
  for (const std::string_view what : {kind::kStudentChanged, kind::kStudentRemoved}) {
    store::JournalFilter filter;
    filter.kind = std::string(what);
    for (const store::JournalRecord& record : store::searchJournal(reader_, filter, kAll))
      if (what == kind::kStudentRemoved ||
          record.entry.payload.find("\"" + attribute + "\"") != std::string::npos)
        numbers.insert(record.entry.student_no.value_or(""));
  }
  return {numbers.begin(), numbers.end()};
}

void PastTables::finish() {
  takeLists();
  takeConfirmations();
  takeShared();
}

void PastTables::takeLists() {
  store::JournalFilter filter;
  filter.kind = std::string(kind::kListSubmitted);
  for (const store::JournalRecord& record : entries(filter)) takeList(record);
}

void PastTables::takeList(const store::JournalRecord& record) {
  const json payload = json::parse(record.entry.payload);
  const std::string& id = record.entry.item.value();
  PastList& list = lists_[id];
  list.submission = {id, record.entry.at, record.entry.actor, payload.at("rows").get<std::int64_t>()};
  for (const json& number : payload.at("removed")) list.members.erase(number.get<std::string>());
  const auto remarks = payload.find("remarks");
  for (const char* key : {"added", "changed"})
    for (const json& each : payload.at(key)) {
      const std::string number = each.get<std::string>();
      const auto rows = students_.find(number);
      if (rows == students_.end()) continue;
      const std::string name = rows->second.student ? rows->second.student->name : std::string();
      const std::string remark = remarks == payload.end() ? std::string() : textOf(*remarks, number.c_str());
      if (remarks == payload.end()) untold(text::kPastRemarks, id);
      list.members[number] = {number, name, remark};
    }
}

/// The later moments of which unchanged facts were. From the newest entry back, until nothing earlier can
/// matter: what is confirmed is never later than its entry.
void PastTables::takeConfirmations() {
  store::JournalFilter filter;
  filter.kind = std::string(kind::kFactsConfirmed);
  filter.until = until_;
  for (;;) {
    const auto block = store::searchJournal(reader_, filter, kBlock);
    if (block.empty()) return;
    filter.before_seq = block.back().seq;
    for (const store::JournalRecord& record : block) {
      bool may_matter = false;
      std::optional<json> payload;
      for (auto& [student_no, rows] : students_)
        for (auto& [fact, held] : rows.facts) {
          if (held.seq > record.seq || held.held.as_of >= record.entry.at) continue;
          may_matter = true;
          if (!payload) payload = json::parse(record.entry.payload);
          const auto as_of = momentOf(*payload, "as_of");
          if (!as_of) {
            const json& facts = payload->at("facts");
            if (std::find(facts.begin(), facts.end(), fact) != facts.end())
              untold(text::kPastFactTimes, fact);
            continue;
          }
          if (*as_of <= held.held.as_of || !speaksOf(*payload, fact, student_no)) continue;
          held.held.as_of = *as_of;
          held.held.source = record.entry.actor;
        }
      if (!may_matter) return;
    }
  }
}

void PastTables::takeShared() {
  const auto workflow = editions_.active();
  if (!workflow) return;
  for (const auto& [student_no, rows] : students_) {
    if (!rows.student) continue;
    for (const workflow::StudentType& type : workflow->types)
      for (const workflow::Item& item : type.items) {
        if (!item.register_by) continue;
        const std::string* value =
            rows.student->attributes.find(workflow->attributes[*item.register_by].name);
        if (value != nullptr && !value->empty()) takeShared(item.id, *value);
      }
  }
}

void PastTables::takeShared(const std::string& item, const std::string& value) {
  if (shared_.count({item, value}) > 0) return;
  store::JournalFilter filter;
  filter.item = item;
  filter.until = until_;
  filter.holds = "\"value\":" + json(value).dump();
  for (;;) {
    const auto block = store::searchJournal(reader_, filter, kBlock);
    if (block.empty()) return;
    filter.before_seq = block.back().seq;
    for (const store::JournalRecord& record : block) {
      if (record.entry.kind != kind::kRegistrationMade && record.entry.kind != kind::kRegistrationRevoked)
        continue;
      const json payload = json::parse(record.entry.payload);
      const auto shared = payload.find("shared");
      if (shared == payload.end() || textOf(*shared, "value") != value) continue;
      if (record.entry.kind == kind::kRegistrationMade)
        shared_[{item, value}] = {item, value, registrationOf(payload), 0};
      return;
    }
  }
}

void PastTables::write(store::Transaction& transaction) {
  if (const auto workflow = editions_.active()) keepShared(transaction, *workflow);
  if (const auto activation = editions_.activation()) store::addActivation(transaction, *activation);
  std::vector<store::Student> students;
  std::vector<store::FactRow> facts;
  std::vector<store::RegistrationWish> registrations;
  for (const auto& [student_no, rows] : students_) {
    if (rows.student && !rows.student->removed) students.push_back(*rows.student);
    for (const auto& [fact, held] : rows.facts) facts.push_back({student_no, fact, held.held});
    for (const auto& [item, row] : rows.registrations)
      registrations.push_back({student_no, item, row.registration, store::Expected::nothing()});
    for (const auto& [fact, declaration] : rows.declarations) store::putDeclaration(transaction, declaration);
    for (const auto& [document, collection] : rows.collections)
      static_cast<void>(store::recordCollection(transaction, collection));
    store::appendJournal(transaction, rows.rejections);
  }
  store::upsertStudents(transaction, std::move(students));
  store::upsertFacts(transaction, std::move(facts));
  static_cast<void>(store::putRegistrations(transaction, registrations));
  for (const auto& [key, row] : shared_)
    static_cast<void>(store::putSharedRegistration(transaction, row.item, row.value, row.registration,
                                                   store::Expected::nothing()));
  for (const auto& [id, list] : lists_) {
    std::vector<store::ListMember> members;
    for (const auto& [number, member] : list.members)
      if (has(number)) members.push_back(member);
    store::submitList(transaction, id, std::move(members), list.submission.at, list.submission.by);
  }
  for (const store::Account& account : store::accounts(reader_)) {
    store::Account named;
    named.login = account.login;
    named.name = account.name;
    store::putAccount(transaction, named);
  }
}

void PastTables::untold(const char* text, const std::string& about) {
  model::Message message{text, {model::LocalizedText(about)}};
  if (std::find(untold_.begin(), untold_.end(), message) == untold_.end())
    untold_.push_back(std::move(message));
}

}  // namespace lixiao::service
