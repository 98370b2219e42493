#include "engine/service/commands_impl.h"
#include "engine/service/registration_journal.h"
#include "engine/service/registration_judge.h"
#include "engine/service/written.h"
#include "engine/store/journal_kind.h"

namespace lixiao::service {
namespace {

/// Whether the actor may take the registration back, the student being on the roster or not.
std::optional<Refusal> whyNotRevoke(const Snapshot& snapshot, const Actor& actor,
                                    const std::string& student_no, workflow::ItemIndex item,
                                    const std::string& by) {
  const workflow::Workflow& workflow = snapshot.workflow();
  const auto record = snapshot.find(student_no);
  if (!record) {
    const bool own = by == actor.login || reachOf(actor, workflow).kind == Reach::Kind::Everybody;
    if (own && registersSomewhere(workflow, actor, item).registers) return std::nullopt;
    return refuse(Refusal::Kind::Forbidden, text::kNotAllowed);
  }
  const workflow::Evaluation evaluation = snapshot.evaluate(*record);
  const auto position = positionOf(evaluation, item);
  About about{.workflow = &workflow, .student_no = student_no, .attributes = &record->attributes};
  if (position) about.department = evaluation.items[*position].registrar;
  if (auto why = whyNot(actor, Act::RegisterItem, about)) return refuse(Refusal::Kind::Forbidden, *why);
  if (!position) return std::nullopt;
  if (const workflow::Document* document =
          collectedUpon(workflow, *record, evaluation, *evaluation.items[*position].item))
    return refuse(Refusal::Kind::Conflict, {text::kCollected, {document->title}});
  return std::nullopt;
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
    const auto held = store::findRegistration(transaction, student_no, item);
    const std::string by = held ? held->registration.by : "";
    if (auto why = whyNotRevoke(snapshot, actor, student_no, *index, by)) return *why;
    if (auto faster = conflict(snapshot, held, seen)) return *faster;
    if (!held) return refuse(Refusal::Kind::NotFound, text::kNotRegistered);
    const auto outcome =
        store::removeRegistration(transaction, student_no, item, store::Expected::at(held->revision));
    if (!outcome.done) return *conflict(snapshot, outcome.current, seen);
    nlohmann::json payload = asWhom(actor);
    payload["reason"] = reason;
    payload["before"] = toJson(*held);
    store::appendJournal(
        transaction, {snapshot.now(), actor.login, std::string(store::kind::kRegistrationRevoked), student_no,
                      item, payload.dump()});
    return Done{};
  });
}

}  // namespace lixiao::service
