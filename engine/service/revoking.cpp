#include <nlohmann/json.hpp>

#include "engine/service/commands_impl.h"
#include "engine/service/registration_journal.h"
#include "engine/service/registration_judge.h"
#include "engine/service/registration_revoking.h"
#include "engine/service/registration_writing.h"
#include "engine/service/written.h"
#include "engine/store/journal_kind.h"
#include "engine/store/journal_search.h"

namespace lixiao::service {

std::optional<Refusal> whyNotRevokeAbsent(const Snapshot& snapshot, const Actor& actor,
                                          workflow::ItemIndex item, const std::string& by) {
  const workflow::Workflow& workflow = snapshot.workflow();
  const bool own = by == actor.login || reachOf(actor, workflow).kind == Reach::Kind::Everybody;
  if (own && registersSomewhere(workflow, actor, item).registers) return std::nullopt;
  return refuse(Refusal::Kind::Forbidden, text::kNotAllowed);
}

namespace {

/// Among so many of the item's last entries the one of a live registration is looked for.
constexpr std::int64_t kLastEntries = 50;

std::optional<Refusal> whyNotRevoke(const Snapshot& snapshot, const Actor& actor,
                                    const workflow::StudentRecord& record, workflow::ItemIndex item) {
  const workflow::Workflow& workflow = snapshot.workflow();
  const workflow::Evaluation evaluation = snapshot.evaluate(record);
  const auto position = positionOf(evaluation, item);
  About about{.workflow = &workflow, .student_no = record.student_no, .attributes = &record.attributes};
  if (position) about.department = evaluation.items[*position].registrar;
  if (auto why = whyNot(actor, Act::RegisterItem, about)) return refuse(Refusal::Kind::Forbidden, *why);
  if (!position) return std::nullopt;
  if (const workflow::Document* document =
          collectedUpon(workflow, record, evaluation, *evaluation.items[*position].item))
    return refuse(Refusal::Kind::Conflict, collectedFirst(snapshot, *document));
  return std::nullopt;
}

/// The same for all who share the value.
std::optional<Refusal> whyNotRevokeForAll(const Snapshot& snapshot, const Actor& actor,
                                          const workflow::StudentRecord& record, workflow::ItemIndex item,
                                          const SharedValue& shared) {
  for (const workflow::StudentRecord& other :
       snapshot.sharing(shared.attribute, record.attributes[shared.attribute])) {
    if (other.student_no == record.student_no) continue;
    const workflow::Evaluation evaluation = snapshot.evaluate(other);
    const auto position = positionOf(evaluation, item);
    if (!position) continue;
    const About about{
        .workflow = &snapshot.workflow(), .student_no = other.student_no, .attributes = &other.attributes};
    const model::LocalizedText who(other.student_no);
    if (whyNot(actor, Act::SeeStudent, about))
      return refuse(Refusal::Kind::Forbidden, {text::kSharedNotYours, {who}});
    if (const workflow::Document* document =
            collectedUpon(snapshot.workflow(), other, evaluation, *evaluation.items[*position].item))
      return refuse(Refusal::Kind::Conflict, collectedFirst(snapshot, *document, other.student_no));
  }
  return std::nullopt;
}

/// What stood before the registration, from its entry in the journal.
std::optional<store::RegistrationRow> stoodBefore(store::Reader& reader, const store::RegistrationRow& held) {
  store::JournalFilter filter;
  filter.student_no = held.student_no;
  filter.item = held.item;
  filter.kind = std::string(store::kind::kRegistrationMade);
  for (const store::JournalRecord& record : store::searchJournal(reader, filter, kLastEntries)) {
    const auto payload = nlohmann::json::parse(record.entry.payload);
    if (payload.value("revision", std::int64_t{0}) != held.revision) continue;
    const auto before = payload.find("before");
    if (before == payload.end() || payload.value("undone", false)) return std::nullopt;
    return registrationOf(held.student_no, held.item, *before);
  }
  return std::nullopt;
}

}  // namespace

std::size_t sharers(const Snapshot& snapshot, const workflow::StudentRecord& record,
                    const SharedValue& shared) {
  return snapshot.sharing(shared.attribute, record.attributes[shared.attribute]).size();
}

std::optional<Refusal> whyNotTakeBack(const Snapshot& snapshot, const Actor& actor,
                                      const std::optional<workflow::StudentRecord>& record,
                                      workflow::ItemIndex item, const std::optional<SharedValue>& shared,
                                      const std::string& by) {
  if (!record) return whyNotRevokeAbsent(snapshot, actor, item, by);
  auto why = whyNotRevoke(snapshot, actor, *record, item);
  if (!why && shared) why = whyNotRevokeForAll(snapshot, actor, *record, item, *shared);
  return why;
}

Outcome<Done> Commands::revokeRegistration(const Actor& actor, const std::string& student_no,
                                           const std::string& item, const std::string& reason,
                                           std::int64_t seen) {
  if (reason.empty()) return refuse(Refusal::Kind::Invalid, text::kReasonNeeded);
  if (auto wrong = wrongRemark(reason)) return refuse(Refusal::Kind::Invalid, *wrong);
  return impl_->change<Done>([&](store::Transaction& transaction, Snapshot& snapshot) -> Outcome<Done> {
    const auto index = snapshot.workflow().item(item);
    if (!index) return refuse(Refusal::Kind::NotFound, {text::kNoItem, {model::LocalizedText(item)}});
    const auto record = snapshot.find(student_no);
    const auto shared = record ? sharedOf(snapshot, *record, item) : std::nullopt;
    const auto held = heldRegistration(transaction, student_no, item, shared);
    if (auto why = whyNotTakeBack(snapshot, actor, record, *index, shared, held ? held->registration.by : ""))
      return *why;
    if (auto faster = conflict(snapshot, held, seen)) return *faster;
    if (!held) return refuse(Refusal::Kind::NotFound, text::kNotRegistered);
    const std::size_t students = shared ? sharers(snapshot, *record, *shared) : 1;
    undoRegistrations(transaction, snapshot, actor, {{*held, shared, students, std::nullopt}}, reason);
    return Done{};
  });
}

Outcome<Done> Commands::undoRegistration(const Actor& actor, const std::string& student_no,
                                         const std::string& item, std::int64_t seen) {
  return impl_->change<Done>([&](store::Transaction& transaction, Snapshot& snapshot) -> Outcome<Done> {
    const auto index = snapshot.workflow().item(item);
    if (!index) return refuse(Refusal::Kind::NotFound, {text::kNoItem, {model::LocalizedText(item)}});
    const auto record = snapshot.find(student_no);
    if (!record)
      return refuse(Refusal::Kind::NotFound, {text::kNoStudent, {model::LocalizedText(student_no)}});
    const auto shared = sharedOf(snapshot, *record, item);
    const auto held = heldRegistration(transaction, student_no, item, shared);
    if (auto why = whyNotTakeBack(snapshot, actor, record, *index, shared, {})) return *why;
    if (auto faster = conflict(snapshot, held, seen)) return *faster;
    if (!held) return refuse(Refusal::Kind::NotFound, text::kNotRegistered);
    if (held->registration.by != actor.login) return refuse(Refusal::Kind::Forbidden, text::kUndoOwn);
    const std::size_t students = shared ? sharers(snapshot, *record, *shared) : 1;
    undoRegistrations(transaction, snapshot, actor,
                      {{*held, shared, students, stoodBefore(transaction, *held)}}, text::kUndoneAtOnce);
    return Done{};
  });
}

}  // namespace lixiao::service
