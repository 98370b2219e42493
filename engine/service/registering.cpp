#include "engine/service/commands_impl.h"
#include "engine/service/registration_journal.h"
#include "engine/service/registration_judge.h"
#include "engine/service/registration_writing.h"
#include "engine/service/written.h"

namespace lixiao::service {
namespace {

struct RegistrationWrite {
  std::vector<WantedRegistration> registrations;  ///< those that change something
};

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
          auto [report, wanted] = judge.judge(row);
          if (wanted) checked.write.registrations.push_back(std::move(*wanted));
          add(checked.report, std::move(report));
        }
        return checked;
      },
      [&](store::Transaction& transaction, const Snapshot& snapshot, Checked<RegistrationWrite>& checked) {
        writeRegistrations(transaction, snapshot, actor, checked.write.registrations);
      });
}

Outcome<Done> Commands::registerResult(const Actor& actor, const RegistrationRow& row, std::int64_t seen) {
  return impl_->change<Done>([&](store::Transaction& transaction, Snapshot& snapshot) -> Outcome<Done> {
    const auto record = snapshot.find(row.student_no);
    if (!record)
      return refuse(Refusal::Kind::NotFound, {text::kNoStudent, {model::LocalizedText(row.student_no)}});
    const auto [report, wanted] = RegistrationJudge(snapshot, actor).judge(row);
    if (report.verdict == Verdict::NotYours) return refuse(Refusal::Kind::Forbidden, report.reason);
    const auto held =
        heldRegistration(transaction, row.student_no, row.item, sharedOf(snapshot, *record, row.item));
    if (auto faster = conflict(snapshot, held, seen)) return *faster;
    if (!isGood(report.verdict)) return Refusal{kindOf(report.verdict), {report.reason}, {}, report.field};
    const bool told = row.remark.empty() || (held && held->registration.remark == row.remark);
    if (report.verdict == Verdict::AlreadyClear && !told)
      return Refusal{Refusal::Kind::Invalid, {{text::kRemarkLost, {}}}, {}, "remark"};
    if (wanted) writeRegistrations(transaction, snapshot, actor, {*wanted});
    return Done{};
  });
}

}  // namespace lixiao::service
