#include <algorithm>

#include "engine/workflow/compile_context.h"

namespace lixiao::workflow {
namespace {

constexpr std::size_t kMostWords = 250;
constexpr std::size_t kMostEntries = 500;

/// Holds the names that rules know to one meaning each.
class Names {
 public:
  explicit Names(Findings& findings) : findings_(findings) {}

  void claim(const Word& name) {
    if (!name.given()) return;
    if (isReserved(name.text))
      return findings_.error(name.span(), "reserved-name",
                             quoted(name.text) + " is a word of the language itself");
    const auto [first, is_new] = places_.emplace(name.text, name);
    if (!is_new)
      findings_.conflict(name.span(), first->second.span(), "duplicate-name",
                         "the name " + quoted(name.text) + " means something else already",
                         "first given here");
  }

 private:
  static bool isReserved(const std::string& name) {
    for (const char* word :
         {"student_no", "name", "national_id", "today", "all_cleared", "remaining", "true",          "false",
          "and",        "or",   "not",         "in",    "date",        "known",     "coalesce",      "age_at",
          "days",       "min",  "max",         "abs",   "round",       "one_of",    "charges_total", "each"})
      if (name == word) return true;
    for (const char* prefix : {"listed.", "cleared.", "applies.", "collected.", "cleared_on.", "charges."})
      if (name.rfind(prefix, 0) == 0) return true;
    return false;
  }

