#include "tests/workflow/random_edition.h"

#include <algorithm>
#include <stdexcept>

#include "rules/derive.h"
#include "rules/rule.h"
#include "tests/workflow/random_rules.h"

namespace lixiao::workflow::tests {
namespace {

using rules::Type;
using rules::Unit;

constexpr std::size_t kItems = 14, kParts = 8, kDocuments = 3;
const std::vector<std::string> kDocumentIds = {"diploma", "certificate", "file"};

enum Facts : FactIndex { kTuition, kFine, kLoans, kParty, kHandIn, kResidence, kRefund, kBank, kProgress };
enum Attributes : AttributeIndex { kStudentType, kLeaveReason, kClassCode, kRoom, kLeaveDate };

template <typename Meaning>
rules::Slot addSlots(Workflow& workflow, std::size_t count) {
  const auto first = static_cast<rules::Slot>(workflow.slots.size());
  for (std::uint32_t i = 0; i < count; ++i) workflow.slots.push_back(Meaning{i});
  return first;
}

void addTables(Workflow& workflow) {
  const auto zone = TimeZone::find("Asia/Shanghai");
  workflow.time_zone = *zone;
  workflow.attributes = {{"student_type", {}, Type::enumeration({"undergraduate", "postgraduate"})},
                         {"leave_reason", {}, Type::enumeration({"毕业", "结业", "退学"}), true},
                         {"class_code", {}, Type::text(), true},
                         {"room", {}, Type::text(), true},
                         {"leave_date", {}, Type::date(), true}};
  const auto day = std::chrono::hours(24);
  workflow.facts = {{"tuition", {}, Type::number(Unit::Money), "CNY", day},
                    {"fine", {}, Type::number(Unit::Money), "CNY", {}},
                    {"loans", {}, Type::number(Unit::Count), "", day},
                    {"party", {}, Type::boolean(), "", {}},
                    {"hand_in", {}, Type::date(), "", day},
                    {"residence", {}, Type::enumeration({"north", "south", "off"}), "", day, true, {}, true},
                    {"refund", {}, Type::boolean(), "", {}, true, DepartmentIndex{1}},
                    {"bank", {}, Type::text(), "", day, true, DepartmentIndex{0}},
                    {"progress", {}, Type::number(Unit::Percent), "", {}}};
  workflow.departments = {{"office", {}, {}}, {"library", {}, {}}, {"finance", {}, {}}};
  workflow.lists = {{"gym", {}, 0, {}}, {"hukou", {}, 1, {}}};
  for (std::size_t i = 0; i < kItems; ++i) workflow.item_ids.push_back("i" + std::to_string(i));
  for (std::size_t i = 0; i < kParts; ++i) workflow.item_ids.push_back("p" + std::to_string(i));
  workflow.item_titles.resize(workflow.item_ids.size());
  workflow.document_ids = kDocumentIds;
  workflow.document_titles.resize(kDocuments);
}

void addAllSlots(Workflow& workflow) {
  const std::size_t items = workflow.item_ids.size();
  addSlots<AttributeSlot>(workflow, workflow.attributes.size());
  workflow.first_fact = addSlots<FactSlot>(workflow, workflow.facts.size());
  workflow.first_listed = addSlots<ListedSlot>(workflow, workflow.lists.size());
  workflow.first_cleared = addSlots<ClearedSlot>(workflow, items);
  workflow.first_applies = addSlots<AppliesSlot>(workflow, items);
  workflow.first_collected = addSlots<CollectedSlot>(workflow, kDocuments);
  workflow.all_cleared = static_cast<rules::Slot>(workflow.slots.size());
  workflow.remaining = workflow.all_cleared + 1;
  workflow.today = workflow.all_cleared + 2;
  workflow.charges_total = workflow.all_cleared + 3;
  workflow.slots.insert(workflow.slots.end(),
                        {AllClearedSlot{}, RemainingSlot{}, TodaySlot{}, ChargesTotalSlot{}});
  workflow.first_cleared_on = addSlots<ClearedOnSlot>(workflow, items);
  workflow.first_charges = addSlots<ChargesSlot>(workflow, items);
  workflow.first_word = static_cast<rules::Slot>(workflow.slots.size());
  for (std::uint32_t word = 0; word < 3; ++word) workflow.slots.emplace_back(WordSlot{kResidence, word});
}

/// Makes one student type. Items are made in the order in which they can be decided and stand in another.
class TypeMaker {
 public:
  TypeMaker(const Workflow& workflow, Dice& dice)
      : workflow_(workflow), dice_(dice), scope_(scopeOf(workflow)), texts_(dice) {
    for (ItemIndex i = 0; i < kItems; ++i) free_items_.push_back(i);
    for (ItemIndex i = kItems; i < kItems + kParts; ++i) free_parts_.push_back(i);
    dice_.shuffle(free_items_);
    dice_.shuffle(free_parts_);
  }

