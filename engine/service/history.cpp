#include "engine/service/history.h"

#include <algorithm>
#include <array>
#include <set>

#include <nlohmann/json.hpp>

#include "engine/service/history_impl.h"
#include "engine/service/record_words.h"
#include "engine/store/journal_kind.h"
#include "engine/store/journal_lines.h"

namespace lixiao::service {
namespace {

namespace kind = store::kind;

constexpr std::size_t kMostOnAPage = 200;
constexpr std::int64_t kBlock = 500;
/// Entries that one search looks through; the next page goes on behind them.
constexpr std::size_t kMostLookedThrough = 50'000;

/// What students are told of what happened to them.
bool isForStudents(std::string_view what) {
  constexpr std::array kTold = {
      kind::kStudentAdded,      kind::kStudentChanged,       kind::kStudentRemoved,
      kind::kFactChanged,       kind::kRegistrationMade,     kind::kRegistrationRevoked,
      kind::kDeclarationMade,   kind::kDeclarationConfirmed, kind::kDeclarationRejected,
      kind::kDocumentCollected, kind::kDocumentReturned};
  return std::find(kTold.begin(), kTold.end(), what) != kTold.end();
}

/// Found by the login of somebody only because a source system is called alike.
bool isAnothers(const store::JournalEntry& entry, const store::JournalFilter& query) {
  if (!query.or_by || (entry.kind != kind::kFactChanged && entry.kind != kind::kFactsConfirmed)) return false;
  return !entry.item || std::find(query.items.begin(), query.items.end(), *entry.item) == query.items.end();
}

/// Items, documents, lists and facts of the department.
std::vector<std::string> subjectsOf(const workflow::Workflow& workflow, const std::string& department) {
  std::set<std::string> ids;
  const auto theirs = [&](workflow::DepartmentIndex index) {
    return workflow.departments[index].id == department;
  };
  for (const workflow::StudentType& type : workflow.types) {
    for (const workflow::Item& item : type.items) {
      const bool registers = std::any_of(item.registrars.begin(), item.registrars.end(),
                                         [&](const auto& each) { return theirs(each.department); });
      if (!registers) continue;
      ids.insert(item.id);
      for (const workflow::FactIndex fact : item.declares) ids.insert(workflow.facts[fact].name);
    }
    for (const workflow::Document& document : type.documents)
      if (theirs(document.department)) ids.insert(document.id);
  }
  for (const workflow::ListSpec& list : workflow.lists)
    if (theirs(list.department)) ids.insert(list.id);
  for (const workflow::FactSpec& fact : workflow.facts)
    if (fact.confirmed_by && theirs(*fact.confirmed_by)) ids.insert(fact.name);
  return {ids.begin(), ids.end()};
}

/// Logins of the people whose login is this or whose name holds it.
std::vector<std::string> loginsOf(store::Reader& reader, const std::string& person) {
  std::vector<std::string> logins = {person};
  for (const store::Account& account : store::accounts(reader))
    if (account.login != person && account.name.find(person) != std::string::npos)
      logins.push_back(account.login);
  constexpr std::size_t kMost = 200;
  if (logins.size() > kMost) logins.resize(kMost);
  return logins;
}

std::optional<std::string> given(const std::string& text) {
  return text.empty() ? std::nullopt : std::optional(text);
}

/// What JSON makes of a text, without the quotes.
std::string asInJson(const std::string& text) {
  const std::string quoted = nlohmann::json(text).dump();
  return quoted.substr(1, quoted.size() - 2);
}

store::JournalFilter queryOf(store::Reader& reader, const workflow::Workflow* workflow,
                             const RecordSearch& search) {
  store::JournalFilter query;
  query.student_no = given(search.student_no);
  query.item = given(search.item);
  query.kind = given(search.kind);
  if (!search.person.empty()) query.actors = loginsOf(reader, search.person);
  query.holds = asInJson(search.text);
  const workflow::TimeZone zone = workflow == nullptr ? workflow::TimeZone() : workflow->time_zone;
  if (search.from) query.from = zone.startOf(*search.from);
  if (search.to) query.until = zone.startOf(*search.to + std::chrono::days(1));
  if (search.before_seq > 0) query.before_seq = search.before_seq;
  return query;
}

/// Without names of people and what only offices need.
void hidePeople(RecordLine& line) {
  line.actor.clear();
  line.person.clear();
  line.payload.clear();
}

}  // namespace

Outcome<RecordPage> History::Impl::find(const Actor& actor, const RecordSearch& search,
                                        std::size_t most) const {
  const bool all = !whyNot(actor, Act::ReadJournal);
  return engine_.database.read([&](store::Reader& reader) -> Outcome<RecordPage> {
    const auto edition = engine_.editions.active(reader);
    const workflow::Workflow* workflow = edition ? edition->workflow.get() : nullptr;
    store::JournalFilter query = queryOf(reader, workflow, search);
    if (actor.role == Role::Student) {
      if (actor.student_no.empty()) return Refusal{Refusal::Kind::Forbidden, {{text::kNotAllowed, {}}}, {}};
      query.student_no = actor.student_no;
    } else if (!all) {
      if (workflow == nullptr) return Refusal{Refusal::Kind::NotNow, {{text::kNoEdition, {}}}, {}};
      query.items = subjectsOf(*workflow, actor.department);
      query.or_by = actor.login;
    }
    const bool part = !all && workflow != nullptr && reachOf(actor, *workflow).kind == Reach::Kind::Scope;
    const auto isTheirs = [&](const store::JournalRecord& record) {
      // What changed for many tells of others' students too; it is found at each of theirs.
      if (!record.entry.student_no) return record.entry.kind != kind::kFactChanged;
      const auto record_of = store::findStudent(reader, *record.entry.student_no);
      if (!record_of) return record.entry.actor == actor.login;
      const Reach reach = reachOf(actor, *workflow);
      const std::string* value = record_of->attributes.find(workflow->attributes[reach.attribute].name);
      return value != nullptr && *value == reach.value;
    };
    RecordPage page;
    RecordWords words(reader, workflow);
    for (std::size_t looked = 0;;) {
      const auto block = store::searchJournal(reader, query, kBlock);
      for (const store::JournalRecord& record : block) {
        query.before_seq = record.seq;
        ++looked;
        if (actor.role == Role::Student && !isForStudents(record.entry.kind)) continue;
        if (!search.text.empty() && !tellsOf(record.entry.payload, search.text)) continue;
        if (isAnothers(record.entry, query) || (part && !isTheirs(record))) continue;
        if (page.lines.size() == most) {
          page.next_before = page.lines.back().seq;
          return page;
        }
        page.lines.push_back(words.tell(record));
        if (actor.role == Role::Student) hidePeople(page.lines.back());
      }
      if (static_cast<std::int64_t>(block.size()) < kBlock) return page;
      if (looked < kMostLookedThrough || most > kMostOnAPage) continue;
      page.next_before = *query.before_seq;
      return page;
    }
  });
}

History::History(const Engine& engine) : impl_(std::make_unique<Impl>(engine)) {}
History::~History() = default;

Outcome<RecordPage> History::search(const Actor& actor, const RecordSearch& search) const {
  return impl_->find(actor, search, std::min(search.limit, kMostOnAPage));
}

Outcome<std::vector<RecordLine>> History::all(const Actor& actor, const RecordSearch& search) const {
  auto page = impl_->find(actor, search, kMostExported);
  if (!page) return page.refusal();
  return std::move(page.value().lines);
}

Outcome<Done> History::journalLines(const Actor& actor,
                                    const std::function<void(const std::string&)>& line) const {
  if (auto why = whyNot(actor, Act::ReadJournal)) return Refusal{Refusal::Kind::Forbidden, {*why}, {}};
  impl_->engine().database.read([&](store::Reader& reader) {
    std::int64_t after = 0;
    for (;;) {
      const auto block = store::journalAfter(reader, after, kBlock);
      if (block.empty()) return;
      after = block.back().seq;
      for (const store::JournalRecord& record : block) line(store::toLine(record));
    }
  });
  return Done{};
}

}  // namespace lixiao::service
