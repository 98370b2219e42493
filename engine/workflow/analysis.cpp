#include "engine/workflow/analysis.h"

#include <algorithm>

#include "rules/derive.h"

namespace lixiao::workflow {
namespace {

/// The days on which the edition is looked at: its year and the next one, and as far as its calendar goes.
std::optional<std::pair<double, double>> daysOf(const Workflow& workflow) {
  const auto first = model::parseDate(workflow.edition + "-01-01");
  if (!first) return std::nullopt;
  model::Date from = *first, to = *first + std::chrono::days{2 * 366};
  for (const CalendarEntry& entry : workflow.calendar) {
    from = std::min(from, entry.from - std::chrono::days{1});
    to = std::max(to, entry.to + std::chrono::days{1});
  }
  return std::pair<double, double>{model::dayNumber(from), model::dayNumber(to)};
}

}  // namespace

Domain domainOf(const Workflow& workflow, const std::vector<std::string>& types) {
  Domain domain;
  const std::vector<std::string>& words = *workflow.attributes[workflow.student_type].type.words;
  for (const std::string& type : types) {
    const auto word = std::find(words.begin(), words.end(), type);
    if (word != words.end())
      domain.words[workflow.student_type].insert(static_cast<std::uint32_t>(word - words.begin()));
  }
  if (const auto days = daysOf(workflow)) domain.ranges[workflow.today] = *days;
  domain.ranges[workflow.remaining] = {0, static_cast<double>(workflow.item_ids.size())};
  return domain;
}

std::vector<AnalysedType> analysedTypes(const Compilation& compilation) {
  std::vector<AnalysedType> types;
  for (const StudentTypeDefinition& definition : compilation.types)
    if (const StudentType* type = compilation.workflow.type(definition.id.text))
      types.push_back({definition, *type, domainOf(compilation.workflow, {type->id})});
  return types;
}

Outcomes outcomesOfBoth(const rules::Rule& a, const rules::Rule& b, const Domain& domain) {
  return outcomes(rules::bothOf(a, b), domain);
}

void analyse(Compilation& compilation, const rules::Scope& edition_scope) {
  const std::vector<AnalysedType> types = analysedTypes(compilation);
  analyseRules(compilation, edition_scope, types);
  analyseWaiting(compilation, types);
  analyseDocuments(compilation, types);
  analyseDelivery(compilation, types);
}

}  // namespace lixiao::workflow
