#include "engine/workflow/compile_context.h"
#include "engine/workflow/ids.h"

namespace lixiao::workflow {
std::optional<DepartmentIndex> resolveDepartment(Compilation& compilation, const Word& department) {
  if (!department.given()) return std::nullopt;
  const auto found = compilation.workflow.department(department.text);
  if (!found && !lost(compilation, {"departments"}))
    compilation.findings.error(department.span(), "unknown-department",
                               "there is no department " + quoted(department.text),
                               didYouMean(department.text, idsOf(compilation.workflow.departments)));
  return found;
}

std::optional<ListIndex> resolveList(Compilation& compilation, const Word& list) {
  if (!list.given()) return std::nullopt;
  const auto found = compilation.workflow.list(list.text);
  if (!found && !lost(compilation, {"lists"}))
    compilation.findings.error(list.span(), "unknown-list", "there is no list " + quoted(list.text),
                               didYouMean(list.text, idsOf(compilation.workflow.lists)));
  return found;
}

std::optional<AttributeIndex> resolveAttribute(Compilation& compilation, const Word& attribute) {
  if (!attribute.given()) return std::nullopt;
  const auto found = compilation.workflow.attribute(attribute.text);
  if (found || lost(compilation, {"attributes"})) return found;
  std::vector<std::string> names;
  for (const Attribute& known : compilation.workflow.attributes) names.push_back(known.name);
  compilation.findings.error(attribute.span(), "unknown-attribute",
                             "there is no attribute " + quoted(attribute.text),
                             didYouMean(attribute.text, names));
  return std::nullopt;
}

}  // namespace lixiao::workflow
