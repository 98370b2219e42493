#include "engine/workflow/compile_context.h"
#include "rules/rule.h"

namespace lixiao::workflow {
namespace {

/// The inputs without which the rule cannot be true: those that `&&` joins at its root.
std::vector<rules::Slot> neededBy(const rules::Rule& rule) {
  std::vector<rules::Slot> slots;
  std::vector<const rules::Node*> nodes = {&rule.root()};
  while (!nodes.empty()) {
    const rules::Node* node = nodes.back();
    nodes.pop_back();
    if (node->op == rules::Op::Input) slots.push_back(node->slot);
    if (node->op != rules::Op::And) continue;
    for (const rules::NodePtr& part : node->args) nodes.push_back(part.get());
  }
  return slots;
}

/// What the items and documents of a type need before they can clear. Documents count on from the items.
class Needs {
 public:
  Needs(const Workflow& workflow, const StudentTypeDefinition& definition, const StudentType& type)
      : workflow_(workflow), definition_(definition), type_(type) {}

  std::vector<std::vector<Edge>> edges() {
    for (std::size_t i = 0; i < type_.items.size(); ++i) {
      const Item& item = type_.items[i];
      const ItemDefinition& written = definition_.items[i];
      edges_.emplace_back();
      for (const std::uint32_t earlier : item.after)
        addEarlier(earlier, type_.items[earlier].id, written.after);
      if (item.passes_when) addRule(*item.passes_when, written.passes_when, written.id);
      for (const std::uint32_t part : item.parts)
        edges_.back().push_back({part, definition_.items[part].id.span()});
    }
    for (std::size_t i = 0; i < type_.documents.size(); ++i) {
      const Document& document = type_.documents[i];
      edges_.emplace_back();
      for (const std::uint32_t earlier : document.after)
        addEarlier(documentNode(earlier), type_.documents[earlier].id, definition_.documents[i].after);
      addRule(document.released_when, definition_.documents[i].released_when, definition_.documents[i].id);
    }
    return std::move(edges_);
  }

 private:
  std::uint32_t documentNode(std::uint32_t position) const {
    return static_cast<std::uint32_t>(type_.items.size()) + position;
  }

  void addEarlier(std::uint32_t node, const std::string& id, const std::vector<Word>& after) {
    if (node < type_.items.size() && type_.items[node].group) return;  // another one may take its place
    for (const Word& word : after)
      if (word.text == id) edges_.back().push_back({node, word.span()});
  }

  /// `owner` is the place when the rule is not written but taken for granted.
  void addRule(RuleIndex rule, const Word& text, const Word& owner) {
    for (const rules::Slot slot : neededBy(type_.rules[rule])) {
      const SlotMeaning& meaning = workflow_.slots[slot];
      const auto place = [&](const std::string& name) {
        return text.given() ? nameInRule(text, name) : owner.span();
      };
      if (const auto* cleared = std::get_if<ClearedSlot>(&meaning))
        addItem(cleared->index, place("cleared." + workflow_.item_ids[cleared->index]));
      if (const auto* collected = std::get_if<CollectedSlot>(&meaning))
        addDocument(collected->index, place("collected." + workflow_.document_ids[collected->index]));
      if (!std::holds_alternative<AllClearedSlot>(meaning)) continue;
      for (const Item& item : type_.items)
        if (!item.optional && !item.part_of) addItem(item.index, place("all_cleared"));
    }
  }

  void addItem(ItemIndex index, const Span& place) {
    for (std::uint32_t i = 0; i < type_.items.size(); ++i)
      if (type_.items[i].index == index && !type_.items[i].group) edges_.back().push_back({i, place});
  }

  void addDocument(DocumentIndex index, const Span& place) {
    for (std::uint32_t i = 0; i < type_.documents.size(); ++i)
      if (type_.documents[i].index == index) edges_.back().push_back({documentNode(i), place});
  }

  const Workflow& workflow_;
  const StudentTypeDefinition& definition_;
  const StudentType& type_;
  std::vector<std::vector<Edge>> edges_;
};

}  // namespace

void checkWaiting(Compilation& compilation, const StudentTypeDefinition& definition,
                  const StudentType& type) {
  std::vector<std::string> ids;
  for (const Item& item : type.items) ids.push_back(item.id);
  for (const Document& document : type.documents) ids.push_back(document.id);
  reportCircles(ids, Needs(compilation.workflow, definition, type).edges(), "items and documents",
                compilation.findings);
}

}  // namespace lixiao::workflow
