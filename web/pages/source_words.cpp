#include "web/pages/source_words.h"

#include <algorithm>

#include "web/dates.h"
#include "web/pages/student_data.h"

namespace lixiao::web::pages {
namespace {

using State = ConnectorView::State;
using Why = service::MissingFact::Why;

bool delivers(const ConnectorView& connector, const std::string& fact) {
  return std::find(connector.facts.begin(), connector.facts.end(), fact) != connector.facts.end();
}

bool decides(const ConnectorView& connector, const service::ItemView& item) {
  return std::any_of(item.reads.begin(), item.reads.end(),
                     [&](const std::string& fact) { return delivers(connector, fact); });
}

/// What is wrong with the connector as a whole; "" when it is well.
std::string ailment(const Visit& visit, const ConnectorView& connector,
                    const std::vector<model::LocalizedText>& who) {
  switch (connector.state) {
    case State::Paused:
      return visit.tr(model::Message{"the system of {0} is not being asked at the moment", who});
    case State::Held:
      return visit.tr(
          model::Message{"the last answer from the system of {0} is being checked by an administrator", who});
    case State::Failing:
      if (connector.trouble->kind == "unreachable")
        return visit.tr(model::Message{"the system of {0} cannot be reached at the moment", who});
      if (connector.trouble->kind == "malformed")
        return visit.tr(model::Message{"the system of {0} gives answers that cannot be used", who});
      return visit.tr(model::Message{"the connection to the system of {0} is not in order", who});
    default:
      return {};
  }
}

/// The ailment with the moment since when nothing came of the source, as far as this is known.
std::string ailmentSince(const Visit& visit, const ConnectorView& connector, const service::ItemView& item,
                         const service::EditionView& edition) {
  std::string wrong = ailment(visit, connector, {item.department});
  if (wrong.empty() || !connector.last_success) return wrong;
  const std::string at = moment(visit.language, edition.time_zone, *connector.last_success);
  return visit.tr(
      model::Message{"{0}; nothing new since {1}", {model::LocalizedText(wrong), model::LocalizedText(at)}});
}

std::string missingWord(const Visit& visit, const service::MissingFact& missing,
                        const service::EditionView& edition) {
  switch (missing.why) {
    case Why::Never:
      return visit.tr(model::Message{"{0}: the source has said nothing of it yet", {missing.title}});
    case Why::NotKnown:
      return visit.tr(model::Message{"{0}: the source has nothing on this student", {missing.title}});
    case Why::Old:
      return visit.tr(model::Message{
          "{0}: the last answer, of {1}, is too old",
          {missing.title, model::LocalizedText(moment(visit.language, edition.time_zone, *missing.as_of))}});
  }
  return {};
}

/// Whether the connector's ailment is why the fact is missing, so that nothing else need be said of it.
bool isBecauseOf(const service::MissingFact& missing, const std::vector<ConnectorView>& ailing) {
  return missing.why != Why::NotKnown &&
         std::any_of(ailing.begin(), ailing.end(),
                     [&](const ConnectorView& each) { return delivers(each, missing.fact); });
}

void addTitles(const Visit& visit, const std::vector<ConnectorView>& connectors,
               const std::vector<service::ItemView>& items, std::map<std::string, std::string>& titles) {
  for (const service::ItemView& item : items) {
    const std::string& department = visit.in(item.department);
    for (const ConnectorView& connector : connectors) {
      std::string& title = titles[connector.name];
      if (!decides(connector, item) || title.find(department) != std::string::npos) continue;
      const char* comma = visit.language == model::Language::Chinese ? "、" : ", ";
      title += (title.empty() ? "" : comma) + department;
    }
    addTitles(visit, connectors, item.parts, titles);
  }
}

}  // namespace

std::vector<ConnectorView> sourcesOf(const Visit& visit, const service::ItemView& item) {
  if (item.reads.empty()) return {};
  std::vector<ConnectorView> sources = visit.sources().connectors.view();
  std::erase_if(sources, [&](const ConnectorView& connector) { return !decides(connector, item); });
  return sources;
}

List sourceWords(const Visit& visit, const service::ItemView& item, const service::EditionView& edition) {
  std::vector<ConnectorView> ailing = sourcesOf(visit, item);
  std::erase_if(ailing, [&](const ConnectorView& each) { return ailment(visit, each, {}).empty(); });
  std::vector<std::string> words;
  for (const service::MissingFact& missing : item.missing)
    if (!isBecauseOf(missing, ailing)) words.push_back(missingWord(visit, missing, edition));
  for (const ConnectorView& each : ailing) words.push_back(ailmentSince(visit, each, item, edition));
  return texts(words);
}

void setSourceWords(const Visit& visit, Data& data, const service::ItemView& item,
                    const service::EditionView& edition) {
  const List words = sourceWords(visit, item, edition);
  data.set("missing", words);
  data.set("has_missing", Data(words.is_non_empty_list()));
}

std::map<std::string, std::string> systemTitles(const Visit& visit, const service::StudentView& student) {
  const std::vector<ConnectorView> connectors = visit.sources().connectors.view();
  std::map<std::string, std::string> titles;
  addTitles(visit, connectors, student.items, titles);
  addTitles(visit, connectors, student.not_applicable, titles);
  std::map<std::string, int> bearers;
  for (const auto& [name, title] : titles) ++bearers[title];
  for (auto& [name, title] : titles)
    if (title.empty() || bearers[title] > 1) title += (title.empty() ? "" : " ") + name;
  return titles;
}

}  // namespace lixiao::web::pages