  StudentType run(const std::string& id) {
    type_.id = id;
    offerMissingItems();
    for (std::size_t round = 4 + dice_.upTo(3); round > 0; --round) addSomething();
    offerTotals();
    for (std::size_t round = dice_.upTo(2); round > 0; --round) addAfterAll();
    for (DocumentIndex document = 0; document < kDocuments; ++document) addDocument(document);
    for (std::size_t i = dice_.upTo(2); i > 0; --i) type_.notices.push_back({rule(texts_.boolean(1)), {}});
    mixPositions();
    return std::move(type_);
  }

 private:
  RuleIndex rule(const std::string& text) {
    rules::Compiled compiled = rules::compile(text, scope_);
    if (!compiled.rule) throw std::logic_error(text + ": " + compiled.problems.front().message);
    type_.rules.push_back(*std::move(compiled.rule));
    return static_cast<RuleIndex>(type_.rules.size() - 1);
  }

  /// Rules may speak of an item that only the other type has.
  void offerMissingItems() {
    const ItemIndex missing = free_items_.back();
    free_items_.pop_back();
    const std::string& id = workflow_.item_ids[missing];
    texts_.truths = {"cleared." + id, "applies." + id};
    texts_.days = {"cleared_on." + id};
    texts_.amounts = {"charges." + id};
  }

  void addSomething() {
    if (free_items_.size() < 4) return;
    switch (dice_.upTo(3)) {
      case 0:
        return addWithParts();
      case 1:
        return addGroup();
      default:
        publish(addItem(takeFrom(free_items_)));
    }
  }

  static ItemIndex takeFrom(std::vector<ItemIndex>& free) {
    const ItemIndex taken = free.back();
    free.pop_back();
    return taken;
  }

  std::uint32_t addItem(ItemIndex index) {
    const auto position = static_cast<std::uint32_t>(type_.items.size());
    Item item;
    item.index = index;
    item.id = workflow_.item_ids[index];
    item.mode = static_cast<Mode>(dice_.upTo(3));
    item.applies_when = rule(dice_.oneIn(2) ? "true" : texts_.boolean(1));
    setMode(item);
    setOpening(item);
    setRegistrars(item);
    if (!decided_.empty() && dice_.oneIn(3)) item.after = {dice_.pick(decided_)};
    item.optional = dice_.oneIn(5);
    item.day_is_read = dice_.oneIn(2);
    if (dice_.oneIn(3)) item.charges = "CNY";
    if (dice_.oneIn(4)) item.everyone_in = kClassCode;
    type_.items.push_back(std::move(item));
    type_.order.push_back({Step::Kind::Item, position});
    return position;
  }

  void setMode(Item& item) {
    item.visit = dice_.oneIn(2);
    item.list = static_cast<ListIndex>(dice_.upTo(1));
    if (item.mode == Mode::Automatic) {
      item.passes_when = rule(dice_.oneIn(2) ? texts_.debts() : texts_.boolean(2));
      if (auto waived = rules::withoutSmallAmounts(type_.rules[*item.passes_when], 300)) {
        item.waive_below = 300;
        type_.rules.push_back(*std::move(waived));
        item.waived_when = static_cast<RuleIndex>(type_.rules.size() - 1);
      }
    }
    if (item.mode == Mode::Declaration)
      for (const FactIndex fact : {kResidence, kRefund, kBank, kHandIn})
        if (dice_.oneIn(2)) item.declares.push_back(fact);
  }

  void setOpening(Item& item) {
    switch (dice_.upTo(5)) {
      case 0:
        item.opens = Day{*model::parseDate(dice_.oneIn(2) ? "2015-06-23" : "2015-06-25"), {}, 0};
        break;
      case 1: {
        const int days = static_cast<int>(dice_.upTo(6)) - 3;
        const bool by_fact = dice_.oneIn(2);
        item.opens = Day{{}, by_fact ? workflow_.first_fact + kHandIn : rules::Slot{kLeaveDate}, days};
        item.opens_when = rule(std::string("today >= ") + (by_fact ? "hand_in" : "leave_date") +
                               (days < 0 ? " - days(" : " + days(") + std::to_string(std::abs(days)) + ")");
        break;
      }
      default:
        break;
    }
  }

  void setRegistrars(Item& item) {
    if (dice_.oneIn(4)) item.registrars.push_back({rule(texts_.boolean(1)), 1});
    item.registrars.push_back({{}, 0});
  }

  /// Offers the item to later rules.
  void publish(std::uint32_t position) {
    const Item& item = type_.items[position];
    texts_.truths.insert(texts_.truths.end(), {"cleared." + item.id, "applies." + item.id});
    if (item.day_is_read) texts_.days.push_back("cleared_on." + item.id);
    if (!item.charges.empty()) texts_.amounts.push_back("charges." + item.id);
    if (!item.part_of) decided_.push_back(position);
  }

