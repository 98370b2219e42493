#include "engine/service/histories.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "engine/service/changes.h"
#include "engine/service/queries_impl.h"
#include "engine/service/registration_journal.h"
#include "engine/store/journal_search.h"

namespace lixiao::service {
namespace {

using nlohmann::json;
using What = HistoryEntry::What;

constexpr std::int64_t kMostEntries = 200;
/// For an item that counts for all who share a value: so many of them are looked at.
constexpr std::size_t kMostSharers = 50;

std::optional<What> whatOf(const store::JournalEntry& entry, const json& payload) {
  if (entry.kind == store::kind::kRegistrationMade)
    return payload.value("undone", false) ? What::Restored : What::Registered;
  if (entry.kind == store::kind::kRegistrationRevoked) return What::Revoked;
  if (entry.kind == store::kind::kDocumentCollected) return What::HandedOut;
  if (entry.kind == store::kind::kDocumentReturned) return What::TakenBack;
  return std::nullopt;
}

void takeRegistration(HistoryEntry& entry, const json& written) {
  entry.result = model::parseRegistrationResult(written.value("result", ""));
  entry.remark = written.value("remark", "");
  entry.condition = written.value("condition", "");
  entry.until = written.value("until", "");
  if (const auto amount = written.find("amount"); amount != written.end())
    entry.amount = workflow::formatValue(rules::Type::number(rules::Unit::Money),
                                         model::Value(amount->get<std::int64_t>()));
}

std::optional<HistoryEntry> entryOf(const Snapshot& snapshot, const store::JournalEntry& written) {
  const json payload = json::parse(written.payload);
  const auto what = whatOf(written, payload);
  if (!what) return std::nullopt;
  HistoryEntry entry;
  entry.what = *what;
  entry.at = written.at;
  entry.by = snapshot.person(written.actor).in(model::Language::English);
  const auto department = snapshot.workflow().department(payload.value("department", ""));
  if (department) entry.department = snapshot.workflow().departments[*department].title;
  entry.reason = payload.value("reason", "");
  entry.batch = payload.value("batch", std::int64_t{0});
  entry.replaces = *what == What::Registered && payload.contains("before");
  const json before = payload.value("before", json::object());
  if (*what == What::Registered || *what == What::Restored) takeRegistration(entry, payload);
  if (*what == What::Revoked) takeRegistration(entry, before);
  const json& handed = *what == What::TakenBack ? before : payload;
  entry.proxy = handed.value("proxy", "");
  entry.proxy_id = handed.value("proxy_id", "");
  if (*what == What::HandedOut) entry.remark = payload.value("remark", "");
  return entry;
}

std::vector<store::JournalRecord> recordsOf(const Snapshot& snapshot, const std::string& student_no,
                                            const std::string& subject) {
  store::JournalFilter filter;
  filter.student_no = student_no;
  filter.item = subject;
  return store::searchJournal(snapshot.reader(), filter, kMostEntries);
}

/// The student's entries, and those of others that count for the student too.
std::vector<store::JournalRecord> allRecords(const Snapshot& snapshot, const workflow::StudentRecord& record,
                                             const std::string& subject) {
  auto records = recordsOf(snapshot, record.student_no, subject);
  const auto shared = sharedOf(snapshot, record, subject);
  if (!shared) return records;
  auto others = snapshot.sharing(shared->attribute, record.attributes[shared->attribute]);
  others.resize(std::min(others.size(), kMostSharers));
  for (const workflow::StudentRecord& other : others) {
    if (other.student_no == record.student_no) continue;
    for (store::JournalRecord& each : recordsOf(snapshot, other.student_no, subject))
      if (each.entry.payload.find("\"shared\"") != std::string::npos) records.push_back(std::move(each));
  }
  std::sort(records.begin(), records.end(), [](const auto& a, const auto& b) { return a.seq > b.seq; });
  return records;
}

/// Of the student's type; empty when it has no such item or document.
model::LocalizedText titleOf(const workflow::StudentType& type, const std::string& subject) {
  for (const workflow::Item& each : type.items)
    if (each.id == subject) return each.title;
  for (const workflow::Document& each : type.documents)
    if (each.id == subject) return each.title;
  return {};
}

}  // namespace

class Histories::Impl : public Changes {
 public:
  using Changes::Changes;
};

Histories::Histories(const Engine& engine) : impl_(std::make_unique<Impl>(engine)) {}
Histories::~Histories() = default;

Outcome<SubjectHistory> Histories::of(const Actor& actor, const std::string& student_no,
                                      const std::string& subject) const {
  if (auto why = whyNot(actor, Act::SeeOverview)) return refuse(Refusal::Kind::Forbidden, *why);
  return impl_->look<SubjectHistory>([&](const Snapshot& snapshot) -> Outcome<SubjectHistory> {
    const auto record = visible(snapshot, actor, student_no);
    if (!record) return record.refusal();
    const std::string* id = record->attributes[snapshot.workflow().student_type].text();
    const workflow::StudentType* type = id == nullptr ? nullptr : snapshot.workflow().type(*id);
    SubjectHistory history{
        student_no, record->name, type == nullptr ? model::LocalizedText() : titleOf(*type, subject), {}};
    if (history.title.empty())
      return refuse(Refusal::Kind::NotFound, {text::kNoItem, {model::LocalizedText(subject)}});
    for (const store::JournalRecord& each : allRecords(snapshot, record.value(), subject))
      if (auto entry = entryOf(snapshot, each.entry)) history.entries.push_back(std::move(*entry));
    return history;
  });
}

}  // namespace lixiao::service
