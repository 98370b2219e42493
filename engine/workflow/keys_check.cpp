#include "engine/workflow/keys_check.h"

#include <algorithm>

#include "engine/workflow/keys_scalar.h"

namespace lixiao::workflow {
namespace {

using yaml::Node;

class Checker {
 public:
  explicit Checker(Findings& findings) : findings_(findings) {}

  /// `owner` is where a missing key is told: the key or list entry that the map belongs to.
  void map(const Node& node, const Shape& shape, const Node& owner, bool may_lack_keys = false,
           std::string_view also = {}) {
    for (std::size_t i = 0; i < node.keys.size() && !findings_.full(*node.source); ++i) {
      const Node& key = node.keys[i];
      if (key.text == also) continue;
      const auto known = std::find_if(shape.keys.begin(), shape.keys.end(),
                                      [&](const Key& k) { return k.name == key.text; });
      if (known == shape.keys.end())
        unknownKey(key, shape);
      else
        value(node.values[i], *known, key);
    }
    if (may_lack_keys) return;
    const bool has_parts = node.find("parts") != nullptr;
    for (const Key& key : shape.keys)
      if (isNeeded(key, has_parts) && !node.find(key.name))
        findings_.error(yaml::span(owner), "missing-key",
                        quoted(key.name) + " is missing in " + std::string(shape.title));
  }

 private:
  static bool isNeeded(const Key& key, bool has_parts) {
    return key.need == Need::Required || (key.need == Need::UnlessParts && !has_parts);
  }

  void unknownKey(const Node& key, const Shape& shape) {
    std::vector<std::string> known;
    for (const Key& k : shape.keys) known.emplace_back(k.name);
    findings_.error(yaml::span(key), "unknown-key",
                    quoted(key.text) + " is not a key of " + std::string(shape.title),
                    didYouMean(key.text, known));
  }

  void wrongType(const Node& node, const Node& owner, std::string_view expected) {
    const Span where = node.isNull() ? yaml::span(owner) : yaml::span(node);
    if (node.isNull())
      findings_.error(where, "missing-value", quoted(owner.text) + " has no value");
    else
      findings_.error(
          where, "wrong-type",
          quoted(owner.text) + " must be " + std::string(expected) + ", not " + std::string(describe(node)));
  }

  void value(const Node& node, const Key& key, const Node& owner) {
    switch (key.form) {
      case Form::Map:
        return ofShape(node, shape(key.of), owner);
      case Form::MapOf:
        return mapOf(node, key, owner);
      case Form::ListOf:
        return listOf(node, key, owner);
      case Form::SomeOf:
        return node.isScalar() ? ofShape(node, shape(key.of), owner) : listOf(node, key, owner);
      default:
        return scalar(node, key.form, key.of, owner);
    }
  }

  void scalar(const Node& node, Form form, std::string_view of, const Node& owner) {
    if (node.isNull() && form == Form::Value) return;
    if (!node.isScalar()) return wrongType(node, owner, title(form));
    checkScalar(node, form, of, owner.text, findings_);
  }

  void ofShape(const Node& node, const Shape& shape, const Node& owner) {
    if (shape.has_scalar && shape.scalar == Form::ItemEntry) return itemEntry(node, owner);
    if (node.isMap() && !shape.keys.empty()) {
      if (node.keys.empty() && shape.has_scalar) return wrongType(Node{}, owner, "");
      return map(node, shape, owner);
    }
    if (shape.has_scalar && !node.isMap() && !node.isSequence()) {
      Node named = owner;
      if (shape.scalar == Form::Word && !shape.keys.empty())
        named.text = std::string(shape.keys.front().name);
      return scalar(node, shape.scalar, shape.of, named);
    }
    if (node.isNull()) {
      Node nothing;
      nothing.source = owner.source;
      return map(nothing, shape, owner);
    }
    wrongType(node, owner,
              shape.keys.empty() ? title(shape.scalar)
              : shape.has_scalar ? "text or a map"
                                 : "a map");
  }

  /// A list or map that must say something and does not is told. A type without items is told later, with
  /// why.
  bool isEmpty(const Node& node, const Key& key, const Node& owner) {
    if (!node.isNull() && (node.isScalar() || !node.values.empty())) return false;
    const bool must =
        key.need == Need::Required || key.of == "registrar" || key.of == "part" || key.of == "batch";
    if (must && key.of != "item_entry")
      findings_.error(yaml::span(owner), "missing-value", quoted(owner.text) + " is empty");
    return true;
  }

  void mapOf(const Node& node, const Key& key, const Node& owner) {
    if (isEmpty(node, key, owner)) return;
    if (!node.isMap()) return wrongType(node, owner, "a map");
    for (std::size_t i = 0; i < node.keys.size() && !findings_.full(*node.source); ++i) {
      checkId(node.keys[i], keyForm(key), findings_);
      if (key.of == "part" && in_change_)
        changedPart(node.values[i], node.keys[i]);
      else
        ofShape(node.values[i], shape(key.of), node.keys[i]);
    }
  }

  /// A change of an item may leave a part out and says of a part only what differs.
  void changedPart(const Node& node, const Node& owner) {
    if (node.isMap())
      map(node, shape("part"), owner, true);
    else if (!node.isNull())
      wrongType(node, owner, "a map");
  }

  void listOf(const Node& node, const Key& key, const Node& owner) {
    if (isEmpty(node, key, owner)) return;
    if (!node.isSequence()) return wrongType(node, owner, "a list");
    for (const Node& entry : node.values) {
      if (findings_.full(*node.source)) return;
      const bool in_map = entry.isMap() || entry.isSequence();
      Node place = in_map ? Node{} : owner;
      if (in_map) {
        place.source = entry.source;
        place.begin = entry.begin;
      }
      place.text = shape(key.of).scalar == Form::Word ? owner.text : std::string(shape(key.of).title);
      if (entry.isNull())
        findings_.error(yaml::span(owner), "missing-value",
                        "an entry of " + quoted(owner.text) + " is empty");
      else
        ofShape(entry, shape(key.of), place);
    }
  }

  void itemEntry(const Node& node, const Node& owner) {
    if (node.isScalar()) return checkId(node, Form::Id, findings_);
    if (!node.isMap()) return badItem(node);
    if (const Node* use = node.find("use")) {
      Node use_key = owner;
      use_key.text = "use";
      scalar(*use, Form::Id, "", use_key);
      in_change_ = true;
      map(node, shape("item"), owner, true, "use");
      in_change_ = false;
      return;
    }
    if (node.keys.size() != 1) return badItem(node);
    checkId(node.keys[0], Form::Id, findings_);
    ofShape(node.values[0], shape("item"), node.keys[0]);
  }

  void badItem(const Node& node) {
    const bool flat = node.isMap() && !node.values.empty() && node.values[0].isNull();
    findings_.error(node.isMap() && !node.keys.empty() ? yaml::span(node.keys[0]) : yaml::span(node),
                    "bad-item",
                    "an item of a student type is an id, a map with \"use\", or one id with its own map",
                    flat ? "indent the keys below " + quoted(node.keys[0].text) : std::string());
  }

  Findings& findings_;
  bool in_change_ = false;  ///< inside `{use: …}`
};

}  // namespace

void checkShape(const yaml::Node& root, const Shape& shape, Findings& findings) {
  Node start;
  start.source = root.source;
  start.begin = root.begin;
  Checker(findings).map(root, shape, root.keys.empty() ? start : root.keys.front());
}

}  // namespace lixiao::workflow
