#include <map>

#include "engine/workflow/analysis.h"

namespace lixiao::workflow {
namespace {

/// What follows when a rule always decides the same; "" where that is in order.
struct Role {
  std::string never_true;
  std::string never_false;
};

/// Rules by where they are written: one on the shelf is compiled for each type that takes the item, and only
/// what is fixed in all of them is told.
class FixedRules {
 public:
  void add(const Word& text, const rules::Rule& rule, const Domain& domain, Role role) {
    // A rule that was put together from several is not told apart.
    if (!text.given() || rule.text() != text.text) return;
    std::set<FixedPart> parts = fixedParts(rule, domain);
    const auto [known, is_new] = found_.try_emplace(text.at, Found{text, std::move(role), {}});
    if (is_new)
      known->second.parts = std::move(parts);
    else
      std::erase_if(known->second.parts, [&](const FixedPart& part) { return !parts.contains(part); });
  }

  void report(Findings& findings) const {
    for (const auto& [at, found] : found_)
      for (const FixedPart& part : found.parts) report(found, part, findings);
  }

 private:
  struct Found {
    Word text;
    Role role;
    std::set<FixedPart> parts;
  };

  static void report(const Found& found, const FixedPart& part, Findings& findings) {
    const bool whole = part.length == found.text.text.size();
    const std::string& consequence = part.never_true ? found.role.never_true : found.role.never_false;
    if (whole && consequence.empty()) return;
    const std::string what = part.never_true ? "never true" : "never false";
    findings.warning(
        yaml::spanWithin(*found.text.at, part.offset, part.length),
        part.never_true ? "never-true" : "never-false",
        whole ? "this rule is " + what + ", so " + consequence : "this part of the rule is " + what);
  }

  std::map<const yaml::Node*, Found> found_;
};

Role roleOfItem(const std::string& id) {
  return {"the item " + quoted(id) + " concerns nobody", "it concerns everybody without it"};
}

void addItems(const AnalysedType& each, FixedRules& rules) {
  for (std::size_t i = 0; i < each.type.items.size(); ++i) {
    const ItemDefinition& written = each.definition.items[i];
    const Item& item = each.type.items[i];
    const auto add = [&](const Word& text, RuleIndex rule, Role role) {
      rules.add(text, each.type.rules[rule], each.domain, std::move(role));
    };
    add(written.applies_when, item.applies_when, roleOfItem(item.id));
    if (item.passes_when)
      add(written.passes_when, *item.passes_when,
          {"the item " + quoted(item.id) + " never clears by itself",
           "the item " + quoted(item.id) + " holds nobody back"});
    for (std::size_t k = 0; k < item.registrars.size() && k < written.registrars.size(); ++k)
      if (item.registrars[k].when)
        add(written.registrars[k].when, *item.registrars[k].when,
            {"this department never acts", "the departments after it never act"});
  }
}

void addDocuments(const AnalysedType& each, FixedRules& rules) {
  for (std::size_t i = 0; i < each.type.documents.size(); ++i) {
    const DocumentDefinition& written = each.definition.documents[i];
    const Document& document = each.type.documents[i];
    rules.add(written.applies_when, each.type.rules[document.applies_when], each.domain,
              {"nobody gets the document " + quoted(document.id), "everybody gets it without it"});
    if (outcomes(each.type.rules[document.released_when], each.domain).may_be_true)
      rules.add(written.released_when, each.type.rules[document.released_when], each.domain,
                {"", "the document " + quoted(document.id) + " waits for nothing"});
  }
  for (std::size_t i = 0; i < each.type.documents.size(); ++i) {
    const std::vector<Batch>& batches = each.type.documents[i].batches;
    const std::vector<BatchDefinition>& written = each.definition.documents[i].batches;
    for (std::size_t k = 0; k < batches.size() && k < written.size(); ++k)
      if (batches[k].when)
        rules.add(written[k].when, each.type.rules[*batches[k].when], each.domain,
                  {"nobody is in this batch", "nobody is in the batches after it"});
  }
  for (std::size_t i = 0; i < each.type.notices.size(); ++i)
    rules.add(each.definition.notices[i].when, each.type.rules[each.type.notices[i].when], each.domain,
              {"this notice is never shown", "this notice is always shown"});
}

std::vector<std::string> idsOf(const std::vector<AnalysedType>& types) {
  std::vector<std::string> ids;
  ids.reserve(types.size());
  for (const AnalysedType& each : types) ids.push_back(each.type.id);
  return ids;
}

}  // namespace

void analyseRules(Compilation& compilation, const rules::Scope& edition_scope,
                  const std::vector<AnalysedType>& types) {
  FixedRules rules;
  for (const AnalysedType& each : types) {
    addItems(each, rules);
    addDocuments(each, rules);
  }
  const Domain everybody = domainOf(compilation.workflow, idsOf(types));
  for (const NamedRule& condition : compilation.edition.conditions)
    if (const auto* meaning = edition_scope.find(condition.name.text))
      if (const auto* rule = std::get_if<std::shared_ptr<const rules::Rule>>(meaning))
        rules.add(condition.rule, **rule, everybody,
                  {"the condition " + quoted(condition.name.text) + " is of no use",
                   "the condition " + quoted(condition.name.text) + " is of no use"});
  for (std::size_t i = 0; i < compilation.workflow.providers.size(); ++i)
    rules.add(compilation.edition.providers[i].rule, compilation.workflow.providers[i].provides, everybody,
              {"it delivers nobody", ""});
  rules.report(compilation.findings);
}

}  // namespace lixiao::workflow
