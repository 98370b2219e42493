#include "engine/service/declaring.h"

#include <algorithm>

#include "engine/service/commands_impl.h"
#include "engine/service/registration_journal.h"
#include "engine/service/written.h"
#include "engine/store/declaration.h"
#include "engine/store/fact.h"
#include "engine/store/journal_kind.h"
#include "engine/workflow/value.h"

namespace lixiao::service {
namespace {

using model::LocalizedText;
using nlohmann::json;

/// What the student says of one fact.
struct Declared {
  workflow::FactIndex fact;
  model::Value value;
};

Refusal wrongField(const workflow::FactSpec& fact, model::Message reason) {
  return {Refusal::Kind::Invalid, {std::move(reason)}, {}, fact.name};
}

Outcome<model::Value> readValue(const workflow::FactSpec& fact, std::vector<std::string> words) {
  std::erase(words, std::string());
  if (words.empty()) return wrongField(fact, {text::kDeclareMissing, {fact.title}});
  for (const std::string& word : words)
    if (auto wrong = wrongCell(word, kMaxCell)) return wrongField(fact, *wrong);
  if (fact.several) {
    const auto value = workflow::valueOfWords(fact, words);
    return value ? Outcome<model::Value>(*value)
                 : wrongField(fact, notAValue(fact.title, fact.type, words.front()));
  }
  if (words.size() > 1) return wrongField(fact, {text::kDeclareOne, {fact.title}});
  const auto value = workflow::parseFact(fact, words.front());
  if (!value) return wrongField(fact, notAValue(fact.title, fact.type, words.front()));
  return *value;
}

Outcome<std::vector<Declared>> readDeclared(const workflow::Workflow& workflow, const workflow::Item& item,
                                            const Commands::DeclaredWords& words) {
  std::vector<Declared> declared;
  for (const auto& [name, unused] : words) {
    const auto fact = workflow.fact(name);
    if (!fact || std::find(item.declares.begin(), item.declares.end(), *fact) == item.declares.end())
      return refuse(Refusal::Kind::Invalid, {text::kNotDeclaredHere, {LocalizedText(name)}});
  }
  for (const workflow::FactIndex fact : item.declares) {
    const auto given = words.find(workflow.facts[fact].name);
    auto value =
        readValue(workflow.facts[fact], given == words.end() ? std::vector<std::string>() : given->second);
    if (!value) return value.refusal();
    declared.push_back({fact, std::move(value.value())});
  }
  return declared;
}

/// A bare acknowledgement is registered.
void acknowledge(store::Transaction& transaction, const Snapshot& snapshot, const Actor& actor,
                 const std::string& item) {
  const store::RegistrationWish wish{
      actor.student_no,
      item,
      {model::RegistrationResult::Declared, {}, std::nullopt, snapshot.now(), actor.login},
      store::Expected::anything()};
  const store::RegistrationOutcome outcome = store::putRegistration(transaction, wish);
  json payload = asWhom(actor);
  payload["revision"] = outcome.current->revision;
  store::appendJournal(transaction, {snapshot.now(), actor.login, std::string(store::kind::kDeclarationMade),
                                     actor.student_no, item, payload.dump()});
}

/// Values become facts, or wait for the department that confirms them.
void writeDeclared(store::Transaction& transaction, const Snapshot& snapshot, const Actor& actor,
                   const std::string& item, const std::vector<Declared>& declared) {
  json values = json::object();
  json waiting = json::array();
  std::vector<store::FactRow> facts;
  for (const Declared& each : declared) {
    const workflow::FactSpec& fact = snapshot.workflow().facts[each.fact];
    values[fact.name] = workflow::formatValue(fact.type, each.value);
    if (fact.confirmed_by) {
      store::putDeclaration(transaction, {actor.student_no, fact.name, each.value, snapshot.now(), 0});
      waiting.push_back(fact.name);
    } else {
      facts.push_back({actor.student_no, fact.name, {each.value, snapshot.now(), actor.login}});
    }
  }
  store::upsertFacts(transaction, std::move(facts), snapshot.now());
  json payload = asWhom(actor);
  payload["values"] = values;
  payload["unconfirmed"] = waiting;
  store::appendJournal(transaction, {snapshot.now(), actor.login, std::string(store::kind::kDeclarationMade),
                                     actor.student_no, item, payload.dump()});
}

}  // namespace

bool mayDeclare(const Snapshot& snapshot, const workflow::StudentRecord& record,
                const workflow::Evaluation& evaluation, std::size_t position) {
  const workflow::ItemResult& result = evaluation.items[position];
  if (result.cause == model::Cause::MustDeclare) return true;
  const bool again = result.cause == model::Cause::AwaitsConfirmation ||
                     (result.cause == model::Cause::Declared && !result.item->declares.empty());
  return again && collectedUpon(snapshot.workflow(), record, evaluation, *result.item) == nullptr;
}

Outcome<Done> Commands::declare(const Actor& actor, const std::string& item, const DeclaredWords& words) {
  if (auto why = whyNot(actor, Act::Declare)) return refuse(Refusal::Kind::Forbidden, *why);
  return impl_->change<Done>([&](store::Transaction& transaction, Snapshot& snapshot) -> Outcome<Done> {
    const auto record = snapshot.find(actor.student_no);
    if (!record)
      return refuse(Refusal::Kind::NotFound, {text::kNoStudent, {LocalizedText(actor.student_no)}});
    const auto index = snapshot.workflow().item(item);
    const workflow::Evaluation evaluation = snapshot.evaluate(*record);
    const auto position = index ? positionOf(evaluation, *index) : std::nullopt;
    if (!position) return refuse(Refusal::Kind::NotFound, {text::kNoItem, {LocalizedText(item)}});
    if (!mayDeclare(snapshot, *record, evaluation, *position))
      return refuse(Refusal::Kind::NotNow, text::kNothingToDeclare);

    const workflow::Item& declared_on = *evaluation.items[*position].item;
    auto declared = readDeclared(snapshot.workflow(), declared_on, words);
    if (!declared) return declared.refusal();
    if (declared->empty())
      acknowledge(transaction, snapshot, actor, item);
    else
      writeDeclared(transaction, snapshot, actor, item, declared.value());
    return Done{};
  });
}

}  // namespace lixiao::service
