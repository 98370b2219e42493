#include "engine/workflow/definition_parts.h"

#include <algorithm>

#include "engine/workflow/definition_items.h"

namespace lixiao::workflow {
namespace {

using yaml::Node;

constexpr std::size_t kMostExpanded = 1000;

void layChanges(Fields& fields, const Node& changes) {
  if (changes.find("department") != nullptr) fields.drop("registrar_when");
  if (changes.find("registrar_when") != nullptr) fields.drop("department");
  const Node* mode = changes.find("mode");
  if (mode != nullptr && mode->text != fields.word("mode").text)
    for (const char* key : {"passes_when", "waive_below", "list", "visit", "register_by", "declares"})
      fields.drop(key);
  fields.lay(changes);
}

model::LocalizedText extended(model::LocalizedText title, const std::string& end) {
  for (std::string* text : {&title.zh, &title.en})
    if (!text->empty()) *text += end;
  return title;
}

/// The text with the word in the place of `{each}`.
std::string withWord(std::string text, const std::string& word) {
  constexpr std::string_view kPlace = "{each}";
  for (std::size_t at = text.find(kPlace); at != std::string::npos; at = text.find(kPlace, at + word.size()))
    text.replace(at, kPlace.size(), word);
  return text;
}

}  // namespace

ItemSource::ItemSource(Word id, const Node& map) : id_(std::move(id)), fields_(map) {
  eachPair(fields_.node("parts"), [&](const Node& part, const Node& part_map) {
    if (!part_map.isNull()) parts_.push_back({wordOf(part), Fields(part_map)});
  });
}

void ItemSource::change(const Node& changes, Findings& findings) {
  layChanges(fields_, changes);
  eachPair(changes.find("parts"),
           [&](const Node& part, const Node& part_map) { changePart(part, part_map, findings); });
}

void ItemSource::changePart(const Node& id, const Node& changes, Findings& findings) {
  const auto known =
      std::find_if(parts_.begin(), parts_.end(), [&](const Part& part) { return part.id.text == id.text; });
  if (changes.isNull()) {
    if (known != parts_.end()) parts_.erase(known);
    return;
  }
  if (known != parts_.end()) {
    known->id.at = &id;
    return layChanges(known->fields, changes);
  }
  parts_.push_back({wordOf(id), Fields(changes)});
  for (const char* key : {"title", "mode"})
    if (changes.isMap() && changes.find(key) == nullptr)
      findings.error(yaml::span(id), "missing-key", quoted(key) + " is missing in a part");
}

void ItemSource::addTo(const std::vector<FactDefinition>& facts, std::vector<ItemDefinition>& items) const {
  const std::string fact = fields_.word("for_each").text;
  const auto found = std::find_if(facts.begin(), facts.end(), [&](const FactDefinition& f) {
    return f.name.text == fact && f.several.text == "true" && !f.values.empty();
  });
  const bool endless = items.size() > kMostExpanded;  // too many, which is told when all are read
  if (found == facts.end() || endless) return addOnce(items);
  for (const Word& value : found->values) addFor(value.text, items);
}

/// The item and its parts once more, for one word.
void ItemSource::addFor(const std::string& word, std::vector<ItemDefinition>& items) const {
  const std::size_t first = items.size();
  ItemSource source = *this;
  source.id_.text += "." + word;
  source.addOnce(items);
  for (std::size_t i = first; i < items.size(); ++i) {
    ItemDefinition& item = items[i];
    item.each = word;
    item.for_each = fields_.word("for_each");
    item.also_when.push_back("\"" + word + "\" in " + item.for_each.text);
    if (i == first) item.title = extended(item.title, " · " + word);
    item.because = model::LocalizedText(withWord(item.because.zh, word), withWord(item.because.en, word));
  }
}

void ItemSource::addOnce(std::vector<ItemDefinition>& items) const {
  ItemDefinition item = readItem(id_, fields_);
  item.has_parts = !parts_.empty();
  items.push_back(std::move(item));
  for (const Part& part : parts_) {
    Fields fields = part.fields;
    if (fields.node("department") == nullptr && fields.node("registrar_when") == nullptr)
      for (const char* key : {"department", "registrar_when"}) fields.take(key, fields_);
    ItemDefinition definition = readItem({id_.text + "." + part.id.text, part.id.at}, fields);
    definition.part_of = id_.text;
    items.push_back(std::move(definition));
  }
}

}  // namespace lixiao::workflow