  void addWithParts() {
    std::vector<std::uint32_t> parts;
    for (std::size_t i = 1 + dice_.upTo(2); i > 0 && !free_parts_.empty(); --i) {
      parts.push_back(addItem(takeFrom(free_parts_)));
      Item& part = type_.items[parts.back()];
      part.optional = false;
      part.everyone_in.reset();
      part.part_of = 0;  // the parent's position, once it has one
      publish(parts.back());
    }
    const std::uint32_t position = addItem(takeFrom(free_items_));
    Item& item = type_.items[position];
    item.parts = parts;
    if (dice_.oneIn(2)) {
      item.mode = Mode::Parts;
      item.passes_when.reset();
      item.waived_when.reset();
      item.declares.clear();
    }
    for (const std::uint32_t part : parts) type_.items[part].part_of = position;
    if (dice_.oneIn(4)) chooseAmong({position});
    publish(position);
  }

  void addGroup() {
    std::vector<std::uint32_t> members;
    for (std::size_t i = 2 + dice_.upTo(1); i > 0; --i) members.push_back(addItem(takeFrom(free_items_)));
    chooseAmong(members);
    for (const std::uint32_t member : members) publish(member);
  }

  void chooseAmong(std::vector<std::uint32_t> members) {
    const auto group = static_cast<std::uint32_t>(type_.groups.size());
    for (const std::uint32_t member : members) type_.items[member].group = group;
    dice_.shuffle(members);
    type_.groups.push_back({"g" + std::to_string(group), std::move(members)});
    type_.order.push_back({Step::Kind::Group, group});
  }

  /// Everything that counts, and every charge, is decided now.
  void offerTotals() {
    texts_.truths.insert(texts_.truths.end(), 3, "all_cleared");
    texts_.counts.insert(texts_.counts.end(), 2, "remaining");
    texts_.amounts.insert(texts_.amounts.end(), 2, "charges_total");
  }

  void addAfterAll() {
    if (free_items_.empty()) return;
    const std::uint32_t position = addItem(takeFrom(free_items_));
    type_.items[position].optional = true;
    type_.items[position].charges.clear();
    publish(position);
  }

  void addDocument(DocumentIndex index) {
    Document document;
    document.index = index;
    document.id = kDocumentIds[index];
    document.applies_when = rule(dice_.oneIn(2) ? "true" : texts_.boolean(1));
    document.released_when = rule(dice_.oneIn(2) ? "all_cleared" : texts_.boolean(2));
    if (index > 0 && dice_.oneIn(2)) document.after = {static_cast<std::uint32_t>(dice_.upTo(index - 1))};
    for (std::size_t i = dice_.upTo(2); i > 0; --i)
      document.batches.push_back({rule(texts_.boolean(1)), {}, {}});
    if (dice_.oneIn(2)) document.batches.push_back({{}, {}, {}});
    type_.documents.push_back(std::move(document));
    type_.order.push_back({Step::Kind::Document, index});
  }

  /// Students see the items in another order than they are decided in.
  void mixPositions() {
    std::vector<std::uint32_t> moved(type_.items.size());
    for (std::uint32_t i = 0; i < moved.size(); ++i) moved[i] = i;
    dice_.shuffle(moved);
    const auto move = [&](std::uint32_t& position) { position = moved[position]; };
    std::vector<Item> items(type_.items.size());
    for (std::uint32_t i = 0; i < moved.size(); ++i) {
      Item& item = items[moved[i]] = std::move(type_.items[i]);
      std::for_each(item.after.begin(), item.after.end(), move);
      std::for_each(item.parts.begin(), item.parts.end(), move);
      if (item.part_of) move(*item.part_of);
    }
    type_.items = std::move(items);
    for (Group& group : type_.groups) std::for_each(group.items.begin(), group.items.end(), move);
    for (Step& step : type_.order)
      if (step.kind == Step::Kind::Item) move(step.position);
  }

  const Workflow& workflow_;
  Dice& dice_;
  const rules::Scope scope_;
  RuleTexts texts_;
  StudentType type_;
  std::vector<ItemIndex> free_items_, free_parts_;
  std::vector<std::uint32_t> decided_;  ///< positions that `after` may name
};

}  // namespace

std::shared_ptr<const Workflow> randomEdition(unsigned seed) {
  Dice dice(seed);
  auto workflow = std::make_shared<Workflow>();
  addTables(*workflow);
  addAllSlots(*workflow);
  for (const char* id : {"undergraduate", "postgraduate"})
    workflow->types.push_back(TypeMaker(*workflow, dice).run(id));
  return workflow;
}

}  // namespace lixiao::workflow::tests
