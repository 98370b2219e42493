#include "engine/workflow/compile_item.h"

#include <algorithm>

#include "engine/workflow/compile_appointment.h"
#include "engine/workflow/compile_declaring.h"
#include "engine/workflow/keys_scalar.h"

namespace lixiao::workflow {
namespace {

std::optional<Mode> modeOf(const ItemDefinition& definition) {
  const Word& word = definition.mode;
  if (!word.given() && definition.has_parts) return Mode::Parts;
  if (word.text == "automatic") return Mode::Automatic;
  if (word.text == "exceptions") return Mode::Exceptions;
  if (word.text == "registration") return Mode::Registration;
  if (word.text == "declaration") return Mode::Declaration;
  return std::nullopt;
}

void onlyFor(Compilation& compilation, const Word& given, const char* key, const char* mode,
             const Word& actual) {
  if (!given.given() || actual.text == mode) return;
  compilation.findings.error(given.span(), "wrong-mode",
                             quoted(key) + " is only for the mode " + mode + ", this item " +
                                 (actual.given() ? "is " + quoted(actual.text) : "has parts and no mode"));
}

void checkMode(Compilation& compilation, const ItemDefinition& definition, Mode mode) {
  onlyFor(compilation, definition.passes_when, "passes_when", "automatic", definition.mode);
  onlyFor(compilation, definition.waive_below, "waive_below", "automatic", definition.mode);
  if (!definition.declares.empty())
    onlyFor(compilation, definition.declares.front(), "declares", "declaration", definition.mode);
  onlyFor(compilation, definition.register_by, "register_by", "registration", definition.mode);
  onlyFor(compilation, definition.list, "list", "exceptions", definition.mode);
  onlyFor(compilation, definition.visit, "visit", "registration", definition.mode);
  if (mode == Mode::Automatic && !definition.says_passes_when)
    compilation.findings.error(
        definition.id.span(), "missing-key",
        "\"passes_when\" is missing: the item " + quoted(definition.id.text) + " is automatic");
}

Allowed allowedOf(const std::vector<Word>& words) {
  Allowed allowed;
  for (const Word& word : words) {
    allowed.deferral |= word.text == "deferral";
    allowed.waiver |= word.text == "waiver";
    allowed.not_applicable |= word.text == "not_applicable";
    allowed.condition |= word.text == "condition";
  }
  return allowed;
}

std::optional<ListIndex> listOf(Compilation& compilation, const ItemDefinition& definition) {
  if (definition.list.given()) return resolveList(compilation, definition.list);
  const auto own = compilation.workflow.list(definition.id.text);
  if (!own && definition.id.given() && !lost(compilation, {"lists"}))
    compilation.findings.error(definition.id.span(), "unknown-list",
                               "the item " + quoted(definition.id.text) +
                                   " goes by exceptions, but there is no list " + quoted(definition.id.text),
                               "add \"list:\" with the id of its list");
  return own;
}

std::vector<Registrar> registrarsOf(Compilation& compilation, const ItemDefinition& definition) {
  std::vector<Registrar> registrars;
  for (std::size_t i = 0; i < definition.registrars.size(); ++i) {
    const RegistrarDefinition& registrar = definition.registrars[i];
    const bool last = i + 1 == definition.registrars.size();
    registrars.push_back({std::nullopt, resolveDepartment(compilation, registrar.department).value_or(0)});
    if (last && registrar.when.given())
      compilation.findings.error(registrar.place, "missing-key",
                                 "the last entry of \"registrar_when\" must have no \"when\"",
                                 "add an entry for everybody else: - { department: ... }");
    if (!last && !registrar.when.given())
      compilation.findings.error(registrar.place, "unreachable",
                                 "only the last entry of \"registrar_when\" may have no \"when\"",
                                 "the entries after it would never be used");
  }
  return registrars;
}

std::vector<Registrar> departmentsOf(Compilation& compilation, const ItemDefinition& definition) {
  if (definition.department.given() && definition.registrar_when.given())
    compilation.findings.conflict(
        definition.department.span(), definition.registrar_when.span(), "conflicting-keys",
        "an item has either \"department\" or \"registrar_when\"", "the other one is here");
  if (!definition.registrars.empty()) return registrarsOf(compilation, definition);
  if (!definition.says_department && definition.id.given() && definition.part_of.empty())
    compilation.findings.error(definition.id.span(), "missing-key",
                               "\"department\" is missing in the item " + quoted(definition.id.text));
  return {{std::nullopt, resolveDepartment(compilation, definition.department).value_or(0)}};
}

bool isUsed(const Compilation& compilation, const std::string& id) {
  return std::any_of(compilation.types.begin(), compilation.types.end(),
                     [&](const StudentTypeDefinition& type) {
                       return !type.complete || type.items.empty() ||
                              std::any_of(type.items.begin(), type.items.end(),
                                          [&](const ItemDefinition& item) { return item.id.text == id; });
                     });
}

/// The id without the word of `for_each`.
std::string writtenId(const ItemDefinition& definition) {
  const std::size_t word = definition.each.empty() ? 0 : definition.each.size() + 1;
  return definition.id.text.substr(0, definition.id.text.size() - word);
}

void checkRules(Compilation& compilation, const ItemDefinition& definition, const rules::Scope& scope) {
  compileRule(compilation, definition.applies_when, scope);
  compileRule(compilation, definition.passes_when, scope);
  for (const RegistrarDefinition& registrar : definition.registrars)
    compileRule(compilation, registrar.when, scope);
}

}  // namespace

Item itemOf(Compilation& compilation, const ItemDefinition& definition) {
  Item item;
  item.index = compilation.workflow.item(definition.id.text).value_or(0);
  item.id = definition.id.text;
  item.title = definition.title;
  item.registrars = departmentsOf(compilation, definition);
  if (const auto mode = modeOf(definition)) {
    item.mode = *mode;
    checkMode(compilation, definition, *mode);
    if (*mode == Mode::Exceptions) item.list = listOf(compilation, definition);
    if (*mode == Mode::Declaration) item.declares = declaredFacts(compilation, definition.declares);
    if (*mode == Mode::Automatic) item.waive_below = parseAmount(definition.waive_below.text).value_or(0);
  }
  const bool unexpanded = definition.for_each.given() && definition.each.empty();  // told by checkForEach
  item.message = compileMessage(compilation, definition.message_zh, definition.message_en,
                                unexpanded ? definition.for_each.text : definition.each);
  item.opens = resolveDay(compilation, definition.opens, true);
  item.due = resolveDay(compilation, definition.due, false);
  checkWindow(compilation, definition.due, item.opens, item.due);
  item.appointment = appointmentOf(compilation, definition, item.due);
  item.visit = definition.visit.text == "true";
  item.optional = definition.optional.text == "true";
  item.allowed = allowedOf(definition.allow);
  item.register_by = resolveAttribute(compilation, definition.register_by);
  item.everyone_in = resolveAttribute(compilation, definition.everyone_in);
  if (definition.everyone_in.given() && definition.one_of.given())
    compilation.findings.conflict(definition.everyone_in.span(), definition.one_of.span(), "conflicting-keys",
                                  "an item has either \"everyone_in\" or \"one_of\"",
                                  "the other one is here");
  item.charges = definition.charges.text;
  checkForEach(compilation, definition);
  item.because = definition.because;
  return item;
}

void checkShelf(Compilation& compilation, rules::Scope edition_scope) {
  for (const ItemDefinition& definition : compilation.edition.items) {
    if (!definition.id.given() || compilation.findings.full(*compilation.edition.source)) continue;
    itemOf(compilation, definition);
    setEach(edition_scope, definition.each);
    checkRules(compilation, definition, edition_scope);
    for (const Word& earlier : definition.after)
      if (!compilation.workflow.item(earlier.text) && !lost(compilation, {"items"}))
        compilation.findings.error(earlier.span(), "unknown-item", "there is no item " + quoted(earlier.text),
                                   didYouMean(earlier.text, compilation.workflow.item_ids));
    if (definition.part_of.empty() && !compilation.types.empty() && !isUsed(compilation, definition.id.text))
      compilation.findings.warning(definition.id.span(), "unused-item",
                                   "no student type has the item " + quoted(writtenId(definition)));
  }
}

}  // namespace lixiao::workflow
