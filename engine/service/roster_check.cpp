#include "engine/service/roster_check.h"

#include <algorithm>
#include <iterator>

#include <nlohmann/json.hpp>

#include "engine/board/records.h"
#include "engine/service/written.h"
#include "engine/store/journal_kind.h"
#include "engine/store/journal_search.h"
#include "engine/store/registration.h"
#include "engine/tabular/identity.h"

namespace lixiao::service {
namespace {

using model::LocalizedText;
using model::Message;

constexpr auto kNationalIdKey = "national_id";
const LocalizedText kNationalId{"身份证号", "national ID"};

std::vector<rules::Rule> providerRules(const workflow::Workflow& workflow) {
  std::vector<rules::Rule> rules;
  for (const workflow::Provider& provider : workflow.providers) rules.push_back(provider.provides);
  return rules;
}

std::vector<std::string> attributeNames(const workflow::Workflow& workflow) {
  std::vector<std::string> names;
  for (const workflow::Attribute& attribute : workflow.attributes) names.push_back(attribute.name);
  return names;
}

LocalizedText joined(const std::vector<RosterChange>& changes) {
  LocalizedText all;
  for (const auto& [key, cell] : changes) {
    const std::string values =
        cell.before.empty() && cell.after.empty() ? "" : ": " + cell.before + " → " + cell.after;
    all.zh += (all.zh.empty() ? "" : "；") + cell.title.in(model::Language::Chinese) + values;
    all.en += (all.en.empty() ? "" : "; ") + cell.title.in(model::Language::English) + values;
  }
  return all;
}

}  // namespace

RosterCheck::RosterCheck(const Snapshot& snapshot, const Actor& actor, const store::Sealer& sealer)
    : snapshot_(snapshot),
      workflow_(snapshot.workflow()),
      actor_(actor),
      sealer_(sealer),
      provides_(providerRules(workflow_), workflow_.slots.size()) {}

Checked<RosterWrite> RosterCheck::run(const std::vector<RosterRow>& rows, bool whole) {
  if (const workflow::Provider* own = service::providerOf(actor_, workflow_))
    write_.providers.insert(own->id);
  std::vector<std::string> numbers;
  for (const RosterRow& row : rows)
    if (!wrongNumber(row.student_no)) numbers.push_back(row.student_no);
  for (store::Student& student : store::findStudents(snapshot_.reader(), std::move(numbers)))
    existing_.emplace(student.student_no, std::move(student));

  BatchReport report;
  for (const RosterRow& row : rows) {
    Judged judged = judge(row);
    add(report, reported(row, judged));
    if (judged.verdict == Verdict::Added || judged.verdict == Verdict::Changed)
      write_.students.push_back(std::move(judged.student));
  }
  findAbsent(whole, report);
  findFinal();
  report.after_final = !write_.final_before.empty();
  return {std::move(report), std::move(write_)};
}

RowReport RosterCheck::reported(const RosterRow& row, Judged& judged) {
  RowReport report{row.row, row.student_no, row.name, judged.verdict, std::move(judged.reason)};
  report.changes = std::move(judged.changes);
  report.suspicions = row.suspicions;
  std::ranges::move(judged.suspicions, std::back_inserter(report.suspicions));
  return report;
}

RosterCheck::Judged RosterCheck::judge(const RosterRow& row) {
  if (auto wrong = wrongNumber(row.student_no)) return {Verdict::Invalid, *wrong, {}};
  const auto [first, is_first] = row_of_number_.emplace(row.student_no, row.row);
  if (!is_first)
    return {Verdict::Repeated, {text::kRepeatedRow, {LocalizedText(std::to_string(first->second))}}, {}};
  if (auto wrong = wrongName(row.name)) return {Verdict::Invalid, *wrong, {}};

  const auto found = existing_.find(row.student_no);
  const store::Student* before = found == existing_.end() ? nullptr : &found->second;
  store::Student student = before ? *before : store::Student{};
  student.student_no = row.student_no;
  student.name = row.name;
  student.removed = false;
  if (auto wrong = fillAttributes(row, student)) return {Verdict::Invalid, *wrong, {}};
  const workflow::Provider* provider = providerOfStudent(student);
  if (provider == nullptr) return {Verdict::Invalid, {text::kNoProvider, {}}, {}};
  student.provider = provider->id;
  if (actor_.role == Role::System) write_.providers.insert(provider->id);
  if (auto not_theirs = whyNotTheirs(student, before)) return {Verdict::NotYours, *not_theirs, {}};
  std::vector<Suspicion> suspicions;
  if (auto wrong = fillIdentity(row, student, suspicions)) return {Verdict::Invalid, *wrong, {}};
  Judged judged = compared(before, std::move(student));
  std::ranges::move(judged.suspicions, std::back_inserter(suspicions));
  judged.suspicions = std::move(suspicions);
  return judged;
}

/// A column that the file does not have leaves what is there; an empty cell takes it away.
std::optional<Message> RosterCheck::fillAttributes(const RosterRow& row, store::Student& student) {
  for (const auto& [name, word] : row.attributes)
    if (!workflow_.attribute(name))
      return noSuch(text::kNoAttribute, text::kNoAttributeHint, name, attributeNames(workflow_));
  for (const workflow::Attribute& attribute : workflow_.attributes) {
    const auto given = row.attributes.find(attribute.name);
    const std::string* kept = student.attributes.find(attribute.name);
    const std::string word = given != row.attributes.end() ? given->second : kept ? *kept : "";
    if (auto wrong = wrongCell(word, kMaxCell)) return wrong;
    const auto value = workflow::parseValue(attribute.type, word);
    if (!value) return notAValue(attribute.title, attribute.type, word);
    if (!value->known() && !attribute.optional) return Message{text::kAttributeMissing, {attribute.title}};
    if (value->known())
      student.attributes.set(attribute.name, workflow::formatValue(attribute.type, *value));
    else
      student.attributes.erase(attribute.name);
  }
  return std::nullopt;
}

/// A row without a national ID leaves the one that is there.
std::optional<Message> RosterCheck::fillIdentity(const RosterRow& row, store::Student& student,
                                                 std::vector<Suspicion>& suspicions) {
  auto said = tabular::IdentityType::Unknown;
  if (!row.id_type.empty()) {
    if (auto wrong = wrongCell(row.id_type, kMaxCell)) return wrong;
    const auto parsed = tabular::parseIdentityType(row.id_type);
    if (!parsed) return Message{text::kNoIdType, {LocalizedText(row.id_type)}};
    said = *parsed;
  }
  if (row.national_id.empty()) return std::nullopt;
  const tabular::Identity identity = tabular::checkIdentity(row.national_id, said);
  if (!identity.valid()) return identity.problem;
  if (identity.suspicion) suspicions.push_back({kNationalId, *identity.suspicion});
  student.id_type = tabular::word(identity.type);
  std::string key = sealer_.lookupKey(student.id_type, identity.number);
  if (key == student.id_key) return std::nullopt;
  student.id_key = std::move(key);
  student.id_sealed = sealer_.seal(identity.number, student.student_no);
  return std::nullopt;
}

const workflow::Provider* RosterCheck::providerOfStudent(const store::Student& student) {
  rules::Row slots(workflow_.slots.size());
  const std::vector<model::Value> values = board::attributeValues(workflow_, student.attributes);
  std::copy(values.begin(), values.end(), slots.begin());
  provides_.bind(slots);
  for (std::size_t i = 0; i < workflow_.providers.size(); ++i)
    if (provides_.truth(i) == rules::Truth::True) return &workflow_.providers[i];
  return nullptr;
}

/// The kind of student is another provider's, or the number is.
std::optional<Message> RosterCheck::whyNotTheirs(const store::Student& student,
                                                 const store::Student* before) {
  for (const workflow::Provider& provider : workflow_.providers) {
    if (provider.id == student.provider)
      if (auto why = whyNot(actor_, Act::DeliverRoster, {.workflow = &workflow_, .provider = &provider}))
        return why;
    const bool delivered_it = before != nullptr && !before->removed && before->provider == provider.id;
    if (delivered_it && before->provider != student.provider)
      return Message{text::kOtherProvider, {provider.title}};
  }
  return std::nullopt;
}

RosterCheck::Judged RosterCheck::compared(const store::Student* before, store::Student student) {
  const bool added = before == nullptr || before->removed;
  const std::vector<RosterChange> changes =
      added ? std::vector<RosterChange>() : changesOf(workflow_, *before, student);
  if (!added && changes.empty() && before->provider == student.provider)
    return {Verdict::Unchanged, {}, std::move(student)};

  std::vector<Suspicion> suspicions;
  if (const std::string other = otherNumber(student); !other.empty())
    suspicions.push_back({{}, {text::kSamePerson, {LocalizedText(other)}}});
  if (!student.id_key.empty()) number_of_id_.emplace(student.id_key, student.student_no);
  if (added) {
    Message reason = dropForeign(student);
    return {Verdict::Added, std::move(reason), std::move(student), {}, std::move(suspicions)};
  }
  std::vector<CellChange> cells = shown(changes, *before, student);
  return {Verdict::Changed,
          {text::kChanges, {joined(changes)}},
          std::move(student),
          std::move(cells),
          std::move(suspicions)};
}

/// The provider sees the ends of the national ID.
std::vector<CellChange> RosterCheck::shown(const std::vector<RosterChange>& changes,
                                           const store::Student& before, const store::Student& after) const {
  std::vector<CellChange> cells;
  cells.reserve(changes.size());
  for (const auto& [key, cell] : changes) {
    cells.push_back(cell);
    if (key != kNationalIdKey) continue;
    cells.back().before = covered(before);
    cells.back().after = covered(after);
  }
  return cells;
}

std::string RosterCheck::covered(const store::Student& student) const {
  if (student.id_sealed.empty()) return {};
  return tabular::maskIdentity(sealer_.open(student.id_sealed, student.student_no).view());
}

/// Another number of the same person, "" when there is none.
std::string RosterCheck::otherNumber(const store::Student& student) const {
  if (student.id_key.empty()) return {};
  const auto in_file = number_of_id_.find(student.id_key);
  if (in_file != number_of_id_.end()) return in_file->second;
  for (const store::Student& other : store::findStudentsById(snapshot_.reader(), student.id_key))
    if (!other.removed && other.student_no != student.student_no) return other.student_no;
  return {};
}

/// What was registered before the roster came counts only if it is from those who register the item for this
/// student: now that the student is known, the rest is dropped and told.
Message RosterCheck::dropForeign(const store::Student& student) {
  const auto waiting = store::registrationsOf(snapshot_.reader(), student.student_no);
  if (waiting.empty()) return {};
  const workflow::StudentRecord record = board::record(snapshot_.reader(), workflow_, student);
  const workflow::Evaluation evaluation = snapshot_.evaluate(record);
  LocalizedText dropped;
  for (const store::RegistrationRow& row : waiting) {
    const auto item = workflow_.item(row.item);
    const auto position = item ? positionOf(evaluation, *item) : std::nullopt;
    if (!position) continue;
    const workflow::ItemResult& result = evaluation.items[*position];
    if (mayHaveRegistered(record, result.registrar, row.item)) continue;
    write_.dropped.push_back({row.student_no, row.item});
    dropped.zh += (dropped.zh.empty() ? "" : "、") + result.item->title.in(model::Language::Chinese);
    dropped.en += (dropped.en.empty() ? "" : ", ") + result.item->title.in(model::Language::English);
  }
  if (dropped.empty()) return {};
  return {text::kDropped, {dropped}};
}

/// Asks the journal as whom the person registered it.
bool RosterCheck::mayHaveRegistered(const workflow::StudentRecord& record,
                                    workflow::DepartmentIndex registrar, const std::string& item) const {
  store::JournalFilter filter;
  filter.student_no = record.student_no;
  filter.item = item;
  filter.kind = store::kind::kRegistrationMade;
  const auto entries = store::searchJournal(snapshot_.reader(), filter, 1);
  if (entries.empty()) return false;
  const auto payload = nlohmann::json::parse(entries.front().entry.payload);
  Actor maker;
  maker.role = parseRole(payload.at("role").get<std::string>()).value_or(Role::Student);
  maker.department = payload.at("department").get<std::string>();
  maker.scope_value = payload.at("scope").get<std::string>();
  return !whyNot(maker, Act::RegisterItem,
                 {.workflow = &workflow_,
                  .student_no = record.student_no,
                  .attributes = &record.attributes,
                  .department = registrar});
}

std::vector<RosterChange> changesOf(const workflow::Workflow& workflow, const store::Student& before,
                                    const store::Student& after) {
  std::vector<RosterChange> changes;
  if (before.name != after.name) changes.push_back({"name", {{"姓名", "name"}, before.name, after.name}});
  if (before.id_key != after.id_key) changes.push_back({kNationalIdKey, {kNationalId, "", ""}});
  for (const workflow::Attribute& attribute : workflow.attributes) {
    const std::string* was = before.attributes.find(attribute.name);
    const std::string* is = after.attributes.find(attribute.name);
    const std::string old = was ? *was : "", now = is ? *is : "";
    if (old != now) changes.push_back({attribute.name, {attribute.title, old, now}});
  }
  return changes;
}

}  // namespace lixiao::service
