#include "engine/workflow/compile_documents.h"

namespace lixiao::workflow {
namespace {

Collect collectOf(Compilation& compilation, const CollectDefinition& definition) {
  Collect collect{resolveDay(compilation, definition.from, true),
                  resolveDay(compilation, definition.to, false), definition.place};
  checkWindow(compilation, definition.to, collect.from, collect.to);
  return collect;
}

void addBatches(Compilation& compilation, const DocumentDefinition& definition, TypeRules& rules,
                Document& document) {
  for (std::size_t i = 0; i < definition.batches.size(); ++i) {
    const BatchDefinition& batch = definition.batches[i];
    const bool last = i + 1 == definition.batches.size();
    if (!last && !batch.when.given())
      compilation.findings.error(batch.place, "unreachable",
                                 "only the last entry of \"batches\" may have no \"when\"",
                                 "the entries after it would never be used");
    std::optional<RuleIndex> when;
    if (batch.when.given()) when = rules.add(batch.when, nullptr);
    document.batches.push_back({when, batch.label, collectOf(compilation, batch.collect)});
  }
}

}  // namespace

Document compileDocument(Compilation& compilation, const DocumentDefinition& definition, TypeRules& rules,
                         std::vector<Edge>& edges) {
  Document document;
  document.index = compilation.workflow.document(definition.id.text).value_or(0);
  document.id = definition.id.text;
  document.title = definition.title;
  document.department = resolveDepartment(compilation, definition.department).value_or(0);
  document.because = definition.because;
  document.collect = collectOf(compilation, definition.collect);
  for (const Word& earlier : definition.after) {
    if (const auto position = rules.document(earlier.text)) {
      document.after.push_back(*position);
      edges.push_back({*position, earlier.span()});
    } else {
      compilation.findings.error(earlier.span(), "unknown-document",
                                 "there is no document " + quoted(earlier.text),
                                 didYouMean(earlier.text, rules.documentIds()));
    }
  }
  document.applies_when = rules.add(definition.applies_when, nullptr);
  document.released_when = rules.add(definition.released_when, nullptr, "all_cleared");
  addBatches(compilation, definition, rules, document);
  return document;
}

}  // namespace lixiao::workflow
