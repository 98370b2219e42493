#include "engine/workflow/definition_parts.h"

#include <algorithm>

#include "engine/workflow/definition_items.h"

namespace lixiao::workflow {
namespace {

using yaml::Node;

void layChanges(Fields& fields, const Node& changes) {
  if (changes.find("department") != nullptr) fields.drop("registrar_when");
  if (changes.find("registrar_when") != nullptr) fields.drop("department");
  const Node* mode = changes.find("mode");
  if (mode != nullptr && mode->text != fields.word("mode").text)
    for (const char* key : {"passes_when", "waive_below", "list", "visit", "register_by", "declares"})
      fields.drop(key);
  fields.lay(changes);
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

void ItemSource::addTo(std::vector<ItemDefinition>& items) const {
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
