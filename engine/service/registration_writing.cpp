#include "engine/service/registration_writing.h"

#include <nlohmann/json.hpp>
#include <stdexcept>

#include "engine/service/registration_journal.h"
#include "engine/store/early_registration.h"
#include "engine/store/journal.h"
#include "engine/store/shared_registration.h"

namespace lixiao::service {
namespace {

using nlohmann::json;

json payloadOf(const Snapshot& snapshot, const Actor& actor, const std::optional<SharedValue>& shared,
               std::size_t students, std::int64_t batch) {
  json payload = asWhom(actor);
  if (shared) payload["shared"] = sharedJson(snapshot, *shared, students);
  if (batch != 0) payload["batch"] = batch;
  return payload;
}

store::JournalEntry entry(const Snapshot& snapshot, const Actor& actor, std::string_view kind,
                          const store::RegistrationRow& about, const json& payload) {
  return {snapshot.now(), actor.login, std::string(kind), about.student_no, about.item, payload.dump()};
}

store::JournalEntry made(const Snapshot& snapshot, const Actor& actor, const WantedRegistration& wanted,
                         const store::RegistrationRow& current,
                         const std::optional<store::RegistrationRow>& before, std::int64_t batch) {
  json payload = payloadOf(snapshot, actor, wanted.shared, wanted.students, batch);
  payload.update(toJson(current));
  if (before) payload["before"] = toJson(*before);
  return entry(snapshot, actor, store::kind::kRegistrationMade, current, payload);
}

store::RegistrationRow asRow(const std::string& student_no, store::SharedRegistrationRow& held) {
  return {student_no, std::move(held.item), std::move(held.registration), held.revision};
}

/// On a value: what is there now, and what was.
std::pair<store::RegistrationRow, std::optional<store::RegistrationRow>> putShared(
    store::Transaction& transaction, const std::string& student_no, const std::string& item,
    const SharedValue& shared, const model::Registration& registration) {
  auto outcome = store::putSharedRegistration(transaction, item, shared.value, registration,
                                              store::Expected::anything());
  std::optional<store::RegistrationRow> before;
  if (outcome.before) before = asRow(student_no, *outcome.before);
  return {asRow(student_no, *outcome.current), std::move(before)};
}

void mustBe(bool done) {
  if (!done) throw std::logic_error("a registration changed inside the transaction that read it");
}

void remove(store::Transaction& transaction, const UndoneRegistration& undone) {
  const store::RegistrationRow& held = undone.held;
  const auto expected = store::Expected::at(held.revision);
  mustBe(undone.shared
             ? store::removeSharedRegistration(transaction, held.item, undone.shared->value, expected).done
             : store::removeRegistration(transaction, held.student_no, held.item, expected).done);
}

/// Puts back what stood before; the row as it is now.
store::RegistrationRow restore(store::Transaction& transaction, const UndoneRegistration& undone) {
  const store::RegistrationRow& held = undone.held;
  if (undone.shared)
    return putShared(transaction, held.student_no, held.item, *undone.shared, undone.before->registration)
        .first;
  auto outcome = store::putRegistration(transaction, {held.student_no, held.item, undone.before->registration,
                                                      store::Expected::at(held.revision)});
  mustBe(outcome.done);
  return std::move(*outcome.current);
}

}  // namespace

std::vector<WrittenRegistration> writeRegistrations(store::Transaction& transaction, const Snapshot& snapshot,
                                                    const Actor& actor,
                                                    const std::vector<WantedRegistration>& registrations,
                                                    std::int64_t batch) {
  std::vector<store::JournalEntry> entries;
  entries.reserve(registrations.size());
  std::vector<WrittenRegistration> written(registrations.size());
  std::vector<store::RegistrationWish> wishes;
  std::vector<std::size_t> own;
  std::vector<std::string> absent;
  for (std::size_t i = 0; i < registrations.size(); ++i) {
    const WantedRegistration& wanted = registrations[i];
    if (!wanted.shared) {
      wishes.push_back({wanted.student_no, wanted.item, wanted.registration, store::Expected::anything()});
      own.push_back(i);
      if (wanted.absent) absent.push_back(wanted.student_no);
      continue;
    }
    auto [current, before] =
        putShared(transaction, wanted.student_no, wanted.item, *wanted.shared, wanted.registration);
    entries.push_back(made(snapshot, actor, wanted, current, before, batch));
    written[i] = {current.revision, std::move(before)};
  }
  auto outcomes = store::putRegistrations(transaction, wishes);
  store::noteAbsent(transaction, absent);
  for (std::size_t i = 0; i < outcomes.size(); ++i) {
    entries.push_back(
        made(snapshot, actor, registrations[own[i]], *outcomes[i].current, outcomes[i].before, batch));
    written[own[i]] = {outcomes[i].current->revision, std::move(outcomes[i].before)};
  }
  if (!entries.empty()) store::appendJournal(transaction, entries);
  return written;
}

void undoRegistrations(store::Transaction& transaction, const Snapshot& snapshot, const Actor& actor,
                       const std::vector<UndoneRegistration>& undone, const std::string& reason,
                       std::int64_t batch) {
  std::vector<store::JournalEntry> entries;
  entries.reserve(undone.size());
  for (const UndoneRegistration& each : undone) {
    json payload = payloadOf(snapshot, actor, each.shared, each.students, batch);
    payload["reason"] = reason;
    payload["before"] = toJson(each.held);
    if (!each.before) {
      remove(transaction, each);
      entries.push_back(entry(snapshot, actor, store::kind::kRegistrationRevoked, each.held, payload));
      continue;
    }
    payload["undone"] = true;
    payload.update(toJson(restore(transaction, each)));
    entries.push_back(entry(snapshot, actor, store::kind::kRegistrationMade, each.held, payload));
  }
  if (!entries.empty()) store::appendJournal(transaction, entries);
}

}  // namespace lixiao::service
