#include <algorithm>
#include <map>

#include "engine/workflow/compile_context.h"
#include "engine/workflow/compile_item.h"
#include "rules/rule.h"

namespace lixiao::workflow {
namespace {

/// Compiles one student type.
class TypeCompiler {
 public:
  TypeCompiler(Compilation& compilation, const StudentTypeDefinition& definition)
      : compilation_(compilation), definition_(definition), scope_(scopeFor(compilation, &definition)) {
    for (std::uint32_t i = 0; i < definition.items.size(); ++i) positions_[definition.items[i].id.text] = i;
    for (std::uint32_t i = 0; i < definition.documents.size(); ++i)
      document_positions_[definition.documents[i].id.text] = i;
    type_.id = definition.id.text;
    type_.title = definition.title;
  }

  StudentType run() {
    if (definition_.items.empty() && definition_.complete)
      compilation_.findings.error(definition_.id.span(), "no-items",
                                  "the student type " + quoted(definition_.id.text) +
                                      " has no items, so nobody of it would ever be clear");
    for (const ItemDefinition& item : definition_.items) addItem(item);
    for (const DocumentDefinition& document : definition_.documents) addDocument(document);
    for (const NoticeDefinition& notice : definition_.notices)
      type_.notices.push_back({rule(notice.when, nullptr), notice.text});
    type_.order = orderOf(type_, item_edges_, document_edges_, compilation_.findings);
    if (type_.order.size() == type_.items.size() + type_.documents.size())
      checkWaiting(compilation_, definition_, type_);
    return std::move(type_);
  }

 private:
  /// Adds the rule, true when it is not given or wrong; what it reads becomes edges.
  RuleIndex rule(const Word& text, std::vector<Edge>* edges, const char* otherwise = "true") {
    auto compiled =
        text.given() ? compileRule(compilation_, text, scope_) : rules::compile(otherwise, scope_).rule;
    if (compiled && text.given()) {
      checkNames(text);
      if (edges != nullptr) addEdges(text, *compiled, *edges);
    }
    type_.rules.push_back(compiled ? std::move(*compiled) : rules::alwaysTrue());
    return static_cast<RuleIndex>(type_.rules.size() - 1);
  }

  /// A rule of the type's own file speaks only of what the type has.
  void checkNames(const Word& text) {
    if (text.at->source != definition_.source || !definition_.complete) return;
    for (const std::string& name : rules::namesUsed(text.text)) {
      const std::size_t dot = name.find('.');
      if (dot == std::string::npos) continue;
      const std::string prefix = name.substr(0, dot), id = name.substr(dot + 1);
      const bool item = prefix == "cleared" || prefix == "applies";
      if (item && !positions_.contains(id))
        compilation_.findings.error(nameInRule(text, name), "item-not-in-type",
                                    "the student type " + quoted(type_.id) + " has no item " + quoted(id));
      if (prefix == "collected" && !document_positions_.contains(id))
        compilation_.findings.error(
            nameInRule(text, name), "item-not-in-type",
            "the student type " + quoted(type_.id) + " has no document " + quoted(id));
    }
  }

  void addEdges(const Word& text, const rules::Rule& compiled, std::vector<Edge>& edges) {
    const Workflow& workflow = compilation_.workflow;
    for (const rules::Slot slot : compiled.slots()) {
      const SlotMeaning& meaning = workflow.slots[slot];
      if (const auto* cleared = std::get_if<ClearedSlot>(&meaning))
        addEdge("cleared.", workflow.item_ids[cleared->index], text, edges);
      if (const auto* applies = std::get_if<AppliesSlot>(&meaning))
        addEdge("applies.", workflow.item_ids[applies->index], text, edges);
      if (std::holds_alternative<AllClearedSlot>(meaning)) addAll(nameInRule(text, "all_cleared"), edges);
      if (std::holds_alternative<RemainingSlot>(meaning)) addAll(nameInRule(text, "remaining"), edges);
    }
  }

