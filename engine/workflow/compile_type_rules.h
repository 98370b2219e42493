#pragma once

#include <map>

#include "engine/workflow/compile_context.h"
#include "rules/rule.h"

namespace lixiao::workflow {

/// The rules of one student type as they are compiled, and where its items and documents stand.
class TypeRules {
 public:
  TypeRules(Compilation& compilation, const StudentTypeDefinition& definition);

  /// Adds the rule, `otherwise` when it is not given, true when it is wrong; what it reads becomes edges.
  RuleIndex add(const Word& text, std::vector<Edge>* edges, const std::string& otherwise = "true");
  RuleIndex add(rules::Rule rule);
  /// The rules added from now on may speak of `each`; "": they may not.
  void setEach(const std::string& each) { workflow::setEach(scope_, each); }
  /// Makes the rule hold only where `text`, which is not a person's, holds too.
  void restrict(RuleIndex index, const std::string& text);
  const rules::Rule& at(RuleIndex index) const { return rules_[index]; }
  std::vector<rules::Rule> take() { return std::move(rules_); }

  std::optional<std::uint32_t> item(const std::string& id) const;
  std::optional<std::uint32_t> document(const std::string& id) const;
  std::vector<std::string> documentIds() const;

 private:
  void checkNames(const Word& text);
  void addEdges(const Word& text, const rules::Rule& compiled, std::vector<Edge>& edges) const;
  void addAll(const Span& place, std::vector<Edge>& edges) const;
  void addCharging(const Span& place, std::vector<Edge>& edges) const;

  Compilation& compilation_;
  const StudentTypeDefinition& definition_;
  rules::Scope scope_;
  std::vector<rules::Rule> rules_;
  std::map<std::string, std::uint32_t> items_;
  std::map<std::string, std::uint32_t> documents_;
};

}  // namespace lixiao::workflow
