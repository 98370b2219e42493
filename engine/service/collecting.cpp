#include <nlohmann/json.hpp>

#include "engine/service/commands_impl.h"
#include "engine/service/frozen.h"
#include "engine/service/registration_journal.h"
#include "engine/service/written.h"
#include "engine/store/collection.h"
#include "engine/store/journal_kind.h"

namespace lixiao::service {
namespace {

using model::LocalizedText;

std::optional<std::size_t> positionOf(const workflow::Evaluation& evaluation, const std::string& document) {
  for (std::size_t i = 0; i < evaluation.documents.size(); ++i)
    if (evaluation.documents[i].document->id == document) return i;
  return std::nullopt;
}

Refusal collectedBefore(const Snapshot& snapshot, const std::string& by, model::Instant at,
                        const std::string& proxy) {
  const LocalizedText who = snapshot.person(by), when = snapshot.time(at);
  if (proxy.empty()) return refuse(Refusal::Kind::Conflict, {text::kCollectedBefore, {who, when}});
  return refuse(Refusal::Kind::Conflict, {text::kCollectedByProxy, {who, when, LocalizedText(proxy)}});
}

/// What is in the way, item by item, or the document's own reason when no item is.
Refusal withheld(const Snapshot& snapshot, const workflow::StudentRecord& record,
                 const workflow::Evaluation& evaluation, std::size_t position) {
  Refusal refusal{Refusal::Kind::NotNow, {}, {}};
  if (evaluation.documents[position].cause == model::DocumentCause::ItemsOpen)
    for (const std::size_t item : workflow::itemsInTheWay(snapshot.workflow(), evaluation, position)) {
      refusal.about.push_back(evaluation.items[item].item->title);
      refusal.reasons.push_back(snapshot.reason(record, evaluation, item));
    }
  if (refusal.reasons.empty())
    refusal.reasons.push_back(workflow::documentReason(snapshot.workflow(), evaluation, position));
  return refusal;
}

store::JournalEntry entry(const Actor& actor, const store::Collection& collection,
                          const std::string& remark) {
  nlohmann::json payload = asWhom(actor);
  payload["recipient"] = store::word(collection.recipient);
  payload["proxy"] = collection.proxy_name;
  payload["remark"] = remark;
  payload["digest"] = collection.workflow_digest;
  return {collection.at,         actor.login,         std::string(store::kind::kDocumentCollected),
          collection.student_no, collection.document, payload.dump()};
}

}  // namespace

Outcome<Done> Commands::collectDocument(const Actor& actor, const std::string& student_no,
                                        const std::string& document, const std::string& proxy,
                                        const std::string& remark) {
  if (auto wrong = wrongRemark(remark)) return refuse(Refusal::Kind::Invalid, *wrong);
  if (auto wrong = proxy.empty() ? std::nullopt : wrongName(proxy))
    return refuse(Refusal::Kind::Invalid, *wrong);
  return impl_->change<Done>([&](store::Transaction& transaction, Snapshot& snapshot) -> Outcome<Done> {
    const workflow::Workflow& workflow = snapshot.workflow();
    const auto record = snapshot.find(student_no);
    if (!record) return refuse(Refusal::Kind::NotFound, {text::kNoStudent, {LocalizedText(student_no)}});
    const workflow::Evaluation evaluation = snapshot.evaluate(*record);
    const auto position = positionOf(evaluation, document);
    if (!position) return refuse(Refusal::Kind::NotFound, {text::kNoDocument, {LocalizedText(document)}});
    const workflow::DocumentResult& result = evaluation.documents[*position];
    if (auto why = whyNot(actor, Act::HandOverDocument,
                          {.workflow = &workflow,
                           .student_no = student_no,
                           .attributes = &record->attributes,
                           .department = result.document->department}))
      return refuse(Refusal::Kind::Forbidden, *why);
    if (const auto before = record->collections.find(result.document->index);
        before != record->collections.end())
      return collectedBefore(snapshot, before->second.by, before->second.at, before->second.recipient);
    if (result.cause != model::DocumentCause::Released)
      return withheld(snapshot, *record, evaluation, *position);

    const store::Collection collection{document,
                                       student_no,
                                       snapshot.now(),
                                       actor.login,
                                       proxy.empty() ? store::Recipient::Self : store::Recipient::Proxy,
                                       proxy,
                                       frozen(snapshot, *record, evaluation),
                                       snapshot.edition().digest};
    if (const auto before = store::recordCollection(transaction, collection))
      return collectedBefore(snapshot, before->by, before->at, before->proxy_name);
    store::appendJournal(transaction, entry(actor, collection, remark));
    return Done{};
  });
}

}  // namespace lixiao::service
