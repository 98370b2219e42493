#include "engine/service/registration_judge.h"

#include <algorithm>

#include "engine/service/permissions.h"
#include "engine/service/texts.h"
#include "engine/service/written.h"
#include "engine/store/registration.h"
#include "engine/workflow/inputs.h"

namespace lixiao::service {
namespace {

using model::LocalizedText;
using model::Message;
using model::RegistrationResult;

LocalizedText dayText(model::Date date) {
  return LocalizedText(model::formatDate(date));
}

std::optional<Message> wrongRegistration(const RegistrationRow& row) {
  if (auto wrong = wrongNumber(row.student_no)) return wrong;
  if (row.result != RegistrationResult::Cleared && row.result != RegistrationResult::Refused)
    return Message{text::kResultNotAllowed, {}};
  if (row.result == RegistrationResult::Refused && row.remark.empty())
    return Message{text::kRemarkNeeded, {}};
  return wrongRemark(row.remark);
}

/// The earlier items that are open, "" when there are none.
LocalizedText openBefore(const workflow::Evaluation& evaluation, const workflow::Item& item) {
  LocalizedText open;
  for (const std::uint32_t position : item.after) {
    const workflow::ItemResult& earlier = evaluation.items[position];
    if (model::isClear(earlier.cause)) continue;
    open.zh += (open.zh.empty() ? "" : "、") + earlier.item->title.in(model::Language::Chinese);
    open.en += (open.en.empty() ? "" : ", ") + earlier.item->title.in(model::Language::English);
  }
  return open;
}

}  // namespace

bool RegistrationJudge::writes(Verdict verdict) {
  return verdict == Verdict::WillClear || verdict == Verdict::WillChange ||
         verdict == Verdict::WaitsForRoster;
}

RowReport RegistrationJudge::judge(const RegistrationRow& row) {
  RowReport report{row.row, row.student_no, {}, Verdict::Invalid, {}};
  const auto [first, is_first] = row_of_.emplace(std::pair(row.student_no, row.item), row.row);
  Judged judged = is_first ? decide(row, report.name)
                           : Judged{Verdict::Repeated,
                                    {text::kRepeatedRow, {LocalizedText(std::to_string(first->second))}}};
  report.verdict = judged.verdict;
  report.reason = std::move(judged.reason);
  return report;
}

RegistrationJudge::Judged RegistrationJudge::decide(const RegistrationRow& row, std::string& name) {
  const workflow::Workflow& workflow = snapshot_.workflow();
  if (auto wrong = wrongRegistration(row)) return {Verdict::Invalid, *wrong};
  const auto item = workflow.item(row.item);
  if (!item) return {Verdict::Invalid, noSuch(text::kNoItem, text::kNoItemHint, row.item, workflow.item_ids)};

  const auto changed = changed_.find(row.student_no);
  auto record = changed == changed_.end() ? snapshot_.find(row.student_no) : std::optional(changed->second);
  if (!record) return decideAbsent(row, *item);
  const About student{.workflow = &workflow, .student_no = row.student_no, .attributes = &record->attributes};
  if (auto why = whyNot(actor_, Act::SeeStudent, student))
    return {Verdict::NotYours, {text::kNotYourStudent, {}}};
  name = record->name;

  Judged judged = decide(row, *record, snapshot_.evaluate(*record), *item);
  if (writes(judged.verdict)) {
    record->registrations[*item] = {row.result, row.remark, std::nullopt, snapshot_.now(), actor_.login};
    changed_.insert_or_assign(row.student_no, std::move(*record));
  }
  return judged;
}

RegistrationJudge::Judged RegistrationJudge::decide(const RegistrationRow& row,
                                                    const workflow::StudentRecord& record,
                                                    const workflow::Evaluation& evaluation,
                                                    workflow::ItemIndex item) const {
  const auto position = positionOf(evaluation, item);
  if (!position) return {Verdict::DoesNotApply, {text::kNotInType, {}}};
  const workflow::ItemResult& result = evaluation.items[*position];
  if (auto why = whyNot(actor_, Act::RegisterItem,
                        {.workflow = &snapshot_.workflow(),
                         .student_no = row.student_no,
                         .attributes = &record.attributes,
                         .department = result.registrar}))
    return {Verdict::NotYours, *why};
  if (result.cause == model::Cause::DoesNotApply)
    return {Verdict::DoesNotApply, snapshot_.reason(record, evaluation, *position)};
  const model::Date today = snapshot_.circumstances().today;
  const auto opens = result.item->opens ? workflow::dayFor(snapshot_.workflow(), record,
                                                           snapshot_.circumstances(), *result.item->opens)
                                        : std::nullopt;
  if (opens && today < *opens) return {Verdict::NotYetOpen, {text::kOpensOn, {dayText(*opens)}}};

  const auto held = record.registrations.find(item);
  const bool is_live = held != record.registrations.end() && workflow::isLive(held->second, today);
  const Case wanted{record, evaluation, *position, result, is_live ? &held->second : nullptr};
  return row.result == RegistrationResult::Cleared ? clear(row, wanted) : refuse(row, wanted);
}

RegistrationJudge::Judged RegistrationJudge::clear(const RegistrationRow& row, const Case& wanted) const {
  const bool registered_clear = wanted.live != nullptr && wanted.live->result == RegistrationResult::Cleared;
  if (registered_clear || model::statusOf(wanted.result.cause) == model::ItemStatus::Cleared)
    return {Verdict::AlreadyClear, snapshot_.reason(wanted.record, wanted.evaluation, wanted.position)};
  const LocalizedText open = openBefore(wanted.evaluation, *wanted.result.item);
  if (!open.empty()) return {Verdict::EarlierItemOpen, {text::kComesAfter, {open}}};
  if (wanted.result.item->mode == workflow::Mode::Automatic && row.remark.empty())
    return {Verdict::Invalid, {text::kOverrideReason, {}}};
  if (wanted.result.cause == model::Cause::ApplicabilityUnknown)
    return {Verdict::WillClear, {text::kCountsWhenKnown, {}}};
  return {Verdict::WillClear, replaced(wanted)};
}

RegistrationJudge::Judged RegistrationJudge::refuse(const RegistrationRow& row, const Case& wanted) const {
  const bool same =
      wanted.live != nullptr && wanted.live->result == row.result && wanted.live->remark == row.remark;
  if (same) return {Verdict::Unchanged};
  if (const workflow::Document* document =
          collectedUpon(snapshot_.workflow(), wanted.record, wanted.evaluation, *wanted.result.item))
    return {Verdict::DocumentCollected, {text::kCollected, {document->title}}};
  return {Verdict::WillChange, replaced(wanted)};
}

Message RegistrationJudge::replaced(const Case& wanted) const {
  if (wanted.live == nullptr) return {};
  return {text::kReplaces, {snapshot_.person(wanted.live->by), snapshot_.time(wanted.live->at)}};
}

/// The roster has not come: whether the student is theirs is seen when it does.
RegistrationJudge::Judged RegistrationJudge::decideAbsent(const RegistrationRow& row,
                                                          workflow::ItemIndex item) const {
  const RegistersSomewhere somewhere = registersSomewhere(snapshot_.workflow(), actor_, item);
  if (!somewhere.registers) return {Verdict::NotYours, {text::kNotAllowed, {}}};
  if (somewhere.opens && snapshot_.circumstances().today < *somewhere.opens)
    return {Verdict::NotYetOpen, {text::kOpensOn, {dayText(*somewhere.opens)}}};
  const auto held = store::findRegistration(snapshot_.reader(), row.student_no, row.item);
  if (!held) return {Verdict::WaitsForRoster};
  const model::Registration& before = held->registration;
  if (before.by == actor_.login && before.result == row.result && before.remark == row.remark)
    return {Verdict::Unchanged};
  return {Verdict::WaitsForRoster,
          {text::kReplaces, {snapshot_.person(before.by), snapshot_.time(before.at)}}};
}

RegistersSomewhere registersSomewhere(const workflow::Workflow& workflow, const Actor& actor,
                                      workflow::ItemIndex item) {
  RegistersSomewhere answer;
  bool at_any_time = false;
  for (const workflow::StudentType& type : workflow.types)
    for (const workflow::Item& candidate : type.items) {
      const bool theirs =
          candidate.index == item &&
          std::any_of(candidate.registrars.begin(), candidate.registrars.end(),
                      [&](const workflow::Registrar& registrar) {
                        return actor.role == Role::System ||
                               workflow.departments[registrar.department].id == actor.department;
                      });
      if (!theirs) continue;
      answer.registers = actor.role == Role::System || actor.role == Role::Staff;
      const bool fixed = candidate.opens && !candidate.opens->from;
      if (!fixed) at_any_time = true;
      if (fixed && (!answer.opens || candidate.opens->date < *answer.opens))
        answer.opens = candidate.opens->date;
    }
  if (at_any_time) answer.opens.reset();
  return answer;
}

}  // namespace lixiao::service