  Findings& findings_;
  std::map<std::string, Word> places_;
};

rules::Type numberType(const std::string& word) {
  const rules::Unit unit = word == "money"     ? rules::Unit::Money
                           : word == "count"   ? rules::Unit::Count
                           : word == "percent" ? rules::Unit::Percent
                                               : rules::Unit::Plain;
  return rules::Type::number(unit);
}

/// The type that an attribute or fact was given; nothing when it cannot be told.
std::optional<rules::Type> typeOf(Compilation& compilation, const Word& name, const Word& type,
                                  const std::vector<Word>& values) {
  if (!type.given()) return std::nullopt;
  if (type.text != "enum" && !values.empty())
    compilation.findings.error(values.front().span(), "wrong-place", "\"values\" is only for the type enum");
  if (type.text == "text") return rules::Type::text();
  if (type.text == "date") return rules::Type::date();
  if (type.text == "boolean") return rules::Type::boolean();
  if (type.text != "enum") {
    for (const char* known : {"money", "count", "percent", "number"})
      if (type.text == known) return numberType(type.text);
    return std::nullopt;
  }
  std::map<std::string, const Word*> first;
  std::vector<std::string> words;
  for (const Word& value : values) {
    const auto [known, is_new] = first.emplace(value.text, &value);
    if (is_new)
      words.push_back(value.text);
    else
      compilation.findings.conflict(value.span(), known->second->span(), "duplicate-value",
                                    quoted(value.text) + " is given twice", "first given here");
  }
  if (words.empty())
    compilation.findings.error(name.span(), "missing-key", "\"values\" is missing: an enum needs its words");
  if (words.size() > kMostWords)
    compilation.findings.error(values[kMostWords].span(), "too-many", "an enum has at most 250 words");
  if (words.empty() || words.size() > kMostWords) return std::nullopt;
  return rules::Type::enumeration(std::move(words));
}

void compileTimeZone(Compilation& compilation) {
  const Word& name = compilation.edition.timezone;
  const auto zone = TimeZone::find(name.given() ? name.text : "Asia/Shanghai");
  if (zone)
    compilation.workflow.time_zone = *zone;
  else if (name.given())
    compilation.findings.error(name.span(), "unknown-value", quoted(name.text) + " is not a time zone",
                               didYouMean(name.text, TimeZone::names()));
}

void compileCalendar(Compilation& compilation, Names& names) {
  for (const CalendarDefinition& entry : compilation.edition.calendar) {
    names.claim(entry.id);
    const auto from = model::parseDate(entry.from.text);
    const auto to = entry.to.given() ? model::parseDate(entry.to.text) : from;
    if (!from || !to) {
      compilation.broken_days.insert(entry.id.text);
      for (const char* end : {"", ".from", ".to"}) compilation.broken_names.insert(entry.id.text + end);
      continue;
    }
    checkWindow(compilation, entry.to, from, to);
    compilation.workflow.calendar.push_back({entry.id.text, entry.title, *from, *to});
  }
}

void compileAttributes(Compilation& compilation, Names& names) {
  for (const AttributeDefinition& attribute : compilation.edition.attributes) {
    names.claim(attribute.name);
    const auto type = typeOf(compilation, attribute.name, attribute.type, attribute.values);
    if (!type) compilation.broken_names.insert(attribute.name.text);
    if (attribute.name.text == "student_type") {
      compilation.workflow.student_type = static_cast<AttributeIndex>(compilation.workflow.attributes.size());
      if (attribute.type.given() && attribute.type.text != "enum")
        compilation.findings.error(attribute.type.span(), "wrong-type", "\"student_type\" must be an enum");
    }
    compilation.workflow.attributes.push_back(
        {attribute.name.text, attribute.title, type.value_or(rules::Type::text()), attribute.optional});
  }
  if (compilation.edition.attributes.empty() || compilation.workflow.attribute("student_type")) return;
  compilation.findings.error(compilation.edition.attributes.front().name.span(), "missing-key",
                             "the attribute \"student_type\" is missing",
                             "add student_type: { type: enum, values: [...] }");
}

void checkFactCurrency(Compilation& compilation, const FactDefinition& fact) {
  const Word& currency = fact.currency;
  if (fact.type.text == "money" && !currency.given())
    compilation.findings.error(fact.name.span(), "missing-key", "\"currency\" is missing: money needs one",
                               "add currency: CNY");
  if (!currency.given()) return;
  if (fact.type.given() && fact.type.text != "money")
    return compilation.findings.error(currency.span(), "wrong-place",
                                      "\"currency\" is only for the type money");
  checkCurrency(compilation, currency);
}

/// Who delivers the fact, and how much it may hold.
void setDelivery(Compilation& compilation, const FactDefinition& fact, FactSpec& spec) {
  spec.declared = fact.declared_by.given();
  spec.confirmed_by = resolveDepartment(compilation, fact.confirmed_by);
  if (fact.confirmed_by.given() && !fact.declared_by.given())
    compilation.findings.error(fact.confirmed_by.span(), "wrong-place",
                               "only what the student declares is confirmed", "add declared_by: student");
  spec.several = fact.several.text == "true";
  if (spec.several && fact.type.given() && fact.type.text != "enum")
    compilation.findings.error(fact.several.span(), "wrong-place", "\"several\" is only for the type enum");
  spec.several = spec.several && spec.type.kind == rules::Kind::Enum;
}

void compileFacts(Compilation& compilation, Names& names) {
  for (const FactDefinition& fact : compilation.edition.facts) {
    names.claim(fact.name);
    checkFactCurrency(compilation, fact);
    const auto type = typeOf(compilation, fact.name, fact.type, fact.values);
    if (!type) compilation.broken_names.insert(fact.name.text);
    FactSpec spec{fact.name.text, fact.title, type.value_or(rules::Type::text()),
                  fact.type.text == "money" ? fact.currency.text : std::string(), fact.max_age};
    setDelivery(compilation, fact, spec);
    compilation.workflow.facts.push_back(std::move(spec));
  }
}

void compileDepartments(Compilation& compilation) {
  for (const DepartmentDefinition& department : compilation.edition.departments) {
    Department made{department.id.text, department.title, resolveAttribute(compilation, department.scope)};
    compilation.workflow.departments.push_back(std::move(made));
  }
}

void compileLists(Compilation& compilation) {
  for (const ListDefinition& list : compilation.edition.lists)
    compilation.workflow.lists.push_back({list.id.text, list.title,
                                          resolveDepartment(compilation, list.department).value_or(0),
                                          resolveDate(compilation, list.due, false)});
}

void limit(Compilation& compilation, const char* what, std::size_t count) {
  if (count > kMostEntries)
    compilation.findings.fileError(compilation.edition.source->path(), "too-many",
                                   "more than " + std::to_string(kMostEntries) + " " + what);
}

}  // namespace

void compileTables(Compilation& compilation) {
  const EditionDefinition& edition = compilation.edition;
  limit(compilation, "attributes", edition.attributes.size());
  limit(compilation, "facts", edition.facts.size());
  limit(compilation, "lists", edition.lists.size());
  limit(compilation, "departments", edition.departments.size());
  limit(compilation, "conditions", edition.conditions.size());
  limit(compilation, "days of the calendar", edition.calendar.size());
  compilation.workflow.edition = edition.edition.text;
  compilation.workflow.title = edition.title;
  Names names(compilation.findings);
  compileTimeZone(compilation);
  compileAttributes(compilation, names);
  compileCalendar(compilation, names);
  for (const NamedRule& condition : edition.conditions) names.claim(condition.name);
  compileDepartments(compilation);
  compileFacts(compilation, names);
  compileLists(compilation);
}

}  // namespace lixiao::workflow
