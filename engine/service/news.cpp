#include "engine/service/news.h"

#include <set>

#include "engine/board/editions.h"
#include "engine/model/clock.h"
#include "engine/service/texts.h"
#include "engine/store/journal_search.h"
#include "engine/store/last_visit.h"
#include "engine/store/student_list.h"
#include "engine/workflow/workflow.h"

namespace lixiao::service {
namespace {

using store::LastVisit;

/// A visit's time is renewed in the database at most this often.
constexpr std::chrono::minutes kRenewal{1};
/// Entries about one student since their last visit that are looked through for the times of changes.
constexpr std::int64_t kMostEntries = 300;

/// The row after a page that shows `shown`; what is new is new against its `known`.
LastVisit after(const std::optional<LastVisit>& held, const std::string& student_no, const std::string& shown,
                model::Instant now) {
  if (!held) return {student_no, shown, now, shown, now, false};
  LastVisit visit = *held;
  if (held->ended || now - held->shown_at >= News::kVisit) {
    visit.known = held->shown;
    visit.known_at = held->shown_at;
  }
  visit.shown = shown;
  visit.shown_at = now;
  visit.ended = false;
  return visit;
}

bool isWorthWriting(const std::optional<LastVisit>& held, const LastVisit& visit) {
  return !held || held->ended || held->known != visit.known || held->shown != visit.shown ||
         visit.shown_at - held->shown_at >= kRenewal;
}

/// What entries of the journal name when they are about an item.
struct Names {
  std::set<std::string> own;    ///< itself, its parts, the facts it reads
  std::set<std::string> lists;  ///< entries about lists name no student
};

void addNames(const workflow::Workflow& workflow, const workflow::StudentType& type,
              const workflow::Item& item, Names& names) {
  names.own.insert(item.id);
  if (item.list) names.lists.insert(workflow.lists[*item.list].id);
  for (const workflow::FactIndex fact : item.declares) names.own.insert(workflow.facts[fact].name);
  for (const auto& rule : {std::optional(item.applies_when), item.passes_when}) {
    if (!rule) continue;
    for (const rules::Slot slot : type.rules[*rule].slots())
      if (const auto* fact = std::get_if<workflow::FactSlot>(&workflow.slots[slot]))
        names.own.insert(workflow.facts[fact->index].name);
  }
}

Names namesOf(const workflow::Workflow& workflow, const std::string& subject) {
  Names names{{subject}, {}};
  for (const workflow::StudentType& type : workflow.types)
    for (const workflow::Item& item : type.items)
      if (item.id == subject || (item.part_of && type.items[*item.part_of].id == subject))
        addNames(workflow, type, item, names);
  return names;
}

const ItemView* itemOf(const StudentView& student, const std::string& id) {
  for (const auto* items : {&student.items, &student.not_applicable})
    for (const ItemView& item : *items)
      if (item.id == id) return &item;
  return nullptr;
}

/// Puts the time and kind of the newest entry since the last visit to each line.
class Dating {
 public:
  Dating(store::Reader& reader, const workflow::Workflow& workflow, const StudentView& now,
         model::Instant since)
      : reader_(reader), workflow_(workflow), now_(now), since_(since) {
    store::JournalFilter filter;
    filter.student_no = now.student_no;
    filter.from = since;
    entries_ = store::searchJournal(reader, filter, kMostEntries);
  }

  void date(NewsLine& line) const {
    const Names names = line.isOfDocument() ? Names{{line.subject}, {}} : namesOf(workflow_, line.subject);
    for (const store::JournalRecord& record : entries_) {
      if (!record.entry.item || names.own.count(*record.entry.item) == 0) continue;
      line.at = record.entry.at;
      line.by_kind = record.entry.kind;
      break;
    }
    if (line.what == NewsLine::What::Item) lookElsewhere(names, line);
  }

 private:
  /// A registration for all who share a value and a list are entries about nobody in particular.
  void lookElsewhere(const Names& names, NewsLine& line) const {
    const auto note = [&](const std::optional<model::Instant>& at, std::string_view kind) {
      if (!at || *at <= since_ || (line.at && *line.at >= *at)) return;
      line.at = at;
      line.by_kind = kind;
    };
    const ItemView* item = itemOf(now_, line.subject);
    if (item == nullptr) return;
    note(item->registered_at, store::kind::kRegistrationMade);
    if (item->cause != model::Cause::NotOnList && item->cause != model::Cause::OnList) return;
    for (const std::string& list : names.lists)
      if (const auto submission = store::listSubmission(reader_, list))
        note(submission->at, store::kind::kListSubmitted);
  }

  store::Reader& reader_;
  const workflow::Workflow& workflow_;
  const StudentView& now_;
  model::Instant since_;
  std::vector<store::JournalRecord> entries_;  ///< newest first
};

}  // namespace

StudentNews News::tell(const Actor& student, const std::string& known, model::Instant since,
                       const StudentView& now) const {
  StudentNews news{since, {}};
  const auto before = standingFrom(known);
  if (!before || student.student_no != now.student_no) return {};
  news.lines = newsSince(*before, now);
  if (news.lines.empty()) return news;
  engine_.database.read([&](store::Reader& reader) {
    const auto edition = engine_.editions.active(reader);
    if (!edition) return;
    const Dating dating(reader, *edition->workflow, now, since);
    std::optional<model::Instant> latest;
    for (NewsLine& line : news.lines) {
      dating.date(line);
      latest = std::max(latest, line.at);
    }
    // A document is released by what became clear before it.
    for (NewsLine& line : news.lines)
      if (line.what == NewsLine::What::Document && !line.at &&
          line.document_after == model::DocumentStatus::Released)
        line.at = latest;
  });
  return news;
}

StudentNews News::look(const Actor& student, const StudentView& now) const {
  const std::string shown = stored(standingOf(now));
  const model::Instant at = engine_.clock.now();
  auto held = engine_.database.read(
      [&](store::Reader& reader) { return store::findLastVisit(reader, student.student_no); });
  LastVisit visit = after(held, student.student_no, shown, at);
  if (isWorthWriting(held, visit))
    engine_.database.write([&](store::Transaction& transaction) {
      held = store::findLastVisit(transaction, student.student_no);
      visit = after(held, student.student_no, shown, at);
      store::putLastVisit(transaction, visit);
    });
  if (!held) return {};
  return tell(student, visit.known, visit.known_at, now);
}

StudentNews News::peek(const Actor& student, const StudentView& now) const {
  const auto held = engine_.database.read(
      [&](store::Reader& reader) { return store::findLastVisit(reader, student.student_no); });
  if (!held) return {};
  const LastVisit visit = after(held, student.student_no, held->shown, engine_.clock.now());
  return tell(student, visit.known, visit.known_at, now);
}

Outcome<Done> News::seen(const Actor& student) const {
  if (student.role != Role::Student || student.student_no.empty())
    return Refusal{Refusal::Kind::Forbidden, {{text::kNotAllowed, {}}}, {}};
  engine_.database.write([&](store::Transaction& transaction) {
    auto held = store::findLastVisit(transaction, student.student_no);
    if (!held) return;
    held->known = held->shown;
    held->known_at = held->shown_at;
    store::putLastVisit(transaction, *held);
  });
  return Done{};
}

void News::leave(const Actor& student) const {
  if (student.role != Role::Student || student.student_no.empty()) return;
  engine_.database.write([&](store::Transaction& transaction) {
    auto held = store::findLastVisit(transaction, student.student_no);
    if (!held || held->ended) return;
    held->ended = true;
    store::putLastVisit(transaction, *held);
  });
}

}  // namespace lixiao::service
