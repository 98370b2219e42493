#include <stdexcept>

#include "engine/service/commands_impl.h"
#include "engine/service/registration_journal.h"
#include "engine/service/registration_judge.h"
#include "engine/service/registration_writing.h"
#include "engine/service/written.h"
#include "engine/store/journal_kind.h"
#include "engine/store/shared_registration.h"

namespace lixiao::service {

std::optional<Refusal> whyNotRevokeAbsent(const Snapshot& snapshot, const Actor& actor,
                                          workflow::ItemIndex item, const std::string& by) {
  const workflow::Workflow& workflow = snapshot.workflow();
  const bool own = by == actor.login || reachOf(actor, workflow).kind == Reach::Kind::Everybody;
  if (own && registersSomewhere(workflow, actor, item).registers) return std::nullopt;
  return refuse(Refusal::Kind::Forbidden, text::kNotAllowed);
}

namespace {

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
    return refuse(Refusal::Kind::Conflict, {text::kCollected, {document->title}});
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
      return refuse(Refusal::Kind::Conflict, {text::kSharedCollected, {who, document->title}});
  }
  return std::nullopt;
}

void remove(store::Transaction& transaction, const store::RegistrationRow& held,
            const std::optional<SharedValue>& shared) {
  const auto expected = store::Expected::at(held.revision);
  const bool done =
      shared ? store::removeSharedRegistration(transaction, held.item, shared->value, expected).done
             : store::removeRegistration(transaction, held.student_no, held.item, expected).done;
  if (!done) throw std::logic_error("a registration changed inside the transaction that read it");
}

}  // namespace

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
    auto why = record ? whyNotRevoke(snapshot, actor, *record, *index)
                      : whyNotRevokeAbsent(snapshot, actor, *index, held ? held->registration.by : "");
    if (!why && shared) why = whyNotRevokeForAll(snapshot, actor, *record, *index, *shared);
    if (why) return *why;
    if (auto faster = conflict(snapshot, held, seen)) return *faster;
    if (!held) return refuse(Refusal::Kind::NotFound, text::kNotRegistered);
    remove(transaction, *held, shared);
    nlohmann::json payload = asWhom(actor);
    payload["reason"] = reason;
    payload["before"] = toJson(*held);
    if (shared)
      payload["shared"] =
          sharedJson(snapshot, *shared,
                     snapshot.sharing(shared->attribute, record->attributes[shared->attribute]).size());
    store::appendJournal(
        transaction, {snapshot.now(), actor.login, std::string(store::kind::kRegistrationRevoked), student_no,
                      item, payload.dump()});
    return Done{};
  });
}

}  // namespace lixiao::service
