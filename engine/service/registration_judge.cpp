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

/// Whether what was judged so is to be written.
bool writes(Verdict verdict) {
  return verdict == Verdict::WillClear || verdict == Verdict::WillChange ||
         verdict == Verdict::WaitsForRoster;
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

RegistrationJudge::Judgement RegistrationJudge::judge(const RegistrationRow& row) {
  Judgement judgement{{row.row, row.student_no, {}, Verdict::Invalid, {}}, std::nullopt};
  RowReport& report = judgement.report;
  WantedRegistration wanted{row.student_no, row.item, {}, std::nullopt};
  const auto [first, is_first] = row_of_.emplace(std::pair(row.student_no, row.item), row.row);
  Judged judged = is_first ? decide(row, report.name, wanted)
                           : Judged{Verdict::Repeated,
                                    {text::kRepeatedRow, {LocalizedText(std::to_string(first->second))}}};
  report.verdict = judged.verdict;
  report.reason = std::move(judged.reason);
  report.field = std::move(judged.field);
  if (writes(report.verdict)) judgement.write = std::move(wanted);
  return judgement;
}

RegistrationJudge::Judged RegistrationJudge::decide(const RegistrationRow& row, std::string& name,
                                                    WantedRegistration& wanted) {
  const workflow::Workflow& workflow = snapshot_.workflow();
  if (auto fault = wrongRow(row)) return judgedBy(*fault);
  const auto item = workflow.item(row.item);
  if (!item) return {Verdict::Invalid, noSuch(text::kNoItem, text::kNoItemHint, row.item, workflow.item_ids)};

  auto record = find(row.student_no);
  if (!record) return decideAbsent(row, *item, wanted);
  const About student{.workflow = &workflow, .student_no = row.student_no, .attributes = &record->attributes};
  if (auto why = whyNot(actor_, Act::SeeStudent, student))
    return {Verdict::NotYours, {text::kNotYourStudent, {}}};
  name = record->name;

  Judged judged = decide(row, *record, snapshot_.evaluate(*record), *item, wanted);
  if (writes(judged.verdict)) take(std::move(*record), *item, wanted);
  return judged;
}

/// With what the rows before it change.
std::optional<workflow::StudentRecord> RegistrationJudge::find(const std::string& student_no) const {
  const auto changed = changed_.find(student_no);
  auto record = changed == changed_.end() ? snapshot_.find(student_no) : std::optional(changed->second);
  if (!record || changed_values_.empty()) return record;
  const std::string* id = record->attributes[snapshot_.workflow().student_type].text();
  const workflow::StudentType* type = id == nullptr ? nullptr : snapshot_.workflow().type(*id);
  if (type == nullptr) return record;
  for (const workflow::Item& item : type->items) {
    const auto shared = sharedValueOf(snapshot_.workflow(), *record, item);
    const auto taken = shared ? changed_values_.find({item.index, *shared}) : changed_values_.end();
    if (taken != changed_values_.end()) record->registrations[item.index] = taken->second;
  }
  return record;
}

void RegistrationJudge::take(workflow::StudentRecord record, workflow::ItemIndex item,
                             const WantedRegistration& wanted) {
  record.registrations[item] = wanted.registration;
  if (wanted.shared) changed_values_[{item, *wanted.shared}] = wanted.registration;
  snapshot_.replace(record);
  changed_.insert_or_assign(wanted.student_no, std::move(record));
}

RegistrationJudge::Judged RegistrationJudge::decide(const RegistrationRow& row,
                                                    const workflow::StudentRecord& record,
                                                    const workflow::Evaluation& evaluation,
                                                    workflow::ItemIndex item,
                                                    WantedRegistration& wanted) const {
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
  Case what{record, evaluation, *position, *result.item, result.cause, is_live ? &held->second : nullptr,
            wanted};
  return decide(row, what);
}

RegistrationJudge::Judged RegistrationJudge::decide(const RegistrationRow& row, Case& what) const {
  auto filled = registrationOf(row, what.item, snapshot_, actor_);
  if (const auto* fault = std::get_if<FormFault>(&filled)) return judgedBy(*fault);
  what.wanted.registration = std::get<model::Registration>(std::move(filled));
  if (auto refused = whyNotForAll(row, what)) return *refused;
  return row.result == RegistrationResult::Cleared ? clear(row, what) : change(row, what);
}

/// Where it counts for all who share a value: whether the actor may act on them all.
std::optional<RegistrationJudge::Judged> RegistrationJudge::whyNotForAll(const RegistrationRow& row,
                                                                         Case& what) const {
  if (!what.item.register_by) return std::nullopt;
  const workflow::Workflow& workflow = snapshot_.workflow();
  what.wanted.shared = sharedValueOf(workflow, what.record, what.item);
  if (!what.wanted.shared)
    return Judged{Verdict::Invalid,
                  {text::kSharedUnknown, {workflow.attributes[*what.item.register_by].title}}};
  const auto all = snapshot_.sharing(*what.item.register_by, what.record.attributes[*what.item.register_by]);
  what.wanted.students = all.size();
  for (const workflow::StudentRecord& other : all) {
    const About about{.workflow = &workflow, .student_no = other.student_no, .attributes = &other.attributes};
    if (whyNot(actor_, Act::SeeStudent, about))
      return Judged{Verdict::NotYours, {text::kSharedNotYours, {LocalizedText(other.student_no)}}};
    if (row.result == RegistrationResult::Cleared || other.student_no == what.record.student_no) continue;
    const workflow::Evaluation evaluation = snapshot_.evaluate(other);
    const auto position = positionOf(evaluation, what.item.index);
    const workflow::Document* document =
        position ? collectedUpon(workflow, other, evaluation, *evaluation.items[*position].item) : nullptr;
    if (document != nullptr)
      return Judged{Verdict::DocumentCollected, collectedFirst(snapshot_, *document, other.student_no)};
  }
  return std::nullopt;
}

RegistrationJudge::Judged RegistrationJudge::clear(const RegistrationRow& row, Case& what) const {
  const model::Registration& wanted = what.wanted.registration;
  const bool registered_clear = what.live != nullptr && what.live->result == RegistrationResult::Cleared;
  const bool says_more = registered_clear
                             ? what.live->until != wanted.until || what.live->condition != wanted.condition ||
                                   what.live->amount != wanted.amount
                             : wanted.amount.has_value();
  if (!says_more && (registered_clear || model::statusOf(what.cause) == model::ItemStatus::Cleared))
    return {Verdict::AlreadyClear, snapshot_.reason(what.record, what.evaluation, what.position)};
  const LocalizedText open = openBefore(what.evaluation, what.item);
  if (!open.empty() && !registered_clear) return {Verdict::EarlierItemOpen, {text::kComesAfter, {open}}};
  if (auto fault = lacksReason(row, what.item)) return judgedBy(*fault);
  if (what.cause == model::Cause::ApplicabilityUnknown)
    return {Verdict::WillClear, {text::kCountsWhenKnown, {}}};
  return {registered_clear ? Verdict::WillChange : Verdict::WillClear, replaced(what)};
}

RegistrationJudge::Judged RegistrationJudge::change(const RegistrationRow& row, Case& what) const {
  if (what.live != nullptr && sameWords(*what.live, what.wanted.registration)) return {Verdict::Unchanged};
  if (auto fault = lacksReason(row, what.item)) return judgedBy(*fault);
  const bool stays_clear =
      row.result == RegistrationResult::Waived || row.result == RegistrationResult::NotApplicable;
  if (stays_clear && what.wanted.registration.until == std::nullopt)
    return {Verdict::WillChange, replaced(what)};
  if (const workflow::Document* document =
          collectedUpon(snapshot_.workflow(), what.record, what.evaluation, what.item))
    return {Verdict::DocumentCollected, collectedFirst(snapshot_, *document)};
  return {Verdict::WillChange, replaced(what)};
}

Message RegistrationJudge::replaced(const Case& what) const {
  const auto& shared = what.wanted.shared;
  if (!shared && what.live == nullptr) return {};
  const auto who = [&] { return snapshot_.person(what.live->by); };
  const auto when = [&] { return snapshot_.time(what.live->at); };
  if (!shared) return {text::kReplaces, {who(), when()}};
  const LocalizedText count(std::to_string(what.wanted.students));
  const LocalizedText& title = snapshot_.workflow().attributes[shared->attribute].title;
  const LocalizedText value(shared->value);
  if (what.live == nullptr) return {text::kCountsForAll, {count, title, value}};
  return {text::kReplacesForAll, {count, title, value, who(), when()}};
}

/// The roster has not come: whether the student is theirs is seen when it does.
RegistrationJudge::Judged RegistrationJudge::decideAbsent(const RegistrationRow& row,
                                                          workflow::ItemIndex item,
                                                          WantedRegistration& wanted) const {
  const RegistersSomewhere somewhere = registersSomewhere(snapshot_.workflow(), actor_, item);
  if (!somewhere.registers) return {Verdict::NotYours, {text::kNotAllowed, {}}};
  if (somewhere.item->register_by)  // whose value the student has is not known yet
    return {Verdict::UnknownStudent, {text::kNoStudent, {LocalizedText(row.student_no)}}};
  if (somewhere.opens && snapshot_.circumstances().today < *somewhere.opens)
    return {Verdict::NotYetOpen, {text::kOpensOn, {dayText(*somewhere.opens)}}};
  auto filled = registrationOf(row, *somewhere.item, snapshot_, actor_);
  if (const auto* fault = std::get_if<FormFault>(&filled)) return judgedBy(*fault);
  wanted.registration = std::get<model::Registration>(std::move(filled));
  wanted.absent = true;
  const auto held = store::findRegistration(snapshot_.reader(), row.student_no, row.item);
  if (!held) return {Verdict::WaitsForRoster};
  const model::Registration& before = held->registration;
  if (before.by == actor_.login && sameWords(before, wanted.registration)) return {Verdict::Unchanged};
  return {Verdict::WaitsForRoster,
          {text::kReplaces, {snapshot_.person(before.by), snapshot_.time(before.at)}}};
}

Message collectedFirst(const Snapshot& snapshot, const workflow::Document& document,
                       const std::string& other) {
  const LocalizedText& office = snapshot.workflow().departments[document.department].title;
  if (other.empty()) return {text::kCollected, {document.title, office}};
  return {text::kSharedCollected, {LocalizedText(other), document.title, office}};
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
      if (answer.item == nullptr) answer.item = &candidate;
      const bool fixed = candidate.opens && !candidate.opens->from;
      if (!fixed) at_any_time = true;
      if (fixed && (!answer.opens || candidate.opens->date < *answer.opens))
        answer.opens = candidate.opens->date;
    }
  if (at_any_time) answer.opens.reset();
  return answer;
}

}  // namespace lixiao::service
