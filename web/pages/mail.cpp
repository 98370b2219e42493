#include "engine/service/messages.h"
#include "web/json.h"
#include "web/pages/mail_data.h"
#include "web/pages/pages.h"
#include "web/pages/student_data.h"

namespace lixiao::web::pages {
namespace {

service::Mails& mailsOf(const Visit& visit) {
  return visit.sources().messages.mails;
}

/// The page behind a link of a message: a button, so that nobody's program that only looks at links does it.
http::Response linkPage(const Visit& visit, bool confirms, bool valid) {
  const std::string title =
      confirms ? visit.tr("Confirm your address") : visit.tr("End the messages by e-mail");
  Data data;
  data.set("title", title);
  data.set("confirms", Data(confirms && valid));
  data.set("leaves", Data(!confirms && valid));
  data.set("over", Data(!valid));
  data.set("done", Data(false));
  data.set("page_url", std::string(visit.request().path()));
  return visit.page("mail_link", title, std::move(data), valid ? 200 : 404);
}

}  // namespace

http::Response confirmMailForm(const Visit& visit) {
  return linkPage(visit, true, mailsOf(visit).isConfirmable(visit.path[0]));
}

http::Response confirmMail(const Action& action) {
  if (!mailsOf(action).confirm(action.path[0])) return linkPage(action, true, false);
  return http::redirect("/mail/done?what=confirmed");
}

http::Response leaveMailForm(const Visit& visit) {
  return linkPage(visit, false, mailsOf(visit).isLeavable(visit.path[0]));
}

http::Response leaveMail(const Action& action) {
  if (!mailsOf(action).leave(action.path[0])) return linkPage(action, false, false);
  return http::redirect("/mail/done?what=left");
}

http::Response mailDone(const Visit& visit) {
  const bool confirmed = visit.query["what"] == "confirmed";
  if (!confirmed && visit.query["what"] != "left") return visit.error(404);
  const std::string title = visit.tr("Messages by e-mail");
  Data data;
  data.set("title", title);
  data.set("confirms", Data(false));
  data.set("leaves", Data(false));
  data.set("over", Data(false));
  data.set("done", confirmed ? visit.tr("Your address is confirmed. Messages will come to it.")
                             : visit.tr("No message will come to this address any more."));
  return visit.page("mail_link", title, std::move(data));
}

http::Response forgetMail(const Action& action) {
  const auto done = mailsOf(action).forget(action.actor());
  return done ? http::redirect("/account?done=mail_ended") : action.refusal(done.refusal());
}

http::Response retryMail(const Action& action) {
  const std::string& which = action.form["id"];
  const auto id = which == "all" ? std::optional<std::int64_t>(0) : number(which);
  if (!id || (*id <= 0 && which != "all")) return action.error(400);
  const auto retried = mailsOf(action).retry(action.actor(), *id);
  return retried ? http::redirect("/admin#mail") : action.refusal(retried.refusal());
}

http::Response apiMail(const Visit& visit) {
  const auto outbox = mailsOf(visit).outbox(visit.actor());
  if (!outbox) return visit.refusal(outbox.refusal());
  Json failures = Json::array();
  for (const service::OutboxView::Failed& each : outbox->failures)
    failures.push_back({{"id", each.id},
                        {"login", each.login},
                        {"kind", each.kind},
                        {"at", model::formatInstant(each.at)},
                        {"attempts", each.attempts},
                        {"reason", visit.tr(each.reason)}});
  return json(200, {{"on", outbox->on},
                    {"held_by_trial", outbox->held},
                    {"waiting", outbox->waiting},
                    {"sent", outbox->sent},
                    {"failed", outbox->failed},
                    {"oldest", outbox->oldest ? Json(model::formatInstant(*outbox->oldest)) : Json()},
                    {"trouble", outbox->trouble.empty() ? Json() : Json(visit.tr(outbox->trouble))},
                    {"failures", failures}});
}

}  // namespace lixiao::web::pages
