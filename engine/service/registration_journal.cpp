#include "engine/service/registration_journal.h"

#include <array>
#include <stdexcept>

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

store::RegistrationRow registrationOf(const std::string& student_no, const std::string& item,
                                      const json& written) {
  const auto result = model::parseRegistrationResult(written.at("result").get<std::string>());
  const auto at = model::parseInstant(written.at("at").get<std::string>());
  if (!result || !at) throw std::runtime_error("the journal holds a registration that cannot be read");
  model::Registration registration{*result, written.at("remark").get<std::string>(), std::nullopt, *at,
                                   written.at("by").get<std::string>()};
  if (const auto until = written.find("until"); until != written.end())
    registration.until = model::parseDate(until->get<std::string>());
  registration.condition = written.value("condition", "");
  if (const auto amount = written.find("amount"); amount != written.end())
    registration.amount = amount->get<std::int64_t>();
  return {student_no, item, std::move(registration), written.at("revision").get<std::int64_t>()};
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
