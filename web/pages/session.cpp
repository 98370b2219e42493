#include "engine/service/messages.h"
#include "web/access.h"
#include "web/cookies.h"
#include "web/pages/pages.h"

namespace lixiao::web::pages {

namespace {

std::string homeOf(service::Role role) {
  switch (role) {
    case service::Role::Student:
      return "/me";
    case service::Role::Staff:
      return "/work";
    case service::Role::Admin:
    case service::Role::Auditor:
    case service::Role::System:
      return "/admin";
  }
  return "/";
}

http::Response show(const Visit& visit, const std::string& login, const std::string& next,
                    const std::string& problem) {
  Data data;
  const bool begun = visit.query["done"] == "run";
  data.set("done", begun ? Data(visit.tr("The real run has begun. Everybody signs in again.")) : Data(false));
  data.set("login", login);
  data.set("next", next);
  data.set("problem", textOrNothing(problem));
  return visit.page("sign_in", visit.tr("Sign in"), std::move(data), problem.empty() ? 200 : 422);
}

}  // namespace

http::Response signInForm(const Visit& visit) {
  const std::string next = ownPath(visit.query["next"], "");
  if (visit.session) return http::redirect(next.empty() ? homeOf(visit.actor().role) : next);
  return show(visit, "", next, "");
}

http::Response signIn(const Action& action) {
  const std::string next = ownPath(action.form["next"], "");
  const auto token = action.accounts().signIn(action.form["login"], action.form["password"]);
  if (!token) {
    return show(action, action.form["login"], next, action.reasons(token.refusal()));
  }
  // A session of before ends here, so that no stranger's session id outlives a sign-in.
  if (const auto old = action.request().cookie(sessionCookie(action.secure))) action.accounts().signOut(*old);
  const auto session = action.accounts().session(token.value());
  const std::string home = session ? homeOf(session->actor.role) : "/";
  http::Response response = http::redirect(next.empty() ? home : next);
  response.header("Set-Cookie", setCookie(sessionCookie(action.secure), token.value(), action.secure));
  response.header("Set-Cookie", dropCookie(visitorCookie(action.secure), action.secure));
  return response;
}

http::Response signOut(const Action& action) {
  if (action.session) action.sources().messages.news.leave(action.actor());
  if (const auto token = action.request().cookie(sessionCookie(action.secure)))
    action.accounts().signOut(*token);
  http::Response response = http::redirect("/");
  response.header("Set-Cookie", dropCookie(sessionCookie(action.secure), action.secure));
  response.header("Clear-Site-Data", "\"cache\"");
  return response;
}

http::Response chooseLanguage(const Action& action) {
  const std::string& wanted = action.form["language"];
  if (wanted != "zh-CN" && wanted != "en") return action.error(400);
  constexpr int kYear = 365;
  http::Response response = http::redirect(ownPath(action.form["next"], "/"));
  response.header("Set-Cookie", setCookie(kLanguageCookie, wanted, action.secure, kYear));
  return response;
}

}  // namespace lixiao::web::pages
