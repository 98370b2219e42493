#include "web/cookies.h"
#include "web/json.h"
#include "web/pages/pages.h"

namespace lixiao::web::pages {
namespace {

struct Confirmation {
  bool asked = false;
  std::string typed, problem;
  int status = 200;
};

http::Response show(const Visit& visit, const Confirmation& confirmation) {
  const auto contents = visit.trial().contents(visit.actor());
  if (!contents && contents.refusal().kind != service::Refusal::Kind::NotNow)
    return visit.refusal(contents.refusal());
  Data data;
  data.set("no_trial", contents ? Data(false) : Data(visit.reasons(contents.refusal())));
  if (contents) {
    List parts(Data::type::list);
    for (const service::TrialContents::Part& each : contents->parts) {
      Data part;
      part.set("title", visit.in(each.title));
      part.set("rows", std::to_string(each.rows));
      parts.push_back(part);
    }
    data.set("parts", parts);
    data.set("edition", textOrNothing(contents->edition));
    data.set("title", visit.in(contents->title));
  }
  data.set("confirming", Data(confirmation.asked));
  data.set("typed", confirmation.typed);
  data.set("problem", textOrNothing(confirmation.problem));
  return visit.page("go_live", visit.tr("End the trial"), std::move(data), confirmation.status);
}

}  // namespace

http::Response goLiveForm(const Visit& visit) {
  return show(visit, {visit.query["step"] == "confirm", {}, {}, 200});
}

http::Response goLive(const Action& action) {
  const auto outcome = action.trial().goLive(action.actor(), action.form["edition"]);
  if (!outcome)
    return show(action, {true, action.form["edition"], action.reasons(outcome.refusal()),
                         statusOf(outcome.refusal().kind)});
  http::Response response = http::redirect("/sign-in?done=run&next=%2Fadmin");
  response.header("Set-Cookie", dropCookie(sessionCookie(action.secure), action.secure));
  return response;
}

http::Response apiTrial(const Visit& visit) {
  const auto contents = visit.trial().contents(visit.actor());
  if (!contents && contents.refusal().kind != service::Refusal::Kind::NotNow)
    return visit.refusal(contents.refusal());
  if (!contents) return json(200, {{"trial", false}});
  Json parts = Json::array();
  for (const service::TrialContents::Part& each : contents->parts)
    parts.push_back({{"table", each.table}, {"title", visit.in(each.title)}, {"rows", each.rows}});
  return json(200, {{"trial", true}, {"edition", contents->edition}, {"cleared", std::move(parts)}});
}

}  // namespace lixiao::web::pages
