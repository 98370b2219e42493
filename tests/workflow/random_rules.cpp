#include "tests/workflow/random_rules.h"

namespace lixiao::workflow::tests {

using rules::Type;

rules::Scope scopeOf(const Workflow& workflow) {
  rules::Scope scope;
  for (rules::Slot slot = 0; slot < workflow.slots.size(); ++slot) {
    const SlotMeaning& meaning = workflow.slots[slot];
    const auto item = [&](const char* prefix, ItemIndex index, Type type) {
      scope.addInput(prefix + workflow.item_ids[index], std::move(type), slot);
    };
    if (const auto* attribute = std::get_if<AttributeSlot>(&meaning))
      scope.addInput(workflow.attributes[attribute->index].name, workflow.attributes[attribute->index].type,
                     slot);
    else if (const auto* fact = std::get_if<FactSlot>(&meaning)) {
      if (!workflow.facts[fact->index].several)
        scope.addInput(workflow.facts[fact->index].name, workflow.facts[fact->index].type, slot);
    } else if (const auto* listed = std::get_if<ListedSlot>(&meaning))
      scope.addInput("listed." + workflow.lists[listed->index].id, Type::boolean(), slot);
    else if (const auto* cleared = std::get_if<ClearedSlot>(&meaning))
      item("cleared.", cleared->index, Type::boolean());
    else if (const auto* applies = std::get_if<AppliesSlot>(&meaning))
      item("applies.", applies->index, Type::boolean());
    else if (const auto* day = std::get_if<ClearedOnSlot>(&meaning))
      item("cleared_on.", day->index, Type::date());
    else if (const auto* charges = std::get_if<ChargesSlot>(&meaning))
      item("charges.", charges->index, Type::number(rules::Unit::Money));
    else if (const auto* collected = std::get_if<CollectedSlot>(&meaning))
      scope.addInput("collected." + workflow.document_ids[collected->index], Type::boolean(), slot);
    else if (const auto* word = std::get_if<WordSlot>(&meaning))
      scope.addInput(
          workflow.facts[word->fact].name + "." + (*workflow.facts[word->fact].type.words)[word->word],
          Type::boolean(), slot);
  }
  scope.addInput("all_cleared", Type::boolean(), workflow.all_cleared);
  scope.addInput("remaining", Type::number(rules::Unit::Count), workflow.remaining);
  scope.addInput("today", Type::date(), workflow.today);
  scope.addInput("charges_total", Type::number(rules::Unit::Money), workflow.charges_total);
  return scope;
}

std::string RuleTexts::money() {
  if (!amounts.empty() && dice_.oneIn(2)) return dice_.pick(amounts);
  static const std::vector<std::string> kMoney = {"tuition",
                                                  "fine",
                                                  "tuition + fine",
                                                  "max(fine, tuition)",
                                                  "tuition * progress",
                                                  "abs(fine)",
                                                  "coalesce(fine, tuition)"};
  return dice_.pick(kMoney);
}

std::string RuleTexts::date() {
  if (!days.empty() && dice_.oneIn(2)) return dice_.pick(days);
  static const std::vector<std::string> kDates = {"leave_date", "hand_in", "today", "leave_date - days(3)",
                                                  "coalesce(hand_in, leave_date)"};
  return dice_.pick(kDates);
}

std::string RuleTexts::leaf() {
  static const std::vector<std::string> kLimits = {"0", "1.00", "2.50", "5"};
  static const std::vector<std::string> kOrders = {" <= ", " < ", " >= ", " > "};
  static const std::vector<std::string> kOthers = {"party",
                                                   "refund",
                                                   "listed.gym",
                                                   "listed.hukou",
                                                   "leave_reason in [\"毕业\", \"结业\"]",
                                                   "leave_reason == \"退学\"",
                                                   "class_code == \"F1\"",
                                                   "class_code in [\"F2\", \"F3\"]",
                                                   "residence.north",
                                                   "residence.south",
                                                   "known(residence.south)",
                                                   "known(bank)",
                                                   "bank == \"ICBC\"",
                                                   "known(tuition)",
                                                   "collected.diploma",
                                                   "coalesce(party, false)",
                                                   "true",
                                                   "room != class_code"};
  switch (dice_.upTo(9)) {
    case 0:
    case 1:
      return money() + dice_.pick(kOrders) + (dice_.oneIn(4) ? money() : dice_.pick(kLimits));
    case 2:
      return date() + dice_.pick(kOrders) + (dice_.oneIn(2) ? date() : "date(\"2015-06-22\")");
    case 3:
      return "loans" + dice_.pick(kOrders) + std::to_string(dice_.upTo(3));
    case 4:
      if (!counts.empty()) return dice_.pick(counts) + dice_.pick(kOrders) + std::to_string(dice_.upTo(4));
      return "progress >= 50";
    case 5:
    case 6:
      if (!truths.empty()) return dice_.pick(truths);
      [[fallthrough]];
    default:
      return dice_.pick(kOthers);
  }
}

std::string RuleTexts::boolean(int depth) {
  if (depth <= 0) return leaf();
  switch (dice_.upTo(7)) {
    case 0:
    case 1:
      return "(" + boolean(depth - 1) + " && " + boolean(depth - 1) + ")";
    case 2:
    case 3:
      return "(" + boolean(depth - 1) + " || " + boolean(depth - 1) + ")";
    case 4:
      return "!(" + boolean(depth - 1) + ")";
    case 5:
      return "(" + boolean(depth - 1) + " ? " + boolean(depth - 1) + " : " + boolean(depth - 1) + ")";
    default:
      return leaf();
  }
}

std::string RuleTexts::debts() {
  return "(" + money() + " <= 0 && " + money() + " <= 0)" + (dice_.oneIn(3) ? " || " + leaf() : "");
}

}  // namespace lixiao::workflow::tests
