#include "engine/service/commands_impl.h"
#include "engine/service/registration_journal.h"
#include "engine/service/written.h"
#include "engine/store/declaration.h"
#include "engine/store/fact.h"
#include "engine/store/journal_kind.h"

namespace lixiao::service {
namespace {

using model::LocalizedText;
using nlohmann::json;

/// The declaration that waits, if this actor may decide on it and saw it as it is.
Outcome<store::Declaration> waiting(const Snapshot& snapshot, const Actor& actor,
                                    const std::string& student_no, const std::string& name,
                                    std::int64_t seen) {
  const workflow::Workflow& workflow = snapshot.workflow();
  const auto index = workflow.fact(name);
  if (!index || !workflow.facts[*index].confirmed_by)
    return refuse(Refusal::Kind::NotFound, {text::kNoFact, {LocalizedText(name)}});
  const workflow::FactSpec& fact = workflow.facts[*index];
  const auto record = snapshot.find(student_no);
  if (!record) return refuse(Refusal::Kind::NotFound, {text::kNoStudent, {LocalizedText(student_no)}});
  if (auto why = whyNot(actor, Act::ConfirmDeclaration,
                        {.workflow = &workflow,
                         .student_no = student_no,
                         .attributes = &record->attributes,
                         .department = fact.confirmed_by}))
    return refuse(Refusal::Kind::Forbidden, *why);
  auto declaration = store::findDeclaration(snapshot.reader(), student_no, name);
  if (!declaration || record->unconfirmed.count(*index) == 0)
    return refuse(Refusal::Kind::NotFound, text::kNothingDeclared);
  if (declaration->revision != seen)
    return refuse(
        Refusal::Kind::Conflict,
        {text::kDeclaredAnew, {LocalizedText(workflow::formatValue(fact.type, declaration->value))}});
  return std::move(*declaration);
}

json decidedJson(const Snapshot& snapshot, const Actor& actor, const store::Declaration& declaration) {
  json payload = asWhom(actor);
  const rules::Type& type = snapshot.workflow().facts[*snapshot.workflow().fact(declaration.fact)].type;
  payload["value"] = workflow::formatValue(type, declaration.value);
  payload["declared_at"] = model::formatInstant(declaration.at);
  return payload;
}

void journal(store::Transaction& transaction, const Snapshot& snapshot, const Actor& actor,
             std::string_view kind, const store::Declaration& declaration, const json& payload) {
  store::appendJournal(transaction, {snapshot.now(), actor.login, std::string(kind), declaration.student_no,
                                     declaration.fact, payload.dump()});
}

}  // namespace

Outcome<Done> Commands::confirmDeclaration(const Actor& actor, const std::string& student_no,
                                           const std::string& fact, std::int64_t seen) {
  return impl_->change<Done>([&](store::Transaction& transaction, Snapshot& snapshot) -> Outcome<Done> {
    const auto declaration = waiting(snapshot, actor, student_no, fact, seen);
    if (!declaration) return declaration.refusal();
    store::removeDeclaration(transaction, student_no, fact);
    store::upsertFacts(transaction, {{student_no, fact, {declaration->value, snapshot.now(), actor.login}}},
                       snapshot.now());
    journal(transaction, snapshot, actor, store::kind::kDeclarationConfirmed, declaration.value(),
            decidedJson(snapshot, actor, declaration.value()));
    return Done{};
  });
}

Outcome<Done> Commands::rejectDeclaration(const Actor& actor, const std::string& student_no,
                                          const std::string& fact, const std::string& reason,
                                          std::int64_t seen) {
  if (reason.empty()) return Refusal{Refusal::Kind::Invalid, {{text::kReasonNeeded, {}}}, {}, "reason"};
  if (auto wrong = wrongRemark(reason)) return Refusal{Refusal::Kind::Invalid, {*wrong}, {}, "reason"};
  return impl_->change<Done>([&](store::Transaction& transaction, Snapshot& snapshot) -> Outcome<Done> {
    const auto declaration = waiting(snapshot, actor, student_no, fact, seen);
    if (!declaration) return declaration.refusal();
    store::removeDeclaration(transaction, student_no, fact);
    json payload = decidedJson(snapshot, actor, declaration.value());
    payload["reason"] = reason;
    journal(transaction, snapshot, actor, store::kind::kDeclarationRejected, declaration.value(), payload);
    return Done{};
  });
}

}  // namespace lixiao::service
