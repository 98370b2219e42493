#include "web/pages/register_form.h"

namespace lixiao::web::pages {

namespace {

using model::RegistrationResult;

List results(const Visit& visit, const service::ItemView& item, const std::string& chosen) {
  std::vector<RegistrationResult> offered = {RegistrationResult::Cleared, RegistrationResult::Refused};
  if (item.allowed.deferral) offered.push_back(RegistrationResult::Deferred);
  if (item.allowed.waiver) offered.push_back(RegistrationResult::Waived);
  if (item.allowed.not_applicable) offered.push_back(RegistrationResult::NotApplicable);
  List list(Data::type::list);
  for (const RegistrationResult each : offered) {
    Data one;
    one.set("value", std::string(model::word(each)));
    one.set("word", wordOf(visit, each));
    one.set("chosen", Data(model::word(each) == chosen));
    list.push_back(one);
  }
  return list;
}

}  // namespace

std::string wordOf(const Visit& visit, RegistrationResult result) {
  switch (result) {
    case RegistrationResult::Cleared:
      return visit.tr("cleared");
    case RegistrationResult::Refused:
      return visit.tr("refused");
    case RegistrationResult::Deferred:
      return visit.tr("deferred");
    case RegistrationResult::Waived:
      return visit.tr("waived");
    case RegistrationResult::NotApplicable:
      return visit.tr("does not apply");
    case RegistrationResult::Declared:
      break;
  }
  return std::string(model::word(result));
}

void setRegisterForm(const Visit& visit, Data& data, const service::ItemView& item, const Typed& typed) {
  const bool here = typed.item == item.id;
  const std::string chosen =
      here && !typed.result.empty() ? typed.result : std::string(model::word(RegistrationResult::Cleared));
  data.set("results", results(visit, item, chosen));
  data.set("takes_until", Data(item.allowed.deferral || item.reason_needed));
  data.set("until_word", item.allowed.deferral ? visit.tr("Until (a deferral needs it)")
                                               : visit.tr("Counts until (if it ends)"));
  data.set("takes_amount", Data(!item.currency.empty()));
  data.set("currency", item.currency);
  data.set("takes_condition", Data(item.allowed.condition));
  data.set("reason_needed", Data(item.reason_needed));
  const auto typedIn = [&](const std::string& text) { return here ? text : std::string(); };
  data.set("typed_remark", typedIn(typed.remark));
  data.set("typed_until", typedIn(typed.until));
  data.set("typed_condition", typedIn(typed.condition));
  data.set("typed_amount", typedIn(typed.amount));
  for (const char* field : {"result", "remark", "until", "condition", "amount"})
    data.set(std::string(field) + "_problem",
             here && typed.field == field ? textOrNothing(typed.problem) : Data(false));
}

}  // namespace lixiao::web::pages
