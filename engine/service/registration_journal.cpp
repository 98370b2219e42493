#include "engine/service/registration_journal.h"

#include <array>

#include "engine/service/texts.h"

namespace lixiao::service {

using model::LocalizedText;
using model::Message;
using nlohmann::json;

LocalizedText titleOf(model::RegistrationResult result) {
  static const std::array<LocalizedText, 6> kTitles = {LocalizedText("已通过", "cleared"),
                                                       LocalizedText("未通过", "open"),
                                                       LocalizedText("无需办理", "not applicable"),
                                                       LocalizedText("暂缓", "deferred"),
                                                       LocalizedText("免除", "waived"),
                                                       LocalizedText("已申报", "declared")};
  return kTitles[static_cast<std::size_t>(result)];
}

json toJson(const store::RegistrationRow& row) {
  const model::Registration& registration = row.registration;
  json written = {{"result", model::word(registration.result)},
                  {"remark", registration.remark},
                  {"by", registration.by},
                  {"at", model::formatInstant(registration.at)},
                  {"revision", row.revision}};
  if (registration.until) written["until"] = model::formatDate(*registration.until);
  if (!registration.condition.empty()) written["condition"] = registration.condition;
  if (registration.amount) written["amount"] = *registration.amount;
  return written;
}

json sharedJson(const Snapshot& snapshot, const SharedValue& shared, std::size_t students) {
  return {{"attribute", snapshot.workflow().attributes[shared.attribute].name},
          {"value", shared.value},
          {"students", students}};
}

json asWhom(const Actor& actor) {
  return {{"role", word(actor.role)}, {"department", actor.department}, {"scope", actor.scope_value}};
}

std::optional<Refusal> conflict(const Snapshot& snapshot, const std::optional<store::RegistrationRow>& held,
                                std::int64_t seen) {
  if ((held ? held->revision : 0) == seen) return std::nullopt;
  if (!held) return Refusal{Refusal::Kind::Conflict, {{text::kMeanwhileRevoked, {}}}, {}};
  const model::Registration& registration = held->registration;
  const LocalizedText who = snapshot.person(registration.by), when = snapshot.time(registration.at);
  const LocalizedText what = titleOf(registration.result);
  if (registration.remark.empty())
    return Refusal{Refusal::Kind::Conflict, {{text::kMeanwhile, {who, what, when}}}, {}};
  return Refusal{Refusal::Kind::Conflict,
                 {{text::kMeanwhileRemark, {who, what, when, LocalizedText(registration.remark)}}},
                 {}};
}

}  // namespace lixiao::service
