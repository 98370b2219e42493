#include <algorithm>

#include "engine/service/written.h"
#include "web/dates.h"
#include "web/json.h"
#include "web/pages/connector_data.h"
#include "web/pages/pages.h"

namespace lixiao::web::pages {
namespace {

std::optional<ConnectorView> find(const Visit& visit) {
  for (ConnectorView& each : visit.sources().connectors.view())
    if (each.name == visit.path[0]) return std::move(each);
  return std::nullopt;
}

/// Which held poll a form is about: a page may be older than the poll that is held now.
std::string ticketOf(const PollView& held) {
  return std::to_string(held.began.time_since_epoch().count());
}

Data triedData(const Visit& visit, const TriedConnector& tried, const service::EditionView& edition) {
  Data data;
  data.set("data_of",
           tried.as_of ? Data(moment(visit.language, edition.time_zone, *tried.as_of)) : Data(false));
  data.set("took", std::to_string(tried.took.count()));
  data.set("known", Data(tried.known && !tried.trouble));
  data.set("unknown", Data(!tried.known && !tried.trouble));
  data.set("trouble", tried.trouble ? Data(troubleWords(visit, tried.trouble->kind)) : Data(false));
  data.set("text", tried.trouble ? Data(tried.trouble->text) : Data(false));
  data.set("answer", tried.trouble ? textOrNothing(tried.trouble->answer) : Data(false));
  List facts(Data::type::list);
  for (const TriedConnector::Fact& each : tried.facts) {
    Data fact;
    fact.set("fact", each.fact);
    fact.set("value", textOrNothing(each.value));
    facts.push_back(fact);
  }
  data.set("facts", facts);
  return data;
}

std::string doneWords(const Visit& visit) {
  const std::string& done = visit.query["done"];
  if (done == "paused") return visit.tr("The connector is paused.");
  if (done == "resumed") return visit.tr("The connector is at work again.");
  if (done == "asked") return visit.tr("The source is being asked now.");
  if (done == "released") return visit.tr("The held poll is applied.");
  if (done == "discarded") return visit.tr("The held poll is forgotten, and the source is being asked anew.");
  return {};
}

/// What was typed, and what came of it.
struct Trial {
  std::string student_no, problem;
  std::optional<TriedConnector> tried;
};

http::Response show(const Visit& visit, const ConnectorView& connector, const std::string& problem,
                    const Trial& trial, int status) {
  const service::EditionView edition = visit.queries().edition();
  Data data = connectorData(visit, connector, edition);
  const bool may_act = visit.actor().role == service::Role::Admin;
  data.set("may_act", Data(may_act));
  for (const char* act : {"poll", "pause", "release", "discard", "try"})
    data.set(std::string(act) + "_url", connectorUrl(connector.name) + "/" + act);
  data.set("paused", Data(connector.state == ConnectorView::State::Paused || !connector.next_attempt));
  data.set("ticket", connector.held ? Data(ticketOf(*connector.held)) : Data(false));
  data.set("confirmation", textOrNothing(doneWords(visit)));
  data.set("problem", textOrNothing(problem));
  data.set("typed_student_no", trial.student_no);
  data.set("try_problem", textOrNothing(trial.problem));
  data.set("tried", trial.tried ? triedData(visit, *trial.tried, edition) : Data(false));
  List polls(Data::type::list);
  for (const PollView& poll : visit.sources().connectors.polls(connector.name))
    polls.push_back(pollData(visit, poll, edition));
  data.set("polls", polls);
  data.set("has_polls", Data(polls.is_non_empty_list()));
  return visit.page("connector", connector.name, std::move(data), status);
}

http::Response back(const Visit& visit, const char* done) {
  return http::redirect(connectorUrl(visit.path[0]) + "?done=" + done);
}

/// Does the act to the poll that was looked at; `act` tells whether that poll was still held.
template <typename Act>
http::Response decideHeld(const Action& action, const char* done, const std::string& failed, const Act& act) {
  const auto allowed = action.sources().source_acts.look(action.actor());
  if (!allowed) return action.refusal(allowed.refusal());
  const auto connector = find(action);
  if (!connector) return action.error(404);
  const bool same = connector->held && ticketOf(*connector->held) == action.form["ticket"];
  const std::string overtaken =
      action.tr("Another poll is held now, or none any more. Look at it and decide again.");
  if (!same) return show(action, *connector, overtaken, {}, 409);
  try {
    return act(*connector->held) ? back(action, done) : show(action, *connector, overtaken, {}, 409);
  } catch (const std::exception& fault) {
    return show(action, *connector, failed + " " + fault.what(), {}, 409);
  }
}

}  // namespace

http::Response connector(const Visit& visit) {
  const auto connector = find(visit);
  return connector ? show(visit, *connector, {}, {}, 200) : visit.error(404);
}

http::Response pauseConnector(const Action& action) {
  const std::string& wanted = action.form["paused"];
  if (wanted != "yes" && wanted != "no") return action.error(400);
  if (!find(action)) return action.error(404);
  const bool paused = wanted == "yes";
  const auto recorded = action.sources().source_acts.pause(action.actor(), action.path[0], paused);
  if (!recorded) return action.refusal(recorded.refusal());
  action.sources().connectors.pause(action.path[0], paused);
  return back(action, paused ? "paused" : "resumed");
}

http::Response pollConnector(const Action& action) {
  const auto allowed = action.sources().source_acts.look(action.actor());
  if (!allowed) return action.refusal(allowed.refusal());
  return action.sources().connectors.pollNow(action.path[0]) ? back(action, "asked") : action.error(404);
}

http::Response releasePoll(const Action& action) {
  const std::string& name = action.path[0];
  return decideHeld(
      action, "released", action.tr("The held poll could not be applied:"), [&](const PollView& held) {
        if (!action.sources().connectors.release(name, held.began)) return false;
        return static_cast<bool>(action.sources().source_acts.release(action.actor(), name, *held.held));
      });
}

http::Response discardPoll(const Action& action) {
  const std::string& name = action.path[0];
  return decideHeld(
      action, "discarded", action.tr("The held poll could not be forgotten:"), [&](const PollView& held) {
        return action.sources().connectors.discard(name, held.began, [&] {
          static_cast<void>(action.sources().source_acts.discard(action.actor(), name, *held.held));
        });
      });
}

http::Response tryConnector(const Action& action) {
  const auto connector = find(action);
  if (!connector) return action.error(404);
  const auto allowed = action.sources().source_acts.look(action.actor());
  if (!allowed) return action.refusal(allowed.refusal());
  Trial trial;
  trial.student_no = action.form["student_no"];
  if (const auto wrong = service::wrongNumber(trial.student_no)) {
    trial.problem = action.tr(*wrong);
    return show(action, *connector, {}, trial, 422);
  }
  trial.tried = action.sources().connectors.tryOut(connector->name, trial.student_no);
  if (!trial.tried)
    trial.problem = action.tr("Too many questions wait for this source. Try again in a minute.");
  return show(action, *connector, {}, trial, trial.tried ? 200 : 429);
}

http::Response apiConnectors(const Visit& visit) {
  return json(200, toJson(visit, visit.sources().connectors.view()));
}

http::Response apiConnectorPolls(const Visit& visit) {
  if (!find(visit)) return visit.error(404);
  return json(200, toJson(visit.sources().connectors.polls(visit.path[0])));
}

}  // namespace lixiao::web::pages
