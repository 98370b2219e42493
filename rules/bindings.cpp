#include "rules/bindings.h"

#include <algorithm>
#include <cmath>
#include <unordered_set>

#include "rules/compute.h"
#include "rules/fold.h"

namespace lixiao::rules {
namespace {

template <typename Visit>
void forEachNode(const Node& node, std::unordered_set<const Node*>& seen, const Visit& visit) {
  if (!seen.insert(&node).second) return;
  visit(node);
  for (const NodePtr& arg : node.args) forEachNode(*arg, seen, visit);
}

}  // namespace

Bindings::Bindings(std::size_t slots) : row_(slots), types_(slots), first_(slots, 0), second_(slots, 1) {}

void Bindings::declare(const Node& root) {
  std::unordered_set<const Node*> seen;
  forEachNode(root, seen, [&](const Node& node) {
    if (isConstant(node) && node.type.kind == Kind::Text) texts_.emplace(node.text, texts_.size());
    if (node.op != Op::Input || types_.at(node.slot)) return;
    types_[node.slot] = node.type;
    if (node.type.kind == Kind::Boolean) second_[node.slot] = 0;
    if (node.type.kind == Kind::Text) text_slots_.push_back(node.slot);
  });
}

void Bindings::bind(const Row& row) {
  std::fill(row_.begin(), row_.end(), model::Value());
  std::copy_n(row.begin(), std::min(row.size(), row_.size()), row_.begin());
  for (Slot slot = 0; slot < row_.size(); ++slot) assign(slot);
  assignTexts();
}

void Bindings::set(Slot slot, const model::Value& value) {
  row_.at(slot) = value;
  assign(slot);
  if (types_[slot] && types_[slot]->kind == Kind::Text) assignTexts();
}

void Bindings::assign(Slot slot) {
  if (!types_[slot] || types_[slot]->kind == Kind::Text) return;
  const auto number = numberOf(slot);
  const bool boolean = types_[slot]->kind == Kind::Boolean;
  first_[slot] = number.value_or(0);
  second_[slot] = boolean ? (number ? 1 - *number : 0) : (number ? 0 : 1);
}

std::optional<double> Bindings::numberOf(Slot slot) const {
  const model::Value& value = row_[slot];
  const Type& type = *types_[slot];
  if (const bool* boolean = value.boolean()) return *boolean ? 1 : 0;
  if (const auto* number = value.number()) {
    const auto x = static_cast<double>(*number);
    return fitsNumber(x) ? std::optional(x) : std::nullopt;
  }
  if (const auto* date = value.date()) {
    const double day = model::dayNumber(*date);
    return fitsDay(day) ? std::optional(day) : std::nullopt;
  }
  if (!value.text() || !type.words) return std::nullopt;
  const auto word = std::find(type.words->begin(), type.words->end(), *value.text());
  if (word == type.words->end()) return std::nullopt;
  return static_cast<double>(word - type.words->begin());
}

/// A text that no rule mentions gets a code after those of the constants: that of the first slot that holds
/// it.
void Bindings::assignTexts() {
  for (const Slot slot : text_slots_) {
    const std::string* text = row_[slot].text();
    second_[slot] = text ? 0 : 1;
    if (!text) continue;
    const auto constant = texts_.find(*text);
    const auto same = std::find_if(text_slots_.begin(), text_slots_.end(), [&](Slot other) {
      return row_[other].text() && *row_[other].text() == *text;
    });
    first_[slot] = static_cast<double>(constant != texts_.end() ? constant->second : texts_.size() + *same);
  }
}

const std::string& Bindings::textOf(std::size_t code) const {
  if (code >= texts_.size()) return *row_[code - texts_.size()].text();
  return std::find_if(texts_.begin(), texts_.end(), [&](const auto& text) { return text.second == code; })
      ->first;
}

model::Value Bindings::toValue(const Type& type, double number) const {
  switch (type.kind) {
    case Kind::Boolean:
      return model::Value(number != 0);
    case Kind::Number:
      return model::Value(static_cast<std::int64_t>(std::llround(number)));
    case Kind::Date:
      return model::Value(model::dateOf(static_cast<std::int32_t>(number)));
    case Kind::Enum:
      return model::Value(type.words->at(static_cast<std::size_t>(number)));
    case Kind::Text:
      return model::Value(textOf(static_cast<std::size_t>(number)));
  }
  return {};
}

}  // namespace lixiao::rules
