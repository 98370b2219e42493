#include "engine/service/messages.h"
#include "web/cookies.h"
#include "web/pages/mail_data.h"
#include "web/pages/pages.h"

namespace lixiao::web::pages {
namespace {

http::Response show(const Visit& visit, const std::string& problem, int status, const TypedMail& typed = {}) {
  Data data;
  data.set("login", visit.actor().login);
  data.set("must_change", Data(visit.session->must_change));
  data.set("done",
           visit.query["done"] == "changed" ? Data(visit.tr("Your password is changed.")) : Data(false));
  data.set("mail_done", visit.query["done"] == "mail" ? Data(visit.tr("Your choice is saved."))
                        : visit.query["done"] == "mail_ended"
                            ? Data(visit.tr("No message will be sent any more."))
                            : Data(false));
  data.set("mail", visit.session->must_change ? Data(false) : mailChoiceData(visit, typed));
  data.set("problem", textOrNothing(problem));
  return visit.page("account", visit.tr("Your account"), std::move(data), status);
}

}  // namespace

http::Response account(const Visit& visit) {
  return show(visit, {}, 200);
}

http::Response changePassword(const Action& action) {
  if (action.form["new"] != action.form["again"])
    return show(action, action.tr("The new password was not typed twice the same."), 422);
  const std::string token = action.request().cookie(sessionCookie(action.secure)).value_or("");
  const auto changed =
      action.accounts().changePassword(action.actor(), action.form["old"], action.form["new"], token);
  if (!changed) return show(action, action.reasons(changed.refusal()), statusOf(changed.refusal().kind));
  return http::redirect("/account?done=changed");
}

http::Response chooseMail(const Action& action) {
  constexpr std::string_view kWant = "want:";
  service::MailChoice choice;
  choice.address = action.form["address"];
  choice.language = action.form["language"] == "en" ? model::Language::English : model::Language::Chinese;
  for (const auto& [name, value] : action.form.all())
    if (name.rfind(kWant, 0) == 0 && value == "yes") choice.wants.insert(name.substr(kWant.size()));
  const auto chosen = action.sources().messages.mails.choose(action.actor(), choice);
  if (chosen) return http::redirect("/account?done=mail");
  const service::Refusal& refusal = chosen.refusal();
  if (refusal.kind == service::Refusal::Kind::Forbidden) return action.refusal(refusal);
  return show(action, {}, statusOf(refusal.kind), {choice, action.reasons(refusal), refusal.field});
}

}  // namespace lixiao::web::pages
