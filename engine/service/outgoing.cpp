#include "engine/service/outgoing.h"

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

void note(store::Transaction& transaction, model::Instant now, std::string_view kind,
          const std::string& receiver, std::int64_t id, std::size_t students) {
  const nlohmann::json payload = {{"receiver", receiver}, {"message", id}, {"students", students}};
  store::appendJournal(transaction, {now, "outgoing:" + receiver, std::string(kind), std::nullopt,
                                     std::nullopt, payload.dump()});
}

/// A list that was not handed in yet says nothing about who is exempt.
bool isListMissing(store::Reader& reader, const OutgoingReceiver& receiver) {
  return !receiver.exempt.empty() && !store::listSubmission(reader, receiver.exempt);
}

}  // namespace

void Outgoing::write() {
  if (receivers_.empty()) return;
  const std::lock_guard lock(mutex_);
  std::string edition;
  const auto position = engine_.database.read([&](store::Reader& reader) {
    const auto active = engine_.editions.active(reader);
    if (active && store::phase(reader) != store::Phase::Trial) edition = active->workflow->edition;
    return reader.journalPosition();
  });
  if (written_at_ == position) return;
  if (!edition.empty())
    for (const OutgoingReceiver& receiver : receivers_) write(receiver, edition);
  written_at_ = position;
}

void Outgoing::write(const OutgoingReceiver& receiver, const std::string& edition) {
  const auto changes = [&](store::Reader& reader) {
    return isListMissing(reader, receiver)
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
      note(transaction, now, store::kind::kOutgoingWritten, receiver.name, id, part.size());
    }
  });
}

std::optional<OutgoingParcel> Outgoing::due(const std::string& receiver) const {
  const model::Instant now = engine_.clock.now();
  return engine_.database.read([&](store::Reader& reader) -> std::optional<OutgoingParcel> {
    auto message = store::oldestOutgoing(reader, receiver);
    if (!message || message->next_at > now || store::phase(reader) == store::Phase::Trial)
      return std::nullopt;
    auto rows = store::rowsOfOutgoing(reader, message->id);
    return OutgoingParcel{store::databaseId(reader), std::move(*message), std::move(rows)};
  });
}

void Outgoing::acknowledged(const store::OutgoingMessage& message, const std::string& answer) {
  store::OutgoingMessage done = message;
  const model::Instant now = engine_.clock.now();
  ++done.attempts;
  done.error_kind.clear();
  done.error.clear();
  done.answer = answer;
  done.acknowledged = now;
  engine_.database.write([&](store::Transaction& transaction) {
    store::updateOutgoing(transaction, done);
    note(transaction, now, store::kind::kOutgoingAcknowledged, done.receiver, done.id,
         static_cast<std::size_t>(done.students));
  });
}

void Outgoing::failed(const store::OutgoingMessage& message, const OutgoingTrouble& trouble) {
  const OutgoingReceiver* receiver = find(message.receiver);
  if (receiver == nullptr) return;
  store::OutgoingMessage tried = message;
  ++tried.attempts;
  tried.next_at = engine_.clock.now() + retryPause(receiver->retry, receiver->retry_max, tried.attempts);
  tried.error_kind = trouble.kind;
  tried.error = trouble.text;
  tried.answer = trouble.answer;
  engine_.database.write([&](store::Transaction& transaction) { store::updateOutgoing(transaction, tried); });
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
  if (store::phase(reader) == store::Phase::Trial)
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
  if (actor.role != Role::Admin && actor.role != Role::Auditor)
    return refuse(Refusal::Kind::Forbidden, text::kNotAllowed);
  return engine_.database.read([&](store::Reader& reader) -> Outcome<std::vector<OutgoingView>> {
    std::vector<OutgoingView> views;
    for (const OutgoingReceiver& receiver : receivers_) views.push_back(viewOf(reader, receiver));
    return views;
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
