#include "engine/workflow/compile_documents.h"
#include "engine/workflow/compile_item.h"
#include "engine/workflow/compile_sharing.h"
#include "rules/derive.h"

namespace lixiao::workflow {
namespace {

/// Compiles one student type.
class TypeCompiler {
 public:
  TypeCompiler(Compilation& compilation, const StudentTypeDefinition& definition)
      : compilation_(compilation), definition_(definition), rules_(compilation, definition) {
    type_.id = definition.id.text;
    type_.title = definition.title;
  }

  StudentType run() {
    if (definition_.items.empty() && definition_.complete)
      compilation_.findings.error(definition_.id.span(), "no-items",
                                  "the student type " + quoted(definition_.id.text) +
                                      " has no items, so nobody of it would ever be clear");
    for (const ItemDefinition& item : definition_.items) addItem(item);
    rules_.setEach("");
    joinParts();
    type_.groups = groupsOf(definition_, type_.items);
    for (const DocumentDefinition& document : definition_.documents)
      type_.documents.push_back(
          compileDocument(compilation_, document, rules_, document_edges_.emplace_back()));
    for (const NoticeDefinition& notice : definition_.notices)
      type_.notices.push_back({rules_.add(notice.when, nullptr), notice.text});
    type_.rules = rules_.take();
    type_.order = orderOf(type_, definition_, item_edges_, document_edges_, compilation_.findings);
    if (type_.order.size() == type_.items.size() + type_.groups.size() + type_.documents.size())
      checkWaiting(compilation_, definition_, type_);
    markDaysThatAreRead();
    compilation_.item_edges.push_back(std::move(item_edges_));
    return std::move(type_);
  }

 private:
  void addItem(const ItemDefinition& definition) {
    Item item = itemOf(compilation_, definition);
    rules_.setEach(definition.each);
    std::vector<Edge> edges;
    for (const Word& earlier : definition.after)
      if (const auto position = earlierItem(earlier)) {
        item.after.push_back(*position);
        edges.push_back({*position, earlier.span()});
      }
    item.applies_when = rules_.add(definition.applies_when, &edges);
    if (definition.college.given()) limitToCollege(definition.college, item);
    for (const std::string& also : definition.also_when) rules_.restrict(item.applies_when, also);
    if (item.mode == Mode::Automatic) item.passes_when = rules_.add(definition.passes_when, &edges);
    if (item.waive_below > 0) addWaiver(definition, item);
    if (item.opens && item.opens->from)
      item.opens_when = rules_.add({}, nullptr, openingRule(compilation_.workflow, *item.opens));
    for (std::size_t i = 0; i < definition.registrars.size(); ++i)
      if (definition.registrars[i].when.given())
        item.registrars[i].when = rules_.add(definition.registrars[i].when, &edges);
    item_edges_.push_back(std::move(edges));
    type_.items.push_back(std::move(item));
  }

  /// A college's own item concerns its own students only.
  void limitToCollege(const Word& college, Item& item) {
    item.college = college.text;
    rules_.restrict(item.applies_when, "college == \"" + college.text + "\"");
  }

  /// A rule that is wrong is always true here, and was told.
  void addWaiver(const ItemDefinition& definition, Item& item) {
    const rules::Rule& passes = rules_.at(*item.passes_when);
    if (auto waived = rules::withoutSmallAmounts(passes, item.waive_below))
      item.waived_when = rules_.add(*std::move(waived));
    else if (passes.text() == definition.passes_when.text)
      compilation_.findings.error(definition.waive_below.span(), "no-money",
                                  "\"waive_below\" needs a passes_when that reads an amount of money");
  }

  void markDaysThatAreRead() {
    for (const rules::Rule& rule : type_.rules)
      for (const rules::Slot slot : rule.slots())
        if (const auto* day = std::get_if<ClearedOnSlot>(&compilation_.workflow.slots[slot]))
          for (Item& item : type_.items) item.day_is_read |= item.index == day->index;
  }

  void joinParts() {
    for (std::uint32_t i = 0; i < type_.items.size(); ++i) {
      const ItemDefinition& definition = definition_.items[i];
      const auto whole = rules_.item(definition.part_of);
      if (definition.part_of.empty() || !whole) continue;
      type_.items[i].part_of = whole;
      type_.items[*whole].parts.push_back(i);
      item_edges_[*whole].push_back({i, definition.id.span()});
    }
  }

  std::optional<std::uint32_t> earlierItem(const Word& id) {
    if (const auto position = rules_.item(id.text)) return position;
    if (lost(compilation_, {"items"})) return std::nullopt;
    if (!compilation_.workflow.item(id.text))
      compilation_.findings.error(id.span(), "unknown-item", "there is no item " + quoted(id.text),
                                  didYouMean(id.text, compilation_.workflow.item_ids));
    else if (id.at->source == definition_.source && definition_.complete)
      compilation_.findings.error(id.span(), "item-not-in-type",
                                  "the student type " + quoted(type_.id) + " has no item " + quoted(id.text));
    return std::nullopt;
  }

  Compilation& compilation_;
  const StudentTypeDefinition& definition_;
  TypeRules rules_;
  StudentType type_;
  std::vector<std::vector<Edge>> item_edges_;
  std::vector<std::vector<Edge>> document_edges_;
};

}  // namespace

StudentType compileType(Compilation& compilation, const StudentTypeDefinition& definition) {
  return TypeCompiler(compilation, definition).run();
}

}  // namespace lixiao::workflow
