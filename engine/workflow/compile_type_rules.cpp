#include "engine/workflow/compile_type_rules.h"

#include "rules/derive.h"

namespace lixiao::workflow {

TypeRules::TypeRules(Compilation& compilation, const StudentTypeDefinition& definition)
    : compilation_(compilation), definition_(definition), scope_(scopeFor(compilation, &definition)) {
  for (std::uint32_t i = 0; i < definition.items.size(); ++i) items_[definition.items[i].id.text] = i;
  for (std::uint32_t i = 0; i < definition.documents.size(); ++i)
    documents_[definition.documents[i].id.text] = i;
}

RuleIndex TypeRules::add(const Word& text, std::vector<Edge>* edges, const std::string& otherwise) {
  auto compiled =
      text.given() ? compileRule(compilation_, text, scope_) : rules::compile(otherwise, scope_).rule;
  if (compiled && text.given()) {
    checkNames(text);
    if (edges != nullptr) addEdges(text, *compiled, *edges);
  }
  return add(compiled ? std::move(*compiled) : rules::alwaysTrue());
}

RuleIndex TypeRules::add(rules::Rule rule) {
  rules_.push_back(std::move(rule));
  return static_cast<RuleIndex>(rules_.size() - 1);
}

void TypeRules::restrict(RuleIndex index, const std::string& text) {
  const auto also = rules::compile(text, scope_).rule;
  if (also) rules_[index] = rules::bothOf(*also, rules_[index]);
}

std::optional<std::uint32_t> TypeRules::item(const std::string& id) const {
  const auto found = items_.find(id);
  return found == items_.end() ? std::nullopt : std::optional(found->second);
}

std::optional<std::uint32_t> TypeRules::document(const std::string& id) const {
  const auto found = documents_.find(id);
  return found == documents_.end() ? std::nullopt : std::optional(found->second);
}

std::vector<std::string> TypeRules::documentIds() const {
  std::vector<std::string> ids;
  for (const auto& [id, position] : documents_) ids.push_back(id);
  return ids;
}

/// A rule of the type's own file speaks only of what the type has.
void TypeRules::checkNames(const Word& text) {
  if (text.at->source != definition_.source || !definition_.complete) return;
  for (const std::string& name : rules::namesUsed(text.text)) {
    const std::size_t dot = name.find('.');
    if (dot == std::string::npos) continue;
    const std::string prefix = name.substr(0, dot), id = name.substr(dot + 1);
    const bool of_item =
        prefix == "cleared" || prefix == "applies" || prefix == "cleared_on" || prefix == "charges";
    const bool of_document = prefix == "collected";
    const bool lacking = (of_item && !items_.contains(id)) || (of_document && !documents_.contains(id));
    if (lacking)
      compilation_.findings.error(nameInRule(text, name), "item-not-in-type",
                                  "the student type " + quoted(definition_.id.text) + " has no " +
                                      (of_item ? "item " : "document ") + quoted(id));
  }
}

void TypeRules::addEdges(const Word& text, const rules::Rule& compiled, std::vector<Edge>& edges) const {
  const auto read = [&](const char* prefix, ItemIndex index) {
    const std::string& id = compilation_.workflow.item_ids[index];
    if (const auto position = item(id)) edges.push_back({*position, nameInRule(text, prefix + id)});
  };
  for (const rules::Slot slot : compiled.slots()) {
    const SlotMeaning& meaning = compilation_.workflow.slots[slot];
    if (const auto* cleared = std::get_if<ClearedSlot>(&meaning)) read("cleared.", cleared->index);
    if (const auto* applies = std::get_if<AppliesSlot>(&meaning)) read("applies.", applies->index);
    if (const auto* day = std::get_if<ClearedOnSlot>(&meaning)) read("cleared_on.", day->index);
    if (const auto* charges = std::get_if<ChargesSlot>(&meaning)) read("charges.", charges->index);
    if (std::holds_alternative<AllClearedSlot>(meaning)) addAll(nameInRule(text, "all_cleared"), edges);
    if (std::holds_alternative<RemainingSlot>(meaning)) addAll(nameInRule(text, "remaining"), edges);
    if (std::holds_alternative<ChargesTotalSlot>(meaning))
      addCharging(nameInRule(text, "charges_total"), edges);
  }
}

void TypeRules::addCharging(const Span& place, std::vector<Edge>& edges) const {
  for (std::uint32_t i = 0; i < definition_.items.size(); ++i)
    if (definition_.items[i].charges.given()) edges.push_back({i, place});
}

void TypeRules::addAll(const Span& place, std::vector<Edge>& edges) const {
  for (std::uint32_t i = 0; i < definition_.items.size(); ++i) {
    const ItemDefinition& item = definition_.items[i];
    if (item.optional.text != "true" && item.part_of.empty()) edges.push_back({i, place});
  }
}

}  // namespace lixiao::workflow
