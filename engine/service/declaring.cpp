#include "engine/service/commands_impl.h"
#include "engine/service/registration_journal.h"
#include "engine/store/journal_kind.h"

namespace lixiao::service {

Outcome<Done> Commands::declare(const Actor& actor, const std::string& item) {
  if (auto why = whyNot(actor, Act::Declare)) return refuse(Refusal::Kind::Forbidden, *why);
  return impl_->change<Done>([&](store::Transaction& transaction, Snapshot& snapshot) -> Outcome<Done> {
    const auto record = snapshot.find(actor.student_no);
    if (!record)
      return refuse(Refusal::Kind::NotFound, {text::kNoStudent, {model::LocalizedText(actor.student_no)}});
    const auto index = snapshot.workflow().item(item);
    const workflow::Evaluation evaluation = snapshot.evaluate(*record);
    const auto position = index ? positionOf(evaluation, *index) : std::nullopt;
    if (!position) return refuse(Refusal::Kind::NotFound, {text::kNoItem, {model::LocalizedText(item)}});
    if (evaluation.items[*position].cause != model::Cause::MustDeclare)
      return refuse(Refusal::Kind::NotNow, text::kNothingToDeclare);

    const store::RegistrationWish wish{
        actor.student_no,
        item,
        {model::RegistrationResult::Declared, {}, std::nullopt, snapshot.now(), actor.login},
        store::Expected::anything()};
    const store::RegistrationOutcome outcome = store::putRegistration(transaction, wish);
    nlohmann::json payload = asWhom(actor);
    payload["revision"] = outcome.current->revision;
    store::appendJournal(transaction,
                         {snapshot.now(), actor.login, std::string(store::kind::kDeclarationMade),
                          actor.student_no, item, payload.dump()});
    return Done{};
  });
}

}  // namespace lixiao::service
