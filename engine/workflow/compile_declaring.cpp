#include "engine/workflow/compile_declaring.h"

#include "engine/workflow/keys_scalar.h"

namespace lixiao::workflow {
namespace {

std::optional<FactIndex> resolveFact(Compilation& compilation, const Word& name) {
  const auto fact = compilation.workflow.fact(name.text);
  if (fact || lost(compilation, {"facts"})) return fact;
  std::vector<std::string> names;
  for (const FactSpec& known : compilation.workflow.facts) names.push_back(known.name);
  compilation.findings.error(name.span(), "unknown-name", "there is no fact " + quoted(name.text),
                             didYouMean(name.text, names));
  return std::nullopt;
}

}  // namespace

std::vector<FactIndex> declaredFacts(Compilation& compilation, const std::vector<Word>& declares) {
  std::vector<FactIndex> facts;
  for (const Word& name : declares) {
    const auto fact = resolveFact(compilation, name);
    if (!fact) continue;
    facts.push_back(*fact);
    if (!compilation.workflow.facts[*fact].declared)
      compilation.findings.error(name.span(), "not-declared",
                                 "the fact " + quoted(name.text) + " is not declared by the student",
                                 "add \"declared_by: student\" to it");
  }
  return facts;
}

void checkForEach(Compilation& compilation, const ItemDefinition& definition) {
  const Word& name = definition.for_each;
  if (!name.given()) return;
  if (definition.each.empty()) compilation.broken_names.insert("each");  // what is wrong is told here
  const auto fact = resolveFact(compilation, name);
  if (!fact || compilation.broken_names.contains(name.text)) return;
  const FactSpec& spec = compilation.workflow.facts[*fact];
  if (!spec.several)
    return compilation.findings.error(name.span(), "not-several",
                                      "the fact " + quoted(name.text) + " holds one value only",
                                      "for_each needs an enum with \"several: true\"");
  for (const std::string& word : *spec.type.words)
    if (!isIdPart(word))
      compilation.findings.error(name.span(), "bad-id",
                                 quoted(word) + ", a value of " + name.text + ", cannot end an item's id",
                                 "for_each needs values of letters, digits and _");
}

}  // namespace lixiao::workflow
