#include "engine/workflow/definition_items.h"

namespace lixiao::workflow {
namespace {

using yaml::Node;

std::vector<RegistrarDefinition> readRegistrars(const Fields& fields) {
  std::vector<RegistrarDefinition> registrars;
  eachEntry(fields.node("registrar_when"), [&](const Node& entry) {
    const Fields entry_fields(entry);
    registrars.push_back({entry_fields.word("when"), entry_fields.word("department"), yaml::span(entry)});
  });
  return registrars;
}

void readMessage(const Node* node, ItemDefinition& item) {
  if (node == nullptr) return;
  if (!node->isMap()) {
    item.message_zh = wordOf(*node);
    return;
  }
  if (const Node* zh = node->find("zh")) item.message_zh = wordOf(*zh);
  if (const Node* en = node->find("en")) item.message_en = wordOf(*en);
}

/// Turns the entries of a student type's `items` into items.
class ItemReader {
 public:
  ItemReader(const EditionDefinition& edition, StudentTypeDefinition& type, Findings& findings)
      : edition_(edition), type_(type), findings_(findings) {
    for (const auto& [id, places] : edition.shelf) shelf_ids_.push_back(id);
  }

  void read(const Node& entry) {
    const Node* use = entry.isMap() ? entry.find("use") : nullptr;
    if (entry.isScalar())
      pick(entry, nullptr);
    else if (use != nullptr && use->isScalar())
      pick(*use, &entry);
    else if (entry.isMap() && entry.keys.size() == 1 && use == nullptr)
      own(entry.keys[0], entry.values[0]);
    else
      type_.complete = false;
  }

 private:
  void pick(const Node& id, const Node* changes) {
    const auto shelf = edition_.shelf.find(id.text);
    if (shelf == edition_.shelf.end()) {
      type_.complete = false;
      if (edition_.lost_sections.contains("items")) return;
      findings_.error(yaml::span(id), "unknown-item",
                      "there is no item " + quoted(id.text) + " in edition.yaml",
                      didYouMean(id.text, shelf_ids_));
      return;
    }
    Fields fields(*shelf->second.second);
    if (changes != nullptr) change(fields, *changes);
    add(readItem({id.text, changes == nullptr ? shelf->second.first : &id}, fields), id);
  }

  /// Besides what it says, a change puts aside what no longer fits: the keys of another mode, and the one of
  /// `department` and `registrar_when` that it does not give.
  static void change(Fields& fields, const Node& changes) {
    if (changes.find("department") != nullptr) fields.drop("registrar_when");
    if (changes.find("registrar_when") != nullptr) fields.drop("department");
    const Node* mode = changes.find("mode");
    if (mode != nullptr && mode->text != fields.word("mode").text)
      for (const char* key : {"passes_when", "list", "visit"}) fields.drop(key);
    fields.lay(changes);
  }

  void own(const Node& id, const Node& map) {
    const auto shelf = edition_.shelf.find(id.text);
    if (shelf != edition_.shelf.end())
      findings_.conflict(yaml::span(id), yaml::span(*shelf->second.first), "item-on-shelf",
                         "the item " + quoted(id.text) +
                             " is in edition.yaml already; change it with \"use: " + id.text + "\"",
                         "defined here");
    add(readItem(wordOf(id), Fields(map)), id);
  }

  void add(ItemDefinition item, const Node& place) {
    const auto [first, is_new] = first_places_.emplace(item.id.text, &place);
    if (!is_new)
      return findings_.conflict(yaml::span(place), yaml::span(*first->second), "duplicate-item",
                                "the item " + quoted(item.id.text) + " is in this student type twice",
                                "first given here");
    type_.items.push_back(std::move(item));
  }

  const EditionDefinition& edition_;
  StudentTypeDefinition& type_;
  Findings& findings_;
  std::vector<std::string> shelf_ids_;
  std::map<std::string, const Node*> first_places_;
};

DocumentDefinition readDocument(const Node& id, const Node& map) {
  const Fields fields(map);
  DocumentDefinition document{wordOf(id),
                              titleOf(fields.node("title"), id.text),
                              fields.word("department"),
                              fields.word("applies_when"),
                              fields.word("released_when"),
                              fields.wordList("after"),
                              {},
                              {},
                              {}};
  if (const Node* collect = fields.node("collect"); collect != nullptr && collect->isMap()) {
    const Fields collect_fields(*collect);
    document.collect_from = collect_fields.word("from");
    document.collect_to = collect_fields.word("to");
    document.collect_place = collect_fields.title("place");
  }
  return document;
}

}  // namespace

ItemDefinition readItem(Word id, const Fields& fields) {
  ItemDefinition item;
  item.id = std::move(id);
  item.title = titleOf(fields.node("title"), item.id.text);
  item.department = fields.word("department");
  item.says_department = fields.node("department") != nullptr || fields.node("registrar_when") != nullptr;
  item.says_passes_when = fields.node("passes_when") != nullptr;
  item.registrars = readRegistrars(fields);
  if (const Node* registrars = fields.node("registrar_when")) item.registrar_when.at = registrars;
  item.mode = fields.word("mode");
  item.applies_when = fields.word("applies_when");
  item.passes_when = fields.word("passes_when");
  readMessage(fields.node("message"), item);
  item.after = fields.wordList("after");
  item.opens = fields.word("opens");
  item.due = fields.word("due");
  item.visit = fields.word("visit");
  item.optional = fields.word("optional");
  item.list = fields.word("list");
  return item;
}

StudentTypeDefinition readStudentType(const Node& root, const EditionDefinition& edition,
                                      Findings& findings) {
  const Fields fields(root);
  StudentTypeDefinition type;
  type.source = root.source;
  type.id = fields.word("student_type");
  type.title = titleOf(fields.node("title"), type.id.text);
  ItemReader items(edition, type, findings);
  const Node* list = fields.node("items");
  type.complete = list != nullptr && (list->isSequence() || list->isNull());
  eachEntry(list, [&](const Node& entry) { items.read(entry); });
  eachPair(fields.node("documents"),
           [&](const Node& id, const Node& map) { type.documents.push_back(readDocument(id, map)); });
  eachEntry(fields.node("notices"), [&](const Node& entry) {
    const Fields notice(entry);
    type.notices.push_back({notice.word("when"), notice.title("text")});
  });
  return type;
}

}  // namespace lixiao::workflow
