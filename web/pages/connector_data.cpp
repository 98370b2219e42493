#include "web/pages/connector_data.h"

#include <algorithm>

#include "web/dates.h"
#include "web/pages/student_data.h"

namespace lixiao::web::pages {
namespace {

using State = ConnectorView::State;

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

/// `finance.tuition_due: 0 students owe something now; 40 did before`.
std::string heldWords(const Visit& visit, const PollView& poll) {
  const std::vector<model::LocalizedText> arguments = {
      model::LocalizedText(poll.held->fact), model::LocalizedText(std::to_string(poll.held->before)),
      model::LocalizedText(std::to_string(poll.held->after))};
  if (poll.held_of == "known")
    return visit.tr(model::Message{"{0}: the source knows {2} students now; it knew {1} before", arguments});
  if (poll.held_of == "not")
    return visit.tr(model::Message{"{0}: it is “no” for {2} students now; it was for {1} before", arguments});
  return visit.tr(model::Message{"{0}: {2} students owe something now; {1} did before", arguments});
}

Data troubleData(const Visit& visit, const SourceTrouble& trouble) {
  Data data;
  data.set("kind", trouble.kind);
  data.set("words", troubleWords(visit, trouble.kind));
  data.set("text", trouble.text);
  data.set("answer", textOrNothing(trouble.answer));
  return data;
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
  data.set("data_of", momentOrNothing(visit, edition, connector.as_of));
  data.set("data_age", connector.as_of ? Data(age(visit, *connector.as_of)) : Data(false));
  data.set("undeclared", texts(connector.undeclared));
  data.set("has_undeclared", Data(!connector.undeclared.empty()));
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
  const bool old = poll.as_of && *poll.as_of + std::chrono::minutes(1) < poll.began;
  data.set("data_of", momentOrNothing(visit, edition, old ? poll.as_of : std::nullopt));
  const auto count =
      [&](std::size_t value) {  // a poll that failed has delivered nothing that could be counted
        return poll.trouble && value == 0 ? std::string("—") : std::to_string(value);
      };
  data.set("asked", count(poll.asked));
  data.set("delivered", count(poll.delivered));
  data.set("unknown", count(poll.unknown));
  return data;
}

}  // namespace lixiao::web::pages
