#include <algorithm>

#include "engine/workflow/analysis.h"
#include "engine/workflow/keys.h"
#include "rules/rule.h"

namespace lixiao::workflow {
namespace {

using yaml::Node;

/// Every name that the files use, by what it is used as.
class Uses {
 public:
  void read(const Node& root, const Shape& shape) { map(root, shape); }

  /// In a rule, a day, a message, or as the value of a key.
  bool has(const std::string& name) const { return names_.contains(name); }
  bool hasPrefixed(const std::string& prefix, const std::string& name) const {
    return names_.contains(prefix + name);
  }
  bool hasKey(const std::string& key, const std::string& value) const {
    return values_.contains({key, value});
  }
  /// Of the calendar: itself, or one of its ends.
  bool hasDay(const std::string& id) const { return has(id) || has(id + ".from") || has(id + ".to"); }

 private:
  void map(const Node& node, const Shape& shape) {
    for (std::size_t i = 0; i < node.keys.size(); ++i)
      for (const Key& key : shape.keys)
        if (key.name == node.keys[i].text) value(node.values[i], key);
    if (node.isMap() && shape.scalar == Form::ItemEntry) itemEntry(node);
  }

  void itemEntry(const Node& node) {
    if (node.find("use") != nullptr) return map(node, lixiao::workflow::shape("item"));
    for (const Node& item : node.values) map(item, lixiao::workflow::shape("item"));
  }

  void value(const Node& node, const Key& key) {
    if (node.isScalar()) return scalar(node, key.form, key.name);
    const bool listed = node.isSequence() || key.form == Form::MapOf;
    if (key.of.empty() || key.form == Form::Word) return;
    const Shape& of = lixiao::workflow::shape(key.of);
    if (!listed) return map(node, of, key.name);
    for (const Node& entry : node.values)
      if (entry.isScalar())
        scalar(entry, of.scalar, key.name);
      else
        map(entry, of);
  }

  /// A map below a key of texts, like message: its texts belong to the key.
  void map(const Node& node, const Shape& shape, std::string_view key) {
    if (shape.name != "title") return map(node, shape);
    for (const Node& text : node.values)
      if (text.isScalar()) scalar(text, Form::Text, key);
  }

  void scalar(const Node& node, Form form, std::string_view key) {
    values_.emplace(key, node.text);
    if (form == Form::Rule)
      for (std::string& name : rules::namesUsed(node.text)) names_.insert(std::move(name));
    else if (form == Form::Day)
      names_.insert(node.text.substr(0, node.text.find_first_of(" +-")));
    else if (key == "message")
      placeholders(node.text);
  }

  void placeholders(const std::string& text) {
    for (std::size_t at = text.find('{'); at != std::string::npos; at = text.find('{', at + 1))
      names_.insert(text.substr(at + 1, text.find('}', at) - at - 1));
  }

  std::set<std::string> names_;
  std::set<std::pair<std::string, std::string>> values_;
};

class Unused {
 public:
  Unused(const Uses& uses, bool colleges, Findings& findings)
      : uses_(uses), colleges_(colleges), findings_(findings) {}

  void tell(const Word& name, const char* what, bool used, const char* hint = "") {
    if (name.given() && !used)
      findings_.warning(name.span(), "unused-name",
                        "nothing uses the " + std::string(what) + " " + quoted(name.text), hint);
  }

  void calendar(const EditionDefinition& edition) {
    for (const CalendarDefinition& entry : edition.calendar)
      tell(entry.id, "day", isShown(entry.title, entry.id) || uses_.hasDay(entry.id.text),
           "give it a title if people are to see it");
  }

  void attributes(const EditionDefinition& edition) {
    for (const AttributeDefinition& attribute : edition.attributes) {
      const std::string& name = attribute.name.text;
      bool used = name == "student_type" || isShown(attribute.title, attribute.name) || uses_.has(name);
      for (const char* key : {"scope", "register_by", "everyone_in"}) used = used || uses_.hasKey(key, name);
      tell(attribute.name, "attribute", used || (name == "college" && colleges_),
           "give it a title if people are to see it");
    }
  }

  void facts(const EditionDefinition& edition) {
    for (const FactDefinition& fact : edition.facts) {
      const std::string& name = fact.name.text;
      tell(fact.name, "fact",
           uses_.has(name) || uses_.hasKey("declares", name) || uses_.hasKey("for_each", name));
    }
  }

  /// An item by exceptions that names no list goes by the one of its own id.
  void lists(const EditionDefinition& edition, const std::set<std::string>& items) {
    for (const ListDefinition& list : edition.lists)
      tell(list.id, "list",
           items.contains(list.id.text) || uses_.hasKey("list", list.id.text) ||
               uses_.hasPrefixed("listed.", list.id.text));
  }

  void others(const EditionDefinition& edition) {
    for (const DepartmentDefinition& department : edition.departments) {
      const std::string& id = department.id.text;
      tell(department.id, "department", uses_.hasKey("department", id) || uses_.hasKey("confirmed_by", id));
    }
    for (const NamedRule& condition : edition.conditions)
      tell(condition.name, "condition", uses_.has(condition.name.text));
  }

 private:
  /// Whether it has a title of its own, so that pages show it.
  static bool isShown(const model::LocalizedText& title, const Word& id) {
    return title.zh != id.text || !title.en.empty();
  }

  const Uses& uses_;
  bool colleges_;  ///< some have items of their own
  Findings& findings_;
};

/// The ids of all items that the files write out.
void collectItems(const Node& root, std::set<std::string>& ids) {
  const Node* items = root.find("items");
  if (items == nullptr) return;
  if (items->isMap())
    for (const Node& id : items->keys) ids.insert(id.text);
  if (items->isSequence())
    for (const Node& entry : items->values)
      if (entry.isMap() && entry.find("use") == nullptr)
        for (const Node& id : entry.keys) ids.insert(id.text);
}

}  // namespace

void analyseNames(const EditionDefinition& edition, const Node& edition_root,
                  const std::vector<const Node*>& other_roots, Findings& findings) {
  Uses uses;
  std::set<std::string> items;
  uses.read(edition_root, shape("edition"));
  collectItems(edition_root, items);
  for (const Node* root : other_roots) {
    uses.read(*root, shape(root->find("student_type") != nullptr ? "student_type" : "college"));
    collectItems(*root, items);
  }
  const bool colleges = std::any_of(other_roots.begin(), other_roots.end(),
                                    [](const Node* root) { return root->find("college") != nullptr; });
  Unused unused(uses, colleges, findings);
  unused.calendar(edition);
  unused.attributes(edition);
  unused.facts(edition);
  unused.lists(edition, items);
  unused.others(edition);
}

}  // namespace lixiao::workflow
