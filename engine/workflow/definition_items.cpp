#include "engine/workflow/definition_items.h"

#include "engine/workflow/definition_parts.h"
#include "engine/workflow/yaml_comment.h"

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

AppointmentDefinition readAppointment(const Node* node) {
  if (node == nullptr || !node->isMap()) return {};
  const Fields fields(*node);
  return {{{}, node},
          fields.word("slot"),
          fields.word("capacity"),
          fields.word("from"),
          fields.word("to"),
          fields.word("not_before"),
          fields.word("valid_for"),
          fields.word("weekends"),
          fields.wordList("hours")};
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
    ItemSource item({id.text, shelf->second.first}, *shelf->second.second);
    if (changes != nullptr) {
      item.change(*changes, findings_);
      item.setPlace(id);
    }
    add(item, id);
  }

  void own(const Node& id, const Node& map) {
    const auto shelf = edition_.shelf.find(id.text);
    if (shelf != edition_.shelf.end())
      findings_.conflict(yaml::span(id), yaml::span(*shelf->second.first), "item-on-shelf",
                         "the item " + quoted(id.text) +
                             " is in edition.yaml already; change it with \"use: " + id.text + "\"",
                         "defined here");
    add(ItemSource(wordOf(id), map), id);
  }

  void add(const ItemSource& item, const Node& place) {
    const auto [first, is_new] = first_places_.emplace(item.id().text, &place);
    if (!is_new)
      return findings_.conflict(yaml::span(place), yaml::span(*first->second), "duplicate-item",
                                "the item " + quoted(item.id().text) + " is in this student type twice",
                                "first given here");
    item.addTo(edition_.facts, type_.items);
  }

  const EditionDefinition& edition_;
  StudentTypeDefinition& type_;
  Findings& findings_;
  std::vector<std::string> shelf_ids_;
  std::map<std::string, const Node*> first_places_;
};

CollectDefinition readCollect(const Node* node) {
  if (node == nullptr || !node->isMap()) return {};
  const Fields fields(*node);
  return {fields.word("from"), fields.word("to"), fields.title("place")};
}

std::vector<BatchDefinition> readBatches(const Node* node) {
  std::vector<BatchDefinition> batches;
  eachEntry(node, [&](const Node& entry) {
    const Fields batch(entry);
    batches.push_back(
        {batch.word("when"), batch.title("label"), readCollect(batch.node("collect")), yaml::span(entry)});
  });
  return batches;
}

/// `because`, else the comment beside the first of the rules that has one.
model::LocalizedText readBecause(const Fields& fields, std::initializer_list<const char*> rules) {
  if (const Node* written = fields.node("because")) return titleOf(written);
  for (const char* key : rules)
    if (const Word rule = fields.word(key); rule.given())
      if (const std::string comment = yaml::commentOf(*rule.at); !comment.empty())
        return model::LocalizedText(comment);
  return {};
}

DocumentDefinition readDocument(const Node& id, const Node& map) {
  const Fields fields(map);
  return {wordOf(id),
          titleOf(fields.node("title"), id.text),
          fields.word("department"),
          fields.word("applies_when"),
          fields.word("released_when"),
          fields.wordList("after"),
          readCollect(fields.node("collect")),
          readBatches(fields.node("batches")),
          readBecause(fields, {"released_when"})};
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
  item.one_of = fields.word("one_of");
  item.waive_below = fields.word("waive_below");
  item.allow = fields.wordList("allow");
  item.register_by = fields.word("register_by");
  item.everyone_in = fields.word("everyone_in");
  item.charges = fields.word("charges");
  item.declares = fields.someWords("declares");
  item.appointment = readAppointment(fields.node("appointment"));
  item.for_each = fields.word("for_each");
  item.because = readBecause(fields, {"passes_when", "applies_when"});
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
