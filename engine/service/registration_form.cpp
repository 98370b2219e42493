#include "engine/service/registration_form.h"

#include "engine/service/texts.h"
#include "engine/service/written.h"

namespace lixiao::service {
namespace {

using model::LocalizedText;
using model::RegistrationResult;

bool allows(const workflow::Item& item, RegistrationResult result) {
  switch (result) {
    case RegistrationResult::Cleared:
    case RegistrationResult::Refused:
      return true;
    case RegistrationResult::Deferred:
      return item.allowed.deferral;
    case RegistrationResult::Waived:
      return item.allowed.waiver;
    case RegistrationResult::NotApplicable:
      return item.allowed.not_applicable;
    case RegistrationResult::Declared:
      break;
  }
  return false;
}

/// Against what rules, lists or parts decide by themselves. That somebody on a list came is no override.
bool overrides(const workflow::Item& item, RegistrationResult result) {
  const bool cleared = result == RegistrationResult::Cleared;
  return item.mode == workflow::Mode::Automatic || item.mode == workflow::Mode::Parts ||
         (item.mode == workflow::Mode::Exceptions && !cleared);
}

std::optional<FormFault> readUntil(const RegistrationRow& row, const Snapshot& snapshot,
                                   model::Registration& into) {
  if (row.until.empty()) {
    if (row.result == RegistrationResult::Deferred) return FormFault{{text::kUntilNeeded, {}}, "until"};
    return std::nullopt;
  }
  into.until = model::parseDate(row.until);
  if (!into.until) return FormFault{{text::kNotADay, {LocalizedText(row.until)}}, "until"};
  if (*into.until < snapshot.circumstances().today) return FormFault{{text::kUntilPast, {}}, "until"};
  return std::nullopt;
}

std::optional<FormFault> readAmount(const RegistrationRow& row, const workflow::Item& item,
                                    model::Registration& into) {
  if (row.amount.empty()) return std::nullopt;
  if (item.charges.empty()) return FormFault{{text::kNoAmount, {}}, "amount"};
  const auto value = workflow::parseValue(rules::Type::number(rules::Unit::Money), row.amount);
  if (!value || *value->number() < 0)
    return FormFault{{text::kNotAnAmount, {LocalizedText(row.amount)}}, "amount"};
  into.amount = *value->number();
  return std::nullopt;
}

std::optional<FormFault> readCondition(const RegistrationRow& row, const workflow::Item& item,
                                       model::Registration& into) {
  if (row.condition.empty()) return std::nullopt;
  if (!item.allowed.condition) return FormFault{{text::kNoCondition, {}}, "condition"};
  if (row.result != RegistrationResult::Cleared)
    return FormFault{{text::kConditionOfCleared, {}}, "condition"};
  into.condition = row.condition;
  return std::nullopt;
}

std::optional<FormFault> readAt(const RegistrationRow& row, const Snapshot& snapshot, const Actor& actor,
                                model::Registration& into) {
  if (row.at.empty()) return std::nullopt;
  if (actor.role != Role::System) return FormFault{{text::kTimeIsNow, {}}, "at"};
  const auto day = model::parseDate(row.at);
  const auto at = day ? snapshot.workflow().time_zone.startOf(*day) : model::parseInstant(row.at);
  if (!at) return FormFault{{text::kNotATime, {LocalizedText(row.at)}}, "at"};
  if (*at > snapshot.now()) return FormFault{{text::kInTheFuture, {}}, "at"};
  into.at = *at;
  return std::nullopt;
}

}  // namespace

std::optional<FormFault> wrongRow(const RegistrationRow& row) {
  if (auto wrong = wrongNumber(row.student_no)) return FormFault{*wrong};
  if (row.result == RegistrationResult::Refused && row.remark.empty())
    return FormFault{{text::kRemarkNeeded, {}}, "remark"};
  if (auto wrong = wrongRemark(row.remark)) return FormFault{*wrong, "remark"};
  if (auto wrong = wrongRemark(row.condition)) return FormFault{*wrong, "condition"};
  return std::nullopt;
}

std::variant<model::Registration, FormFault> registrationOf(const RegistrationRow& row,
                                                            const workflow::Item& item,
                                                            const Snapshot& snapshot, const Actor& actor) {
  if (!allows(item, row.result)) return FormFault{{text::kResultNotAllowed, {}}, "result"};
  model::Registration made{row.result, row.remark, std::nullopt, snapshot.now(), actor.login};
  if (auto fault = readUntil(row, snapshot, made)) return *fault;
  if (auto fault = readAmount(row, item, made)) return *fault;
  if (auto fault = readCondition(row, item, made)) return *fault;
  if (auto fault = readAt(row, snapshot, actor, made)) return *fault;
  return made;
}

std::optional<FormFault> lacksReason(const RegistrationRow& row, const workflow::Item& item) {
  if (!overrides(item, row.result) || !row.remark.empty()) return std::nullopt;
  return FormFault{{text::kOverrideReason, {}}, "remark"};
}

bool sameWords(const model::Registration& a, const model::Registration& b) {
  return a.result == b.result && a.remark == b.remark && a.until == b.until && a.condition == b.condition &&
         a.amount == b.amount;
}

}  // namespace lixiao::service
