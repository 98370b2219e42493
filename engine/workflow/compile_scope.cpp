#include <algorithm>

#include "engine/workflow/compile_context.h"
#include "rules/rule.h"

namespace lixiao::workflow {
namespace {

using rules::Type;

template <typename Definitions>
void collect(const Definitions& definitions, std::vector<std::string>& ids,
             std::vector<model::LocalizedText>& titles, std::set<std::string>& known) {
  for (const auto& definition : definitions) {
    if (!definition.id.given() || !known.insert(definition.id.text).second) continue;
    ids.push_back(definition.id.text);
    titles.push_back(definition.title);
  }
}

/// The ids in the order of the files.
void collectIds(Compilation& compilation) {
  Workflow& workflow = compilation.workflow;
  std::set<std::string> items, documents;
  collect(compilation.edition.items, workflow.item_ids, workflow.item_titles, items);
  for (const StudentTypeDefinition& type : compilation.types) {
    collect(type.items, workflow.item_ids, workflow.item_titles, items);
    collect(type.documents, workflow.document_ids, workflow.document_titles, documents);
  }
  for (const StudentTypeDefinition& type : compilation.types)
    for (const DocumentDefinition& document : type.documents)
      if (document.id.given() && items.contains(document.id.text))
        compilation.findings.error(
            document.id.span(), "duplicate-name",
            "there is an item " + quoted(document.id.text) + ", so the document needs another id");
}

template <typename Meaning>
rules::Slot addSlots(Workflow& workflow, std::size_t count) {
  const auto first = static_cast<rules::Slot>(workflow.slots.size());
  for (std::uint32_t i = 0; i < count; ++i) workflow.slots.push_back(Meaning{i});
  return first;
}

bool hasItem(const StudentTypeDefinition& type, const std::string& id) {
  return std::any_of(type.items.begin(), type.items.end(),
                     [&](const ItemDefinition& i) { return i.id.text == id; });
}

bool hasDocument(const StudentTypeDefinition& type, const std::string& id) {
  return std::any_of(type.documents.begin(), type.documents.end(),
                     [&](const DocumentDefinition& d) { return d.id.text == id; });
}

/// Of two definitions of one name, which is an error, the first stands.
void addInput(rules::Scope& scope, const std::string& name, const Type& type, rules::Slot slot) {
  if (scope.find(name) == nullptr) scope.addInput(name, type, slot);
}

void addDay(rules::Scope& scope, const std::string& name, model::Date date) {
  if (scope.find(name) == nullptr) scope.addConstant(name, Type::date(), model::Value(date));
}

void addAttributes(const Workflow& workflow, rules::Scope& scope) {
  for (rules::Slot i = 0; i < workflow.attributes.size(); ++i)
    addInput(scope, workflow.attributes[i].name, workflow.attributes[i].type, i);
}

/// Words of a fact that rules ask for one by one.
std::uint32_t wordsOf(const FactSpec& fact) {
  return fact.several ? static_cast<std::uint32_t>(fact.type.words->size()) : 0;
}

void addFacts(const Workflow& workflow, rules::Scope& scope) {
  rules::Slot word = workflow.first_word;
  for (FactIndex i = 0; i < workflow.facts.size(); ++i) {
    const FactSpec& fact = workflow.facts[i];
    if (fact.several && scope.find(fact.name) == nullptr)
      scope.addSeveral(fact.name, fact.type, word);
    else
      addInput(scope, fact.name, fact.type, workflow.first_fact + i);
    word += wordsOf(fact);
  }
}

void addCalendar(const Workflow& workflow, rules::Scope& scope) {
  for (const CalendarEntry& entry : workflow.calendar) {
    if (entry.from == entry.to) addDay(scope, entry.id, entry.from);
    addDay(scope, entry.id + ".from", entry.from);
    addDay(scope, entry.id + ".to", entry.to);
  }
}

/// Only items with charges have such names; of a type without them they are nothing.
void addCharges(const Compilation& compilation, const StudentTypeDefinition* type, rules::Scope& scope) {
  const Workflow& workflow = compilation.workflow;
  const Type money = Type::number(rules::Unit::Money);
  scope.addInput("charges_total", money, workflow.charges_total);
  for (ItemIndex i = 0; i < workflow.item_ids.size(); ++i) {
    const std::string& id = workflow.item_ids[i];
    if (!hasCharges(compilation, id)) continue;
    if (type == nullptr || hasCharges(*type, id))
      scope.addInput("charges." + id, money, workflow.first_charges + i);
    else
      scope.addConstant("charges." + id, money, model::Value(std::int64_t{0}));
  }
}

void addItems(const Workflow& workflow, const StudentTypeDefinition* type, rules::Scope& scope) {
  for (ItemIndex i = 0; i < workflow.item_ids.size(); ++i) {
    const std::string& id = workflow.item_ids[i];
    if (type == nullptr || hasItem(*type, id)) {
      scope.addInput("cleared." + id, Type::boolean(), workflow.first_cleared + i);
      scope.addInput("applies." + id, Type::boolean(), workflow.first_applies + i);
      scope.addInput("cleared_on." + id, Type::date(), workflow.first_cleared_on + i);
    } else {
      scope.addConstant("cleared." + id, Type::boolean(), model::Value(true));
      scope.addConstant("applies." + id, Type::boolean(), model::Value(false));
      scope.addConstant("cleared_on." + id, Type::date(), model::Value());
    }
  }
  for (DocumentIndex i = 0; i < workflow.document_ids.size(); ++i) {
    const std::string& id = workflow.document_ids[i];
    if (type == nullptr || hasDocument(*type, id))
      scope.addInput("collected." + id, Type::boolean(), workflow.first_collected + i);
    else
      scope.addConstant("collected." + id, Type::boolean(), model::Value(false));
  }
}

/// Conditions that cannot be compiled for want of a broken name count as broken themselves.
std::vector<const NamedRule*> soundConditions(Compilation& compilation) {
  std::vector<const NamedRule*> sound;
  for (const NamedRule& condition : compilation.edition.conditions)
    if (condition.name.given() && condition.rule.given())
      sound.push_back(&condition);
    else
      compilation.broken_names.insert(condition.name.text);
  for (std::size_t before = sound.size() + 1; before != sound.size();) {
    before = sound.size();
    std::erase_if(sound, [&](const NamedRule* condition) {
      const auto used = rules::namesUsed(condition->rule.text);
      const bool broken = std::any_of(used.begin(), used.end(), [&](const std::string& n) {
        return compilation.broken_names.contains(n);
      });
      if (broken) compilation.broken_names.insert(condition->name.text);
      return broken;
    });
  }
  return sound;
}

void addConditions(Compilation& compilation, rules::Scope& scope) {
  auto sound = soundConditions(compilation);
  std::erase_if(sound,
                [&](const NamedRule* condition) { return scope.find(condition->name.text) != nullptr; });
  std::vector<rules::NamedText> conditions;
  conditions.reserve(sound.size());
  for (const NamedRule* condition : sound) conditions.push_back({condition->name.text, condition->rule.text});
  for (const rules::NamedProblem& found : rules::addConditions(scope, conditions)) {
    const Word& rule = sound[found.index]->rule;
    if (compilation.told.contains(rule.at)) continue;
    report(compilation, rule, found.problem);
  }
  for (const NamedRule* condition : sound) compilation.told.insert(condition->rule.at);
}

}  // namespace

bool layOutSlots(Compilation& compilation) {
  Workflow& workflow = compilation.workflow;
  collectIds(compilation);
  if (workflow.item_ids.size() > kMostItems || workflow.document_ids.size() > kMostItems) {
    compilation.findings.fileError(
        compilation.edition.source->path(), "too-many",
        "more than " + std::to_string(kMostItems) + " items or documents in one edition");
    return false;
  }
  addSlots<AttributeSlot>(workflow, workflow.attributes.size());
  workflow.first_fact = addSlots<FactSlot>(workflow, workflow.facts.size());
  workflow.first_listed = addSlots<ListedSlot>(workflow, workflow.lists.size());
  workflow.first_cleared = addSlots<ClearedSlot>(workflow, workflow.item_ids.size());
  workflow.first_applies = addSlots<AppliesSlot>(workflow, workflow.item_ids.size());
  workflow.first_collected = addSlots<CollectedSlot>(workflow, workflow.document_ids.size());
  workflow.all_cleared = static_cast<rules::Slot>(workflow.slots.size());
  workflow.remaining = workflow.all_cleared + 1;
  workflow.today = workflow.all_cleared + 2;
  workflow.slots.insert(workflow.slots.end(), {AllClearedSlot{}, RemainingSlot{}, TodaySlot{}});
  workflow.first_cleared_on = addSlots<ClearedOnSlot>(workflow, workflow.item_ids.size());
  workflow.first_charges = addSlots<ChargesSlot>(workflow, workflow.item_ids.size());
  workflow.charges_total = static_cast<rules::Slot>(workflow.slots.size());
  workflow.slots.push_back(ChargesTotalSlot{});
  workflow.first_word = static_cast<rules::Slot>(workflow.slots.size());
  for (FactIndex fact = 0; fact < workflow.facts.size(); ++fact)
    for (std::uint32_t word = 0; word < wordsOf(workflow.facts[fact]); ++word)
      workflow.slots.push_back(WordSlot{fact, word});
  return true;
}

rules::Scope scopeFor(Compilation& compilation, const StudentTypeDefinition* type) {
  const Workflow& workflow = compilation.workflow;
  rules::Scope scope;
  scope.addInput("all_cleared", Type::boolean(), workflow.all_cleared);
  scope.addInput("remaining", Type::number(rules::Unit::Count), workflow.remaining);
  scope.addInput("today", Type::date(), workflow.today);
  addAttributes(workflow, scope);
  addCalendar(workflow, scope);
  addFacts(workflow, scope);
  for (ListIndex i = 0; i < workflow.lists.size(); ++i)
    scope.addInput("listed." + workflow.lists[i].id, Type::boolean(), workflow.first_listed + i);
  addItems(workflow, type, scope);
  addCharges(compilation, type, scope);
  addConditions(compilation, scope);
  return scope;
}

void compileProviders(Compilation& compilation, const rules::Scope& edition_scope) {
  Workflow& workflow = compilation.workflow;
  for (const NamedRule& provider : compilation.edition.providers) {
    const auto rule = compileRule(compilation, provider.rule, edition_scope);
    if (!rule) continue;
    for (const rules::Slot slot : rule->slots())
      if (slot >= workflow.first_fact) {
        compilation.findings.error(
            provider.rule.span(), "wrong-place",
            "\"provides\" may read attributes only: the roster is told apart before anything "
            "else is known");
        break;
      }
    workflow.providers.push_back({provider.name.text, provider.title, *rule});
  }
}

}  // namespace lixiao::workflow
