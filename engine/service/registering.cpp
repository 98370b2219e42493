#include <nlohmann/json.hpp>

#include "engine/service/commands_impl.h"
#include "engine/service/registration_journal.h"
#include "engine/service/registration_judge.h"
#include "engine/service/written.h"
#include "engine/store/journal_kind.h"

namespace lixiao::service {
namespace {

using nlohmann::json;

struct RegistrationWrite {
  std::vector<RegistrationRow> rows;  ///< those that change something
};

store::JournalEntry made(const Snapshot& snapshot, const Actor& actor,
                         const store::RegistrationOutcome& outcome) {
  json payload = asWhom(actor);
  payload["result"] = model::word(outcome.current->registration.result);
  payload["remark"] = outcome.current->registration.remark;
  payload["revision"] = outcome.current->revision;
  if (outcome.before) payload["before"] = toJson(*outcome.before);
  return {snapshot.now(),
          actor.login,
          std::string(store::kind::kRegistrationMade),
          outcome.current->student_no,
          outcome.current->item,
          payload.dump()};
}

void write(store::Transaction& transaction, const Snapshot& snapshot, const Actor& actor,
           const std::vector<RegistrationRow>& rows) {
  std::vector<store::RegistrationWish> wishes;
  wishes.reserve(rows.size());
  for (const RegistrationRow& row : rows)
    wishes.push_back({row.student_no,
                      row.item,
                      {row.result, row.remark, std::nullopt, snapshot.now(), actor.login},
                      store::Expected::anything()});
  std::vector<store::JournalEntry> entries;
  for (const store::RegistrationOutcome& outcome : store::putRegistrations(transaction, wishes))
    entries.push_back(made(snapshot, actor, outcome));
  if (!entries.empty()) store::appendJournal(transaction, entries);
}

Refusal::Kind kindOf(Verdict verdict) {
  switch (verdict) {
    case Verdict::NotYours:
      return Refusal::Kind::Forbidden;
    case Verdict::UnknownStudent:
      return Refusal::Kind::NotFound;
    case Verdict::DocumentCollected:
      return Refusal::Kind::Conflict;
    case Verdict::DoesNotApply:
    case Verdict::EarlierItemOpen:
    case Verdict::NotYetOpen:
      return Refusal::Kind::NotNow;
    default:
      return Refusal::Kind::Invalid;
  }
}

}  // namespace

Outcome<BatchReport> Commands::registerResults(const Actor& actor, const std::vector<RegistrationRow>& rows,
                                               bool only_good, Run run) {
  if (auto wrong = wrongRowCount(rows.size())) return refuse(Refusal::Kind::Invalid, *wrong);
  if (actor.role != Role::Staff && actor.role != Role::System)
    return refuse(Refusal::Kind::Forbidden, text::kNotAllowed);
  return impl_->batch(
      run, only_good,
      [&](const Snapshot& snapshot) -> Outcome<Checked<RegistrationWrite>> {
        Checked<RegistrationWrite> checked;
        RegistrationJudge judge(snapshot, actor);
        for (const RegistrationRow& row : rows) {
          RowReport report = judge.judge(row);
          if (RegistrationJudge::writes(report.verdict)) checked.write.rows.push_back(row);
          add(checked.report, std::move(report));
        }
        return checked;
      },
      [&](store::Transaction& transaction, const Snapshot& snapshot, Checked<RegistrationWrite>& checked) {
        write(transaction, snapshot, actor, checked.write.rows);
      });
}

Outcome<Done> Commands::registerResult(const Actor& actor, const RegistrationRow& row, std::int64_t seen) {
  return impl_->change<Done>([&](store::Transaction& transaction, Snapshot& snapshot) -> Outcome<Done> {
    const auto record = snapshot.find(row.student_no);
    if (!record)
      return refuse(Refusal::Kind::NotFound, {text::kNoStudent, {model::LocalizedText(row.student_no)}});
    const RowReport report = RegistrationJudge(snapshot, actor).judge(row);
    if (report.verdict == Verdict::NotYours) return refuse(Refusal::Kind::Forbidden, report.reason);
    const auto held = store::findRegistration(transaction, row.student_no, row.item);
    if (auto faster = conflict(snapshot, held, seen)) return *faster;
    if (!isGood(report.verdict)) return refuse(kindOf(report.verdict), report.reason);
    if (RegistrationJudge::writes(report.verdict)) write(transaction, snapshot, actor, {row});
    return Done{};
  });
}

}  // namespace lixiao::service
