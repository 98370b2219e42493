#include "engine/service/unmatched.h"

#include <algorithm>
#include <stdexcept>

#include "engine/service/commands_impl.h"
#include "engine/service/registration_journal.h"
#include "engine/service/registration_writing.h"
#include "engine/service/written.h"
#include "engine/store/early_registration.h"
#include "engine/store/journal_kind.h"
#include "engine/store/student_list.h"

namespace lixiao::service {
namespace {

using model::LocalizedText;

constexpr std::size_t kMostPicks = 1000;

/// The item as the first kind of student has it; nullptr when no kind does.
const workflow::Item* itemOf(const workflow::Workflow& workflow, workflow::ItemIndex index) {
  for (const workflow::StudentType& type : workflow.types)
    for (const workflow::Item& item : type.items)
      if (item.index == index) return &item;
  return nullptr;
}

bool oversees(const Actor& actor) {
  return actor.role == Role::Admin || actor.role == Role::Auditor;
}

UnmatchedLine lineOf(const Snapshot& snapshot, const workflow::Item& item, store::EarlyRegistration& early) {
  model::Registration& registration = early.row.registration;
  return {std::move(early.row.student_no),
          std::move(early.row.item),
          item.title,
          titleOf(registration.result),
          std::move(registration.remark),
          registration.at,
          snapshot.person(registration.by).in(model::Language::English),
          early.row.revision,
          early.taken_off,
          false};
}

void addRegistrations(const Snapshot& snapshot, const Actor& actor, UnmatchedView& view) {
  const workflow::Workflow& workflow = snapshot.workflow();
  const bool everybodys = reachOf(actor, workflow).kind == Reach::Kind::Everybody;
  for (workflow::ItemIndex index = 0; index < workflow.item_ids.size(); ++index) {
    const bool registers = !oversees(actor) && registersSomewhere(workflow, actor, index).registers;
    const workflow::Item* item = itemOf(workflow, index);
    if (item == nullptr || (!registers && !oversees(actor))) continue;
    for (store::EarlyRegistration& early :
         store::earlyRegistrations(snapshot.reader(), workflow.item_ids[index])) {
      if (!everybodys && early.row.registration.by != actor.login) continue;
      view.registrations.push_back(lineOf(snapshot, *item, early));
      view.registrations.back().mine = registers;
    }
  }
  std::ranges::stable_sort(view.registrations, {}, &UnmatchedLine::at);
}

void addListRows(const Snapshot& snapshot, const Actor& actor, UnmatchedView& view) {
  const workflow::Workflow& workflow = snapshot.workflow();
  for (const workflow::ListSpec& list : workflow.lists) {
    const bool submits =
        actor.role == Role::Staff &&
        !whyNot(actor, Act::SubmitList, {.workflow = &workflow, .department = list.department});
    if (!submits && !oversees(actor)) continue;
    for (store::ListMember& member : store::absentMembers(snapshot.reader(), list.id))
      view.list_rows.push_back({list.id, list.title, std::move(member.student_no), std::move(member.name),
                                std::move(member.remark), submits});
  }
}

Outcome<UnmatchedView> viewOf(const Snapshot& snapshot, const Actor& actor) {
  if (auto why = whyNot(actor, Act::SeeOverview)) return refuse(Refusal::Kind::Forbidden, *why);
  UnmatchedView view;
  addRegistrations(snapshot, actor, view);
  addListRows(snapshot, actor, view);
  return view;
}

/// The registration a pick means, if it is as it was seen and the actor may take it back.
Outcome<store::RegistrationRow> heldBy(store::Transaction& transaction, const Snapshot& snapshot,
                                       const Actor& actor, const Unmatched::Pick& pick) {
  const LocalizedText number(pick.student_no);
  const auto index = snapshot.workflow().item(pick.item);
  if (!index) return refuse(Refusal::Kind::NotFound, {text::kNoItem, {LocalizedText(pick.item)}});
  const auto held = store::findRegistration(transaction, pick.student_no, pick.item);
  if (auto why = whyNotRevokeAbsent(snapshot, actor, *index, held ? held->registration.by : actor.login))
    return *why;
  if (snapshot.find(pick.student_no)) return refuse(Refusal::Kind::Conflict, {text::kOnRosterNow, {number}});
  if (auto faster = conflict(snapshot, held, pick.seen)) {
    faster->about.push_back(number);
    return *faster;
  }
  if (!held) return refuse(Refusal::Kind::NotFound, text::kNotRegistered);
  return *held;
}

/// Takes it away; the entry that says so.
store::JournalEntry takeBack(store::Transaction& transaction, const Snapshot& snapshot, const Actor& actor,
                             const store::RegistrationRow& held, const std::string& reason,
                             const std::string& moved_to = {}) {
  if (!store::removeRegistration(transaction, held.student_no, held.item, store::Expected::at(held.revision))
           .done)
    throw std::logic_error("a registration changed inside the transaction that read it");
  nlohmann::json payload = asWhom(actor);
  payload["reason"] = reason;
  payload["before"] = toJson(held);
  if (!moved_to.empty()) payload["moved_to"] = moved_to;
  return {snapshot.now(),  actor.login, std::string(store::kind::kRegistrationRevoked),
          held.student_no, held.item,   payload.dump()};
}

/// The same as somebody would enter it now for another number.
RegistrationRow enteredAnew(const store::RegistrationRow& held, const std::string& to) {
  const model::Registration& registration = held.registration;
  RegistrationRow row{1, to, held.item, registration.result, registration.remark};
  if (registration.until) row.until = model::formatDate(*registration.until);
  row.condition = registration.condition;
  if (registration.amount)
    row.amount =
        workflow::formatValue(rules::Type::number(rules::Unit::Money), model::Value(*registration.amount));
  return row;
}

}  // namespace

/// As for Commands: decided in one transaction, shown by the board before the answer.
class Unmatched::Impl : public Changing {
 public:
  using Changing::Changing;
};

Unmatched::Unmatched(const Engine& engine) : impl_(std::make_unique<Impl>(engine)) {}
Unmatched::~Unmatched() = default;

Outcome<UnmatchedView> Unmatched::view(const Actor& actor) const {
  return impl_->look<UnmatchedView>([&](const Snapshot& snapshot) { return viewOf(snapshot, actor); });
}

std::size_t Unmatched::count(const Actor& actor) const {
  const auto found = view(actor);
  return found ? found->registrations.size() + found->list_rows.size() : 0;
}

Outcome<Done> Unmatched::withdraw(const Actor& actor, const std::vector<Pick>& picks,
                                  const std::string& reason) {
  if (picks.empty()) return refuse(Refusal::Kind::Invalid, text::kNothingPicked);
  if (picks.size() > kMostPicks)
    return refuse(Refusal::Kind::Invalid, {text::kTooManyRows, {LocalizedText(std::to_string(kMostPicks))}});
  if (reason.find_first_not_of(" \t\r\n") == std::string::npos)
    return Refusal{Refusal::Kind::Invalid, {{text::kReasonNeeded, {}}}, {}, "reason"};
  if (auto wrong = wrongRemark(reason)) return Refusal{Refusal::Kind::Invalid, {*wrong}, {}, "reason"};
  return impl_->change<Done>([&](store::Transaction& transaction, Snapshot& snapshot) -> Outcome<Done> {
    std::vector<store::JournalEntry> entries;
    for (const Pick& pick : picks) {
      const auto held = heldBy(transaction, snapshot, actor, pick);
      if (!held) return held.refusal();
      entries.push_back(takeBack(transaction, snapshot, actor, held.value(), reason));
    }
    store::appendJournal(transaction, entries);
    return Done{};
  });
}

Outcome<Done> Unmatched::move(const Actor& actor, const Pick& pick, const std::string& to) {
  const auto invalid = [](model::Message reason) {
    return Refusal{Refusal::Kind::Invalid, {std::move(reason)}, {}, "to"};
  };
  if (auto wrong = wrongNumber(to)) return invalid(*wrong);
  if (to == pick.student_no) return invalid({text::kSameNumber, {}});
  return impl_->change<Done>([&](store::Transaction& transaction, Snapshot& snapshot) -> Outcome<Done> {
    const auto held = heldBy(transaction, snapshot, actor, pick);
    if (!held) return held.refusal();
    const auto [report, wanted] = RegistrationJudge(snapshot, actor).judge(enteredAnew(held.value(), to));
    if (!isGood(report.verdict)) {
      Refusal refusal = invalid(
          report.reason.empty() ? model::Message{text::kAsWritten, {title(report.verdict)}} : report.reason);
      refusal.about.emplace_back(to);
      return refusal;
    }
    store::appendJournal(transaction, takeBack(transaction, snapshot, actor, held.value(), {}, to));
    if (wanted) writeRegistrations(transaction, snapshot, actor, {*wanted});
    return Done{};
  });
}

}  // namespace lixiao::service
