#include "engine/service/outgoing.h"

#include <spdlog/spdlog.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "engine/board/editions.h"
#include "engine/model/clock.h"
#include "engine/service/changes.h"
#include "engine/service/permissions.h"
#include "engine/service/retry_pause.h"
#include "engine/service/texts.h"
#include "engine/store/journal.h"
#include "engine/store/meta.h"
#include "engine/store/phase.h"
#include "engine/store/roster_final.h"
#include "engine/store/student_list.h"

namespace lixiao::service {
namespace {

constexpr std::size_t kStudentsInOneMessage = 500;
constexpr std::int64_t kMostMessages = 50;

/// `more`: beside receiver, message and the number of students.
void note(store::Transaction& transaction, model::Instant now, std::string_view kind,
          const store::OutgoingMessage& message, nlohmann::json more = nlohmann::json::object()) {
  more["receiver"] = message.receiver;
  more["message"] = message.id;
  more["students"] = message.students;
  store::appendJournal(transaction, {now, "outgoing:" + message.receiver, std::string(kind), std::nullopt,
                                     std::nullopt, more.dump()});
}

nlohmann::json namesOf(const std::vector<store::OutgoingRow>& rows) {
  nlohmann::json names = nlohmann::json::object();
  for (const store::OutgoingRow& row : rows)
    names[row.leaving ? "leaving" : "staying"].push_back(row.student_no);
  return names;
}

bool isUnknownList(const workflow::Workflow& workflow, const OutgoingReceiver& receiver) {
  return !receiver.exempt.empty() && !workflow.list(receiver.exempt);
}

/// A list that was not handed in yet says nothing about who is exempt.
bool isListMissing(store::Reader& reader, const OutgoingReceiver& receiver) {
  return !receiver.exempt.empty() && !store::listSubmission(reader, receiver.exempt);
}

bool mayLook(const Actor& actor) {
  return actor.role == Role::Admin || actor.role == Role::Auditor;
}

}  // namespace

void Outgoing::write() {
  if (receivers_.empty()) return;
  const std::lock_guard lock(mutex_);
  std::shared_ptr<const workflow::Workflow> workflow;
  bool trial = false;
  const auto position = engine_.database.read([&](store::Reader& reader) {
    if (const auto active = engine_.editions.active(reader)) workflow = active->workflow;
    trial = store::phase(reader) == store::Phase::Trial;
    return reader.journalPosition();
  });
  if (written_at_ == position) return;
  if (workflow) warn(*workflow);
  if (workflow && !trial)
    for (const OutgoingReceiver& receiver : receivers_) write(receiver, *workflow);
  written_at_ = position;
}

void Outgoing::warn(const workflow::Workflow& workflow) {
  for (const OutgoingReceiver& receiver : receivers_) {
    if (!isUnknownList(workflow, receiver))
      warned_of_.erase(receiver.name);
    else if (warned_of_.insert(receiver.name).second)
      spdlog::warn("receiver {}: there is no list {} in edition {}, so it is told of nobody", receiver.name,
                   receiver.exempt, workflow.edition);
  }
}

void Outgoing::write(const OutgoingReceiver& receiver, const workflow::Workflow& workflow) {
  const std::string& edition = workflow.edition;
  const auto changes = [&](store::Reader& reader) {
    return isUnknownList(workflow, receiver) || isListMissing(reader, receiver)
               ? std::vector<store::OutgoingRow>()
               : store::outgoingChanges(reader, edition, receiver.name, receiver.exempt);
  };
  if (engine_.database.read(changes).empty()) return;
  engine_.database.write([&](store::Transaction& transaction) {
    if (store::phase(transaction) == store::Phase::Trial) return;
    const model::Instant now = engine_.clock.now();
    const auto rows = changes(transaction);
    for (std::size_t begin = 0; begin < rows.size(); begin += kStudentsInOneMessage) {
      const auto first = rows.begin() + static_cast<std::ptrdiff_t>(begin);
      const auto last =
          rows.begin() + static_cast<std::ptrdiff_t>(std::min(begin + kStudentsInOneMessage, rows.size()));
      const std::vector<store::OutgoingRow> part(first, last);
      const auto id = store::addOutgoing(transaction, edition, receiver.name, now, part);
      const auto message = store::outgoingMessage(transaction, id);
      note(transaction, now, store::kind::kOutgoingWritten, message.value(), namesOf(part));
    }
  });
}

std::optional<OutgoingParcel> Outgoing::due(const std::string& receiver) const {
  const model::Instant now = engine_.clock.now();
  return engine_.database.read([&](store::Reader& reader) -> std::optional<OutgoingParcel> {
    auto message = store::oldestOutgoing(reader, receiver);
    if (!message || !isDue(*message, now) || store::phase(reader) == store::Phase::Trial) return std::nullopt;
    auto rows = store::rowsOfOutgoing(reader, message->id);
    return OutgoingParcel{store::databaseId(reader), std::move(*message), std::move(rows)};
  });
}

/// A clock that stepped back must not make the wait longer than any is.
bool Outgoing::isDue(const store::OutgoingMessage& message, model::Instant now) const {
  const OutgoingReceiver* receiver = find(message.receiver);
  const auto most = message.attempts > 0 && receiver ? receiver->retry_max : std::chrono::milliseconds(0);
  return message.next_at <= now || message.next_at > now + most;
}

void Outgoing::acknowledged(const store::OutgoingMessage& message, const std::string& answer) {
  store::OutgoingMessage done = message;
  const model::Instant now = engine_.clock.now();
  ++done.attempts;
  done.answer = answer;
  done.acknowledged = now;
  engine_.database.write([&](store::Transaction& transaction) {
    store::updateOutgoing(transaction, done);
    note(transaction, now, store::kind::kOutgoingAcknowledged, done);
  });
}

void Outgoing::failed(const store::OutgoingMessage& message, const OutgoingTrouble& trouble) {
  const OutgoingReceiver* receiver = find(message.receiver);
  if (receiver == nullptr) return;
  store::OutgoingMessage tried = message;
  const model::Instant now = engine_.clock.now();
  ++tried.attempts;
  tried.failed_at = now;
  tried.next_at = now + retryPause(receiver->retry, receiver->retry_max, tried.attempts);
  tried.error_kind = trouble.kind;
  tried.error = trouble.text;
  tried.answer = trouble.answer;
  engine_.database.write([&](store::Transaction& transaction) {
    const auto present = store::outgoingMessage(transaction, message.id);
    if (present && present->next_at != message.next_at) tried.next_at = now;  // retried meanwhile
    store::updateOutgoing(transaction, tried);
    if (tried.error_kind != message.error_kind)
      note(transaction, now, store::kind::kOutgoingFailed, tried,
           {{"error_kind", tried.error_kind}, {"attempts", tried.attempts}});
  });
}

const OutgoingReceiver* Outgoing::find(const std::string& name) const {
  const auto found = std::ranges::find(receivers_, name, &OutgoingReceiver::name);
  return found == receivers_.end() ? nullptr : &*found;
}

OutgoingView Outgoing::viewOf(store::Reader& reader, const OutgoingReceiver& receiver) const {
  using State = OutgoingView::State;
  OutgoingView view;
  view.name = receiver.name;
  view.kind = receiver.kind;
  view.exempt = receiver.exempt;
  view.messages = store::lastOutgoing(reader, receiver.name, kMostMessages);
  const auto edition = engine_.editions.active(reader);
  view.counts = store::outgoingCounts(reader, edition ? edition->workflow->edition : "", receiver.name);
  const auto oldest = store::oldestOutgoing(reader, receiver.name);
  if (edition && isUnknownList(*edition->workflow, receiver))
    view.state = State::NoSuchList;
  else if (store::phase(reader) == store::Phase::Trial)
    view.state = State::Trial;
  else if (oldest)
    view.state = oldest->error_kind.empty() ? State::Sending : State::Failing;
  else if (isListMissing(reader, receiver))
    view.state = State::NoList;
  else if (!edition || store::finalRosters(reader, edition->workflow->edition).empty())
    view.state = State::Waiting;
  else if (!store::outgoingChanges(reader, edition->workflow->edition, receiver.name, receiver.exempt)
                .empty())
    view.state = State::Sending;
  else
    view.state = State::Told;
  return view;
}

Outcome<std::vector<OutgoingView>> Outgoing::view(const Actor& actor) const {
  if (!mayLook(actor)) return refuse(Refusal::Kind::Forbidden, text::kNotAllowed);
  return engine_.database.read([&](store::Reader& reader) -> Outcome<std::vector<OutgoingView>> {
    std::vector<OutgoingView> views;
    for (const OutgoingReceiver& receiver : receivers_) views.push_back(viewOf(reader, receiver));
    return views;
  });
}

Outcome<std::optional<OutgoingParcel>> Outgoing::message(const Actor& actor, std::int64_t number) const {
  if (!mayLook(actor)) return refuse(Refusal::Kind::Forbidden, text::kNotAllowed);
  return engine_.database.read([&](store::Reader& reader) -> Outcome<std::optional<OutgoingParcel>> {
    auto message = store::outgoingMessage(reader, number);
    if (!message) return std::optional<OutgoingParcel>();
    auto rows = store::rowsOfOutgoing(reader, number);
    return std::optional(OutgoingParcel{store::databaseId(reader), std::move(*message), std::move(rows)});
  });
}

Outcome<Done> Outgoing::retry(const Actor& actor, const std::string& receiver) {
  if (auto why = whyNot(actor, Act::ManageConnectors)) return refuse(Refusal::Kind::Forbidden, *why);
  if (find(receiver) == nullptr) return refuse(Refusal::Kind::NotFound, text::kNoSuchReceiver);
  engine_.database.write([&](store::Transaction& transaction) {
    auto message = store::oldestOutgoing(transaction, receiver);
    if (!message) return;
    message->next_at = engine_.clock.now();
    store::updateOutgoing(transaction, *message);
  });
  return Done{};
}

}  // namespace lixiao::service
