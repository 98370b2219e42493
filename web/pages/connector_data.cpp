#include "web/pages/connector_data.h"

#include <algorithm>
#include <set>

#include "web/dates.h"
#include "web/pages/student_data.h"

namespace lixiao::web::pages {
namespace {

using State = ConnectorView::State;
using Why = service::MissingFact::Why;

std::string stateWord(const Visit& visit, State state) {
  switch (state) {
    case State::Ok:
      return visit.tr("ok");
    case State::Late:
      return visit.tr("late");
    case State::Failing:
      return visit.tr("failing");
    case State::Held:
      return visit.tr("held");
    case State::Never:
      return visit.tr("never answered");
    case State::Paused:
      return visit.tr("paused");
  }
  return {};
}

Data momentOrNothing(const Visit& visit, const service::EditionView& edition,
                     const std::optional<model::Instant>& at) {
  return at ? Data(moment(visit.language, edition.time_zone, *at)) : Data(false);
}

std::string seconds(std::chrono::milliseconds took) {
  const auto tenths = (took.count() + 50) / 100;
  return std::to_string(tenths / 10) + "." + std::to_string(tenths % 10) + " s";
}

/// `values of finance.tuition_due that are not 0: from 40 to 0 students`.
std::string heldWords(const Visit& visit, const PollView& poll) {
  const std::vector<model::LocalizedText> arguments = {
      model::LocalizedText(poll.held->fact), model::LocalizedText(std::to_string(poll.held->before)),
      model::LocalizedText(std::to_string(poll.held->after))};
  if (poll.held_of == "known")
    return visit.tr(model::Message{"{0} is known of {2} students, before of {1}", arguments});
  if (poll.held_of == "not")
    return visit.tr(model::Message{"{0} is false for {2} students, before for {1}", arguments});
  return visit.tr(model::Message{"{0} is above nothing for {2} students, before for {1}", arguments});
}

Data troubleData(const Visit& visit, const SourceTrouble& trouble) {
  Data data;
  data.set("kind", trouble.kind);
  data.set("words", troubleWords(visit, trouble.kind));
  data.set("text", trouble.text);
  data.set("answer", textOrNothing(trouble.answer));
  return data;
}

const ConnectorView* delivererOf(const std::vector<ConnectorView>& connectors, const std::string& fact) {
  const auto found = std::find_if(connectors.begin(), connectors.end(), [&](const ConnectorView& each) {
    return std::find(each.facts.begin(), each.facts.end(), fact) != each.facts.end();
  });
  return found == connectors.end() ? nullptr : &*found;
}

/// What is wrong with the connector as a whole; "" when it is well.
std::string ailment(const Visit& visit, const ConnectorView& connector,
                    const std::vector<model::LocalizedText>& who) {
  switch (connector.state) {
    case State::Paused:
      return visit.tr(model::Message{"the system of {0} is not being asked at the moment", who});
    case State::Held:
      return visit.tr(model::Message{"the last answer from the system of {0} is being checked", who});
    case State::Failing:
      if (connector.trouble->kind == "unreachable")
        return visit.tr(model::Message{"the system of {0} does not answer at the moment", who});
      if (connector.trouble->kind == "malformed")
        return visit.tr(model::Message{"the system of {0} gives answers that cannot be used", who});
      return visit.tr(model::Message{"the connection to the system of {0} is not in order", who});
    default:
      return {};
  }
}

std::string missingWord(const Visit& visit, const service::MissingFact& missing,
                        const service::EditionView& edition) {
  switch (missing.why) {
    case Why::Never:
      return visit.tr(model::Message{"{0}: not asked about yet", {missing.title}});
    case Why::NotKnown:
      return visit.tr(model::Message{"{0}: the source has nothing on this student", {missing.title}});
    case Why::Old:
      return visit.tr(model::Message{
          "{0}: the last answer, of {1}, is too old",
          {missing.title, model::LocalizedText(moment(visit.language, edition.time_zone, *missing.as_of))}});
  }
  return {};
}

}  // namespace

std::string connectorUrl(const std::string& name) {
  return "/admin/connectors/" + encode(name);
}

std::string age(const Visit& visit, model::Instant at) {
  using namespace std::chrono;
  const auto seconds_ago = std::max<std::int64_t>(
      0, duration_cast<std::chrono::seconds>(visit.sources().clock.now() - at).count());
  const auto count = [](std::int64_t value) { return static_cast<std::size_t>(value); };
  if (seconds_ago < 90) return visit.trn("{0} second ago", "{0} seconds ago", count(seconds_ago));
  if (seconds_ago < 90 * 60) return visit.trn("{0} minute ago", "{0} minutes ago", count(seconds_ago / 60));
  if (seconds_ago < 36 * 3600) return visit.trn("{0} hour ago", "{0} hours ago", count(seconds_ago / 3600));
  return visit.trn("{0} day ago", "{0} days ago", count(seconds_ago / 86400));
}

std::string troubleWords(const Visit& visit, const std::string& kind) {
  if (kind == "unreachable") return visit.tr("The source cannot be reached or does not answer in time.");
  if (kind == "refused") return visit.tr("The source answers, but refuses this service.");
  if (kind == "malformed") return visit.tr("The source answers, but its answer cannot be trusted.");
  if (kind == "config") return visit.tr("Something that the settings name is not there.");
  return visit.tr("The connector itself failed.");
}

Data connectorData(const Visit& visit, const ConnectorView& connector, const service::EditionView& edition) {
  Data data;
  data.set("name", connector.name);
  data.set("connector_url", connectorUrl(connector.name));
  data.set("kind", connector.kind == connector.name ? Data(false) : Data(connector.kind));
  data.set("state", std::string(word(connector.state)));
  data.set("state_word", stateWord(visit, connector.state));
  data.set("running", Data(connector.running));
  data.set("success", momentOrNothing(visit, edition, connector.last_success));
  data.set("age", connector.last_success ? Data(age(visit, *connector.last_success)) : Data(false));
  data.set("attempt", momentOrNothing(visit, edition, connector.last_attempt));
  data.set("next", momentOrNothing(visit, edition, connector.next_attempt));
  data.set("trouble", connector.trouble ? troubleData(visit, *connector.trouble) : Data(false));
  data.set("failures", visit.trn("{0} failure in a row", "{0} failures in a row", connector.failures));
  data.set("probing", Data(connector.probing));
  data.set("delivered", visit.trn("{0} value", "{0} values", connector.delivered));
  data.set("asked", visit.trn("for {0} student", "for {0} students", connector.asked));
  data.set("unknown", connector.unknown == 0
                          ? Data(false)
                          : Data(visit.trn("{0} student is not known there",
                                           "{0} students are not known there", connector.unknown)));
  data.set("held", connector.held ? Data(heldWords(visit, *connector.held)) : Data(false));
  data.set("facts", texts(connector.facts));
  return data;
}

Data pollData(const Visit& visit, const PollView& poll, const service::EditionView& edition) {
  Data data;
  data.set("began", moment(visit.language, edition.time_zone, poll.began));
  data.set("age", age(visit, poll.began));
  data.set("took", seconds(poll.took));
  data.set("trouble", poll.trouble ? troubleData(visit, *poll.trouble) : Data(false));
  data.set("held", poll.held ? Data(heldWords(visit, poll)) : Data(false));
  data.set("fine", Data(!poll.trouble && !poll.held));
  data.set("asked", std::to_string(poll.asked));
  data.set("delivered", std::to_string(poll.delivered));
  data.set("unknown", std::to_string(poll.unknown));
  return data;
}

List missingWords(const Visit& visit, const service::ItemView& item, const service::EditionView& edition) {
  if (item.missing.empty()) return texts({});
  const std::vector<ConnectorView> connectors = visit.sources().connectors.view();
  std::vector<std::string> words;
  std::set<std::string> ailing;
  for (const service::MissingFact& missing : item.missing) {
    const ConnectorView* connector = delivererOf(connectors, missing.fact);
    const std::string wrong = connector != nullptr ? ailment(visit, *connector, {item.department}) : "";
    if (!wrong.empty() && !ailing.insert(connector->name).second) continue;
    words.push_back(wrong.empty() ? missingWord(visit, missing, edition) : wrong);
  }
  return texts(words);
}

}  // namespace lixiao::web::pages
