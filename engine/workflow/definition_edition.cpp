#include "engine/workflow/definition_parts.h"
#include "engine/workflow/keys.h"
#include "engine/workflow/keys_scalar.h"

namespace lixiao::workflow {
namespace {

using yaml::Node;

CalendarDefinition readCalendarEntry(const Node& id, const Node& entry) {
  if (!entry.isMap()) return {wordOf(id), model::LocalizedText(id.text), wordOf(entry), {}};
  const Fields fields(entry);
  return {wordOf(id), titleOf(fields.node("title"), id.text), fields.word("from"), fields.word("to")};
}

AttributeDefinition readAttribute(const Node& name, const Node& map) {
  const Fields fields(map);
  return {wordOf(name), titleOf(fields.node("title"), name.text), fields.word("type"),
          fields.wordList("values"), fields.word("optional").text == "true"};
}

FactDefinition readFact(const Node& name, const Node& map) {
  const Fields fields(map);
  const Word max_age = fields.word("max_age");
  return {wordOf(name),
          titleOf(fields.node("title"), name.text),
          fields.word("type"),
          fields.wordList("values"),
          fields.word("currency"),
          parseDuration(max_age.text),
          fields.word("several"),
          fields.word("declared_by"),
          fields.word("confirmed_by")};
}

std::set<std::string, std::less<>> lostSections(const Node& root) {
  std::set<std::string, std::less<>> lost;
  std::vector<std::string> missing;
  for (const Key& key : shape("edition").keys) {
    const Node* section = root.find(key.name);
    if (section == nullptr) missing.emplace_back(key.name);
    const bool malformed = section != nullptr && !section->isMap() && !section->isNull();
    if (key.form == Form::MapOf && (malformed || (section == nullptr && key.need == Need::Required)))
      lost.emplace(key.name);
  }
  for (const Node& key : root.keys)
    if (const std::string meant = model::nearestWord(key.text, missing); !meant.empty()) lost.insert(meant);
  return lost;
}

}  // namespace

EditionDefinition readEdition(const Node& root) {
  const Fields fields(root);
  EditionDefinition edition;
  edition.source = root.source;
  edition.lost_sections = lostSections(root);
  edition.edition = fields.word("edition");
  edition.title = titleOf(fields.node("title"), edition.edition.text);
  edition.timezone = fields.word("timezone");
  eachPair(fields.node("calendar"), [&](const Node& id, const Node& entry) {
    edition.calendar.push_back(readCalendarEntry(id, entry));
  });
  eachPair(fields.node("attributes"), [&](const Node& name, const Node& map) {
    edition.attributes.push_back(readAttribute(name, map));
  });
  eachPair(fields.node("facts"),
           [&](const Node& name, const Node& map) { edition.facts.push_back(readFact(name, map)); });
  eachPair(fields.node("lists"), [&](const Node& id, const Node& map) {
    const Fields list(map);
    edition.lists.push_back(
        {wordOf(id), titleOf(list.node("title"), id.text), list.word("department"), list.word("due")});
  });
  eachPair(fields.node("departments"), [&](const Node& id, const Node& map) {
    const Fields department(map);
    edition.departments.push_back(
        {wordOf(id), titleOf(department.node("title"), id.text), department.word("scope")});
  });
  eachPair(fields.node("providers"), [&](const Node& id, const Node& map) {
    const Fields provider(map);
    edition.providers.push_back(
        {wordOf(id), titleOf(provider.node("title"), id.text), provider.word("provides")});
  });
  eachPair(fields.node("conditions"), [&](const Node& name, const Node& rule) {
    edition.conditions.push_back({wordOf(name), model::LocalizedText(name.text), wordOf(rule)});
  });
  eachPair(fields.node("items"), [&](const Node& id, const Node& map) {
    edition.shelf[id.text] = {&id, &map};
    ItemSource(wordOf(id), map).addTo(edition.facts, edition.items);
  });
  return edition;
}

}  // namespace lixiao::workflow
