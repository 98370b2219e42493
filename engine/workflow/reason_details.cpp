// What stands in the places of the sentences: titles, days, amounts, and what a rule misses.
#include <algorithm>
#include <set>

#include "engine/workflow/inputs.h"
#include "engine/workflow/reason_item.h"
#include "engine/workflow/reason_texts.h"
#include "engine/workflow/reason_words.h"

namespace lixiao::workflow {

using model::ItemStatus;
using model::LocalizedText;
using model::Message;

Message ItemReason::written(Message otherwise, const std::string& remark) const {
  if (item_.message.empty()) return otherwise;
  LocalizedText text(fill(item_.message.zh), fill(item_.message.en));
  if (remark.empty()) return {text::kAsWritten, {text}};
  return {text::kAsWrittenWithRemark, {text, LocalizedText(remark)}};
}

std::string ItemReason::fill(const std::vector<MessageTemplate::Piece>& pieces) const {
  std::string text;
  for (const MessageTemplate::Piece& piece : pieces) text += piece.slot ? shown(*piece.slot) : piece.text;
  return text;
}

std::string ItemReason::shown(rules::Slot slot) const {
  const model::Value value = inputValue(workflow_, record_, circumstances_, slot);
  if (!value.known()) return "—";
  const bool is_fact = slot >= workflow_.first_fact;
  if (!is_fact) return formatValue(workflow_.attributes[slot].type, value);
  const FactSpec& spec = workflow_.facts[slot - workflow_.first_fact];
  std::string text = formatValue(spec.type, value);
  if (!spec.several) return text;
  for (std::size_t at = text.find(';'); at != std::string::npos; at = text.find(';', at))
    text.replace(at, 1, "、");
  return text;
}

LocalizedText ItemReason::registrar() const {
  return workflow_.departments[result_.registrar].title;
}

LocalizedText ItemReason::listOwner() const {
  return workflow_.departments[workflow_.lists[*item_.list].department].title;
}

/// The department that must confirm what the student declared.
LocalizedText ItemReason::confirmer() const {
  for (const FactIndex fact : item_.declares)
    if (const auto department = workflow_.facts[fact].confirmed_by)
      if (record_.unconfirmed.contains(fact)) return workflow_.departments[*department].title;
  return registrar();
}

LocalizedText ItemReason::opensOn() const {
  const auto day = dayFor(workflow_, record_, circumstances_, *item_.opens);
  return day ? dateText(*day) : LocalizedText();
}

LocalizedText ItemReason::registeredOn() const {
  return dateText(workflow_.time_zone.dateAt(registration().at));
}

LocalizedText ItemReason::earlier() const {
  LocalizedText all;
  for (const std::uint32_t position : item_.after)
    if (!model::isClear(evaluation_.items[position].cause))
      append(all, evaluation_.items[position].item->title);
  return all;
}

/// The items of its choice that are done.
LocalizedText ItemReason::alternatives() const {
  LocalizedText all;
  for (const std::uint32_t position : evaluation_.type->groups[*item_.group].items) {
    const ItemResult& other = evaluation_.items[position];
    const ItemStatus status = model::statusOf(other.cause);
    if (status == ItemStatus::Cleared || status == ItemStatus::Deferred) append(all, other.item->title);
  }
  return all;
}

std::optional<model::Instant> ItemReason::oldestFact() const {
  std::optional<model::Instant> oldest;
  for (const FactIndex index : factsRead(workflow_, evaluation_.type->rules[*item_.passes_when])) {
    const model::Fact& fact = record_.facts[index];
    if (fact.value.known()) oldest = std::min(oldest.value_or(fact.as_of), fact.as_of);
  }
  return oldest;
}

LocalizedText ItemReason::missing(RuleIndex rule) const {
  LocalizedText all;
  std::set<FactIndex> told;  // words of one fact are told once
  for (const rules::Slot slot : evaluation_.type->rules[rule].slots()) {
    const SlotMeaning& meaning = workflow_.slots[slot];
    const auto* fact = std::get_if<FactSlot>(&meaning);
    const auto* word = std::get_if<WordSlot>(&meaning);
    if (fact == nullptr && word == nullptr)
      appendMissing(all, meaning);
    else if (const FactIndex index = fact != nullptr ? fact->index : word->fact; told.insert(index).second)
      appendFact(all, index);
  }
  return all;
}

void ItemReason::appendMissing(LocalizedText& all, const SlotMeaning& meaning) const {
  if (const auto* attribute = std::get_if<AttributeSlot>(&meaning)) {
    if (!record_.attributes[attribute->index].known())
      append(all, workflow_.attributes[attribute->index].title);
  } else if (const auto* listed = std::get_if<ListedSlot>(&meaning)) {
    if (!circumstances_.submitted[listed->index]) append(all, workflow_.lists[listed->index].title);
  } else if (const auto* cleared = std::get_if<ClearedSlot>(&meaning)) {
    appendItems(all, [&](const ItemResult& other) {
      return other.item->index == cleared->index && model::isUndecided(other.cause);
    });
  } else if (const auto* applies = std::get_if<AppliesSlot>(&meaning)) {
    appendItems(all, [&](const ItemResult& other) {
      return other.item->index == applies->index && model::isUndecided(other.cause);
    });
  } else if (const auto* day = std::get_if<ClearedOnSlot>(&meaning)) {
    appendItems(
        all, [&](const ItemResult& other) { return other.item->index == day->index && !other.cleared_on; });
  } else {
    const auto* one = std::get_if<ChargesSlot>(&meaning);
    if (one == nullptr && !std::holds_alternative<ChargesTotalSlot>(meaning)) return;
    appendItems(all, [&](const ItemResult& other) {
      const bool asked = one == nullptr || other.item->index == one->index;
      const bool known = other.item->charges.empty() ||
                         chargeOf(record_, *other.item, other.cause, circumstances_.today).has_value();
      return asked && !known;
    });
  }
}

void ItemReason::appendFact(LocalizedText& all, FactIndex fact) const {
  const FactSpec& spec = workflow_.facts[fact];
  if (!freshValue(spec, record_.facts[fact], circumstances_.now).known()) append(all, spec.title);
}

template <typename Open>
void ItemReason::appendItems(LocalizedText& all, const Open& open) const {
  for (const ItemResult& other : evaluation_.items)
    if (open(other)) append(all, other.item->title);
}

}  // namespace lixiao::workflow