  void addEdge(const char* prefix, const std::string& id, const Word& text, std::vector<Edge>& edges) {
    const auto found = positions_.find(id);
    if (found != positions_.end()) edges.push_back({found->second, nameInRule(text, prefix + id)});
  }

  void addAll(const Span& place, std::vector<Edge>& edges) {
    for (std::uint32_t i = 0; i < definition_.items.size(); ++i)
      if (definition_.items[i].optional.text != "true") edges.push_back({i, place});
  }

  void addItem(const ItemDefinition& definition) {
    Item item = itemOf(compilation_, definition);
    std::vector<Edge> edges;
    for (const Word& earlier : definition.after)
      if (const auto position = earlierItem(earlier)) {
        item.after.push_back(*position);
        edges.push_back({*position, earlier.span()});
      }
    item.applies_when = rule(definition.applies_when, &edges);
    if (item.mode == Mode::Automatic) item.passes_when = rule(definition.passes_when, &edges);
    for (std::size_t i = 0; i < definition.registrars.size(); ++i)
      if (definition.registrars[i].when.given())
        item.registrars[i].when = rule(definition.registrars[i].when, &edges);
    item_edges_.push_back(std::move(edges));
    type_.items.push_back(std::move(item));
  }

  std::optional<std::uint32_t> earlierItem(const Word& id) {
    const auto found = positions_.find(id.text);
    if (found != positions_.end()) return found->second;
    if (lost(compilation_, {"items"})) return std::nullopt;
    if (!compilation_.workflow.item(id.text))
      compilation_.findings.error(id.span(), "unknown-item", "there is no item " + quoted(id.text),
                                  didYouMean(id.text, compilation_.workflow.item_ids));
    else if (id.at->source == definition_.source && definition_.complete)
      compilation_.findings.error(id.span(), "item-not-in-type",
                                  "the student type " + quoted(type_.id) + " has no item " + quoted(id.text));
    return std::nullopt;
  }

  void addDocument(const DocumentDefinition& definition) {
    const Workflow& workflow = compilation_.workflow;
    Document document;
    document.index = workflow.document(definition.id.text).value_or(0);
    document.id = definition.id.text;
    document.title = definition.title;
    document.department = resolveDepartment(compilation_, definition.department).value_or(0);
    document.collect.from = resolveDay(compilation_, definition.collect_from, true);
    document.collect.to = resolveDay(compilation_, definition.collect_to, false);
    document.collect.place = definition.collect_place;
    checkWindow(compilation_, definition.collect_to, document.collect.from, document.collect.to);
    std::vector<Edge> edges;
    for (const Word& earlier : definition.after) addEarlierDocument(earlier, document, edges);
    document.applies_when = rule(definition.applies_when, nullptr);
    document.released_when = rule(definition.released_when, nullptr, "all_cleared");
    document_edges_.push_back(std::move(edges));
    type_.documents.push_back(std::move(document));
  }

  void addEarlierDocument(const Word& earlier, Document& document, std::vector<Edge>& edges) {
    const auto found = document_positions_.find(earlier.text);
    if (found == document_positions_.end()) {
      std::vector<std::string> ids;
      for (const auto& [id, position] : document_positions_) ids.push_back(id);
      compilation_.findings.error(earlier.span(), "unknown-document",
                                  "there is no document " + quoted(earlier.text),
                                  didYouMean(earlier.text, ids));
      return;
    }
    document.after.push_back(found->second);
    edges.push_back({found->second, earlier.span()});
  }

  Compilation& compilation_;
  const StudentTypeDefinition& definition_;
  rules::Scope scope_;
  StudentType type_;
  std::map<std::string, std::uint32_t> positions_;
  std::map<std::string, std::uint32_t> document_positions_;
  std::vector<std::vector<Edge>> item_edges_;
  std::vector<std::vector<Edge>> document_edges_;
};

}  // namespace

StudentType compileType(Compilation& compilation, const StudentTypeDefinition& definition) {
  return TypeCompiler(compilation, definition).run();
}

}  // namespace lixiao::workflow
