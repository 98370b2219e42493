#include <algorithm>

#include "engine/workflow/compile_context.h"
#include "rules/rule.h"

namespace lixiao::workflow {
namespace {

bool isNameCharacter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '.' ||
         static_cast<unsigned char>(c) >= 0x80;
}

std::size_t findName(std::string_view text, std::string_view name) {
  for (std::size_t at = text.find(name); at != std::string_view::npos; at = text.find(name, at + 1)) {
    const std::size_t end = at + name.size();
    const bool begins = at == 0 || !isNameCharacter(text[at - 1]);
    if (begins && (end == text.size() || !isNameCharacter(text[end]))) return at;
  }
  return std::string_view::npos;
}

}  // namespace

bool lost(const Compilation& compilation, std::initializer_list<const char*> sections) {
  return std::any_of(sections.begin(), sections.end(), [&](const char* section) {
    return compilation.edition.lost_sections.contains(section);
  });
}

void report(Compilation& compilation, const Word& rule, const rules::Problem& problem) {
  if (problem.code == "unknown-name" &&
      lost(compilation, {"attributes", "facts", "calendar", "conditions", "lists", "items"}))
    return;
  compilation.findings.error(yaml::spanWithin(*rule.at, problem.offset, problem.length), problem.code,
                             problem.message, problem.hint);
}

std::optional<rules::Rule> compileRule(Compilation& compilation, const Word& text,
                                       const rules::Scope& scope) {
  if (!text.given() || compilation.told.contains(text.at) || compilation.findings.full(*text.at->source))
    return std::nullopt;
  const auto used = rules::namesUsed(text.text);
  const auto& broken = compilation.broken_names;
  if (std::any_of(used.begin(), used.end(), [&](const std::string& name) { return broken.contains(name); }))
    return std::nullopt;
  rules::Compiled compiled = rules::compile(text.text, scope);
  if (compiled.rule) return std::move(compiled.rule);
  for (const rules::Problem& problem : compiled.problems) report(compilation, text, problem);
  compilation.told.insert(text.at);
  return std::nullopt;
}

void setEach(rules::Scope& scope, const std::string& each) {
  if (each.empty())
    scope.remove("each");
  else
    scope.addConstant("each", rules::Type::text(), model::Value(each));
}

Span nameInRule(const Word& rule, std::string_view name) {
  const std::size_t at = findName(rule.text, name);
  return at == std::string_view::npos ? yaml::spanWithin(*rule.at, 0, 1)
                                      : yaml::spanWithin(*rule.at, at, name.size());
}

}  // namespace lixiao::workflow
