#pragma once

#include <vector>

#include "engine/workflow/analysis_truths.h"
#include "engine/workflow/compile_context.h"

namespace lixiao::workflow {

// What is right in form and meaning, but hardly what was wanted. Warnings, for editions without errors.

/// One student type as written and as compiled; items and documents stand at the same positions in both.
struct AnalysedType {
  const StudentTypeDefinition& definition;
  const StudentType& type;
  Domain domain;  ///< of its rules
};
std::vector<AnalysedType> analysedTypes(const Compilation& compilation);
/// What is certain for students of these types.
Domain domainOf(const Workflow& workflow, const std::vector<std::string>& types);
/// Both at once.
Outcomes outcomesOfBoth(const rules::Rule& a, const rules::Rule& b, const Domain& domain);

/// Rules, and parts of them, that never are true or never false. `edition_scope` has the conditions.
void analyseRules(Compilation& compilation, const rules::Scope& edition_scope,
                  const std::vector<AnalysedType>& types);
/// Items and documents that wait for what never concerns the same student, or for what comes too late.
void analyseWaiting(Compilation& compilation, const std::vector<AnalysedType>& types);
/// Documents that nobody of their type can ever collect, and types without one.
void analyseDocuments(Compilation& compilation, const std::vector<AnalysedType>& types);
/// Items, lists and facts that nobody can register, submit or declare.
void analyseDelivery(Compilation& compilation, const std::vector<AnalysedType>& types);
/// All of these.
void analyse(Compilation& compilation, const rules::Scope& edition_scope);

/// Names of edition.yaml that nothing in the files uses; the roots are those of edition.yaml, the student
/// types and the colleges.
void analyseNames(const EditionDefinition& edition, const yaml::Node& edition_root,
                  const std::vector<const yaml::Node*>& other_roots, Findings& findings);

}  // namespace lixiao::workflow
