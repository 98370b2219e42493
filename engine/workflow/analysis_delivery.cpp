#include <algorithm>

#include "engine/workflow/analysis.h"

namespace lixiao::workflow {
namespace {

/// The departments of an item as written, with their places.
std::vector<Word> departmentsOf(const ItemDefinition& item) {
  if (item.registrars.empty()) return {item.department};
  std::vector<Word> words;
  words.reserve(item.registrars.size());
  for (const RegistrarDefinition& registrar : item.registrars) words.push_back(registrar.department);
  return words;
}

/// Whether the item may concern students whose value of the attribute nobody knows.
bool concernsThoseWithout(const AnalysedType& each, const Item& item, AttributeIndex attribute,
                          const Attribute& spec) {
  const auto input = std::make_shared<rules::Node>();
  input->op = rules::Op::Input;
  input->type = spec.type;
  input->slot = attribute;
  const auto known = std::make_shared<rules::Node>();
  known->op = rules::Op::Known;
  known->args = {input};
  const auto unknown = std::make_shared<rules::Node>();
  unknown->op = rules::Op::Not;
  unknown->args = {known};
  return outcomesOfBoth(each.type.rules[item.applies_when], rules::Rule("", unknown), each.domain)
      .may_be_true;
}

/// A department that only acts on students who share a value the roster may leave out.
void checkScopes(Compilation& compilation, const AnalysedType& each) {
  const Workflow& workflow = compilation.workflow;
  for (std::size_t i = 0; i < each.type.items.size(); ++i) {
    if (each.type.items[i].mode != Mode::Registration) continue;
    for (const Word& word : departmentsOf(each.definition.items[i])) {
      const auto department = workflow.department(word.text);
      if (!word.given() || !department || !workflow.departments[*department].scope) continue;
      const AttributeIndex index = *workflow.departments[*department].scope;
      const Attribute& scope = workflow.attributes[index];
      if (scope.optional && concernsThoseWithout(each, each.type.items[i], index, scope))
        compilation.findings.warning(word.span(), "unregistrable-item",
                                     "nobody can register the item " + quoted(each.type.items[i].id) +
                                         " for students without " + quoted(scope.name) + ": " +
                                         quoted(word.text) + " acts only on those who share its value");
    }
  }
}

/// An item that is registered on a value the roster may leave out.
void checkSharing(Compilation& compilation, const AnalysedType& each) {
  for (std::size_t i = 0; i < each.type.items.size(); ++i) {
    const Word& word = each.definition.items[i].register_by;
    const auto shared = each.type.items[i].register_by;
    if (!word.given() || !shared) continue;
    const Attribute& attribute = compilation.workflow.attributes[*shared];
    if (attribute.optional && concernsThoseWithout(each, each.type.items[i], *shared, attribute))
      compilation.findings.warning(word.span(), "unregistrable-item",
                                   "nobody can register the item " + quoted(each.type.items[i].id) +
                                       " for students without " + quoted(word.text) +
                                       ": it is registered on its value, which the roster may leave out");
  }
}

void checkLists(Compilation& compilation) {
  const Workflow& workflow = compilation.workflow;
  for (const ListDefinition& list : compilation.edition.lists)
    if (const auto department = workflow.department(list.department.text);
        department && workflow.departments[*department].scope)
      compilation.findings.warning(
          list.department.span(), "undelivered-list",
          "nobody can submit the list " + quoted(list.id.text) + ": a list is for all students, but " +
              quoted(list.department.text) + " acts only on those who share its " +
              quoted(workflow.attributes[*workflow.departments[*department].scope].name));
}

std::set<FactIndex> factsRead(const Workflow& workflow, const StudentType& type) {
  std::set<FactIndex> facts;
  for (const rules::Rule& rule : type.rules)
    for (const rules::Slot slot : rule.slots()) {
      if (const auto* fact = std::get_if<FactSlot>(&workflow.slots[slot])) facts.insert(fact->index);
      if (const auto* word = std::get_if<WordSlot>(&workflow.slots[slot])) facts.insert(word->fact);
    }
  return facts;
}

/// Facts that students declare, read in a type none of whose items asks for them.
void checkFacts(Compilation& compilation, const AnalysedType& each) {
  const Workflow& workflow = compilation.workflow;
  std::set<FactIndex> asked;
  for (const Item& item : each.type.items) asked.insert(item.declares.begin(), item.declares.end());
  for (const FactIndex fact : factsRead(workflow, each.type)) {
    const FactSpec& spec = workflow.facts[fact];
    if (!spec.declared || asked.contains(fact)) continue;
    for (const FactDefinition& written : compilation.edition.facts)
      if (written.name.text == spec.name)
        compilation.findings.warning(written.name.span(), "undelivered-fact",
                                     "nobody delivers " + quoted(spec.name) + " of " + quoted(each.type.id) +
                                         ": its students declare it, but no item of theirs asks for it",
                                     "add an item with \"declares: " + spec.name + "\"");
  }
}

}  // namespace

void analyseDelivery(Compilation& compilation, const std::vector<AnalysedType>& types) {
  checkLists(compilation);
  for (const AnalysedType& each : types) {
    checkScopes(compilation, each);
    checkSharing(compilation, each);
    checkFacts(compilation, each);
  }
}

}  // namespace lixiao::workflow
