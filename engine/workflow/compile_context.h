#pragma once

#include <optional>
#include <set>
#include <string>
#include <vector>

#include "engine/workflow/definition.h"
#include "engine/workflow/workflow.h"
#include "rules/scope.h"

namespace lixiao::workflow {

inline constexpr std::size_t kMostItems = 200;

/// One decision that another one waits for.
struct Edge {
  std::uint32_t to;
  Span place;
};

/// What the steps of compiling one edition share.
struct Compilation {
  const EditionDefinition& edition;
  const std::vector<StudentTypeDefinition>& types;
  Findings& findings;
  Workflow workflow = {};
  std::set<std::string, std::less<>> broken_names =
      {};  ///< defined wrongly: rules that use them are not compiled
  std::set<std::string, std::less<>> broken_days = {};  ///< calendar ids without a date
  std::set<const yaml::Node*> told = {};                ///< rules whose problems were reported
  /// For each of `workflow.types` what each of its items waits for.
  std::vector<std::vector<std::vector<Edge>>> item_edges = {};

  bool complete(const StudentTypeDefinition* type) const;
};

/// Time zone, calendar, attributes, facts, departments, lists.
void compileTables(Compilation& compilation);
/// Item and document ids of the edition, and what each slot of a rule stands for. False: too many to go on.
bool layOutSlots(Compilation& compilation);
/// The names of the edition in rules of `type`; nullptr: in any type, all items there.
rules::Scope scopeFor(Compilation& compilation, const StudentTypeDefinition* type);
/// Attributes, the calendar, and conditions over them.
void compileProviders(Compilation& compilation, const rules::Scope& edition_scope);
/// Checks rules and references of the shelf's items, which types only pick from.
void checkShelf(Compilation& compilation, rules::Scope edition_scope);
StudentType compileType(Compilation& compilation, const StudentTypeDefinition& definition);

/// Whether one of these sections of edition.yaml was not read, so that what is unknown may well be defined in
/// it.
bool lost(const Compilation& compilation, std::initializer_list<const char*> sections);
/// Reports what the rule language found, but not what only a lost section leaves unknown.
void report(Compilation& compilation, const Word& rule, const rules::Problem& problem);
/// The rule, or nothing when it was not given or is wrong; what is wrong is reported once.
std::optional<rules::Rule> compileRule(Compilation& compilation, const Word& text, const rules::Scope& scope);
/// Where `name` stands in the rule's text; the rule's start when it is not there.
Span nameInRule(const Word& rule, std::string_view name);

/// `2015-06-18`, or a name of the calendar; a bare window is its first day when `first`, else its last.
std::optional<model::Date> resolveDate(Compilation& compilation, const Word& day, bool first);
/// The same for a day that may differ from student to student.
std::optional<Day> resolveDay(Compilation& compilation, const Word& day, bool first);
/// The rule by which an item opens whose first day counts from a date of the student's.
std::string openingRule(const Workflow& workflow, const Day& opens);
std::optional<AttributeIndex> resolveAttribute(Compilation& compilation, const Word& attribute);
std::optional<DepartmentIndex> resolveDepartment(Compilation& compilation, const Word& department);
std::optional<ListIndex> resolveList(Compilation& compilation, const Word& list);
void checkWindow(Compilation& compilation, const Word& to_word, std::optional<model::Date> from,
                 std::optional<model::Date> to);
void checkWindow(Compilation& compilation, const Word& to_word, const std::optional<Day>& from,
                 const std::optional<Day>& to);
void checkCurrency(Compilation& compilation, const Word& currency);
/// The currencies of the items' `charges`, which must be one.
void checkCharges(Compilation& compilation);
bool hasCharges(const StudentTypeDefinition& type, const std::string& item_id);
/// Whether the item has charges anywhere in the edition.
bool hasCharges(const Compilation& compilation, const std::string& item_id);
/// `each` stands for `{each}` in it, unless it is "".
MessageTemplate compileMessage(Compilation& compilation, const Word& zh, const Word& en,
                               const std::string& each);
/// Gives the scope the name `each` for the items of this word of `for_each`; takes it away for "".
void setEach(rules::Scope& scope, const std::string& each);

/// Reports each circle once, at the first of its edges in the files.
void reportCircles(const std::vector<std::string>& ids, const std::vector<std::vector<Edge>>& edges,
                   const char* what, Findings& findings);
/// Reports items and documents that can never clear because they need one another.
void checkWaiting(Compilation& compilation, const StudentTypeDefinition& definition, const StudentType& type);
/// The order of decisions; a circle is reported. Whoever waits for an item of a group waits for the group.
std::vector<Step> orderOf(const StudentType& type, const StudentTypeDefinition& definition,
                          const std::vector<std::vector<Edge>>& item_edges,
                          const std::vector<std::vector<Edge>>& document_edges, Findings& findings);

}  // namespace lixiao::workflow
