#include "web/cookies.h"
#include "web/pages/pages.h"

namespace lixiao::web::pages {
namespace {

http::Response show(const Visit& visit, const std::string& problem, int status) {
  Data data;
  data.set("login", visit.actor().login);
  data.set("must_change", Data(visit.session->must_change));
  data.set("done",
           visit.query["done"] == "changed" ? Data(visit.tr("Your password is changed.")) : Data(false));
  data.set("problem", textOrNothing(problem));
  return visit.page("account", visit.tr("Your password"), std::move(data), status);
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

}  // namespace lixiao::web::pages
