#include <algorithm>
#include <nlohmann/json.hpp>

#include "engine/service/certificates.h"
#include "engine/service/commands_impl.h"
#include "engine/service/frozen.h"
#include "engine/service/handing_over.h"
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
  if (!collection.proxy_id.empty()) payload["proxy_id"] = collection.proxy_id;
  if (collection.recipient == store::Recipient::Proxy) payload["letter_seen"] = true;
  payload["remark"] = remark;
  payload["digest"] = collection.workflow_digest;
  return {collection.at,         actor.login,         std::string(store::kind::kDocumentCollected),
          collection.student_no, collection.document, payload.dump()};
}

/// What is missing of a proxy.
std::optional<Refusal> wrongProxy(const HandOver& what) {
  const auto invalid = [](model::Message message, const char* field) {
    return Refusal{Refusal::Kind::Invalid, {std::move(message)}, {}, field};
  };
  if (auto wrong = wrongRemark(what.remark)) return invalid(*wrong, "remark");
  if (what.proxy.empty()) return std::nullopt;
  if (auto wrong = wrongName(what.proxy)) return invalid(*wrong, "proxy");
  if (std::find(kProxyIds.begin(), kProxyIds.end(), what.proxy_id) == kProxyIds.end())
    return invalid({text::kProxyIdNeeded, {}}, "proxy_id");
  if (!what.letter_seen) return invalid({text::kLetterNeeded, {}}, "letter_seen");
  return std::nullopt;
}

/// The student's document, when the actor hands it out.
struct Counter {
  workflow::StudentRecord record;
  workflow::Evaluation evaluation;
  std::size_t position = 0;

  const workflow::Document& document() const { return *evaluation.documents[position].document; }
};
Outcome<Counter> counterFor(const Snapshot& snapshot, const Actor& actor, const std::string& student_no,
                            const std::string& document) {
  const workflow::Workflow& workflow = snapshot.workflow();
  auto record = snapshot.find(student_no);
  if (!record) return refuse(Refusal::Kind::NotFound, {text::kNoStudent, {LocalizedText(student_no)}});
  workflow::Evaluation evaluation = snapshot.evaluate(*record);
  const auto position = positionOf(evaluation, document);
  if (!position) return refuse(Refusal::Kind::NotFound, {text::kNoDocument, {LocalizedText(document)}});
  if (auto why = whyNot(actor, Act::HandOverDocument,
                        {.workflow = &workflow,
                         .student_no = student_no,
                         .attributes = &record->attributes,
                         .department = evaluation.documents[*position].document->department}))
    return refuse(Refusal::Kind::Forbidden, *why);
  return Counter{std::move(*record), std::move(evaluation), *position};
}

store::JournalEntry returned(const Snapshot& snapshot, const Actor& actor, const store::Collection& before,
                             const std::string& reason) {
  nlohmann::json payload = asWhom(actor);
  payload["reason"] = reason;
  payload["before"] = {{"by", before.by},
                       {"at", model::formatInstant(before.at)},
                       {"recipient", store::word(before.recipient)},
                       {"proxy", before.proxy_name}};
  return {snapshot.now(),    actor.login,     std::string(store::kind::kDocumentReturned),
          before.student_no, before.document, payload.dump()};
}

}  // namespace

Outcome<Done> handOver(store::Transaction& transaction, const Snapshot& snapshot, const Actor& actor,
                       const HandOver& what) {
  const auto counter = counterFor(snapshot, actor, what.student_no, what.document);
  if (!counter) return counter.refusal();
  const auto& [record, evaluation, position] = counter.value();
  if (const auto before = record.collections.find(counter->document().index);
      before != record.collections.end())
    return collectedBefore(snapshot, before->second.by, before->second.at, before->second.recipient);
  if (evaluation.documents[position].cause != model::DocumentCause::Released)
    return withheld(snapshot, record, evaluation, position);
  const store::Collection collection{what.document,
                                     what.student_no,
                                     snapshot.now(),
                                     actor.login,
                                     what.proxy.empty() ? store::Recipient::Self : store::Recipient::Proxy,
                                     what.proxy,
                                     frozen(snapshot, record, evaluation),
                                     snapshot.edition().digest,
                                     what.proxy.empty() ? "" : what.proxy_id};
  if (const auto before = store::recordCollection(transaction, collection))
    return collectedBefore(snapshot, before->by, before->at, before->proxy_name);
  store::appendJournal(transaction, entry(actor, collection, what.remark));
  return Done{};
}

Outcome<Done> Commands::collectDocument(const Actor& actor, const std::string& student_no,
                                        const std::string& document, const std::string& proxy,
                                        const std::string& remark) {
  const HandOver what{student_no, document, proxy, {}, false, remark};
  if (auto wrong = wrongProxy(what)) return *wrong;
  return impl_->change<Done>([&](store::Transaction& transaction, Snapshot& snapshot) {
    return handOver(transaction, snapshot, actor, what);
  });
}

class Certificates::Impl : public Changes {
 public:
  using Changes::Changes;
};

Certificates::Certificates(const Engine& engine) : impl_(std::make_unique<Impl>(engine)) {}
Certificates::~Certificates() = default;

Outcome<Done> Certificates::handOver(const Actor& actor, const HandOver& what) const {
  if (auto wrong = wrongProxy(what)) return *wrong;
  return impl_->change<Done>([&](store::Transaction& transaction, Snapshot& snapshot) {
    return service::handOver(transaction, snapshot, actor, what);
  });
}

Outcome<Done> Certificates::takeBack(const Actor& actor, const std::string& student_no,
                                     const std::string& document, const std::string& reason) const {
  if (reason.find_first_not_of(" \t\r\n") == std::string::npos)
    return Refusal{Refusal::Kind::Invalid, {{text::kReasonNeeded, {}}}, {}, "reason"};
  if (auto wrong = wrongRemark(reason)) return Refusal{Refusal::Kind::Invalid, {*wrong}, {}, "reason"};
  return impl_->change<Done>([&](store::Transaction& transaction, Snapshot& snapshot) -> Outcome<Done> {
    const auto counter = counterFor(snapshot, actor, student_no, document);
    if (!counter) return counter.refusal();
    const auto before = store::removeCollection(transaction, document, student_no);
    if (!before) return refuse(Refusal::Kind::Conflict, text::kNotHandedOut);
    store::appendJournal(transaction, returned(snapshot, actor, *before, reason));
    return Done{};
  });
}

}  // namespace lixiao::service
