#include "rules/rule.h"

#include <algorithm>
#include <cmath>
#include <set>
#include <unordered_set>

#include "engine/model/text.h"
#include "rules/characters.h"
#include "rules/checker.h"
#include "rules/fold.h"
#include "rules/measure.h"

namespace lixiao::rules {
namespace {

void collectSlots(const Node& node, std::set<Slot>& slots, std::unordered_set<const Node*>& seen) {
  if (!seen.insert(&node).second) return;
  if (node.op == Op::Input) slots.insert(node.slot);
  for (const NodePtr& arg : node.args) collectSlots(*arg, slots, seen);
}

std::optional<Problem> unreadable(std::string_view text) {
  if (text.size() > kMaxRuleBytes)
    return Problem{"too-long", kMaxRuleBytes, 1, "the rule is longer than 2000 bytes",
                   "give a part of it a name under conditions"};
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t length = characterAt(text, at).length;
    if (length == 0) return Problem{"not-utf8", at, 1, "the text is not UTF-8", "save the file as UTF-8"};
    at += length;
  }
  return std::nullopt;
}

std::optional<Problem> unwieldy(std::string_view text, const Node& root) {
  const Measure size = measure(root);
  if (size.nodes <= kMaxNodes && size.depth <= kMaxTreeDepth) return std::nullopt;
  return Problem{"too-complex", 0, text.size(), "the rule is too large with its conditions written out", ""};
}

Compiled refused(std::vector<Problem> problems) {
  std::stable_sort(problems.begin(), problems.end(),
                   [](const Problem& a, const Problem& b) { return a.offset < b.offset; });
  return {std::nullopt, std::move(problems)};
}

}  // namespace

std::vector<Slot> Rule::slots() const {
  std::set<Slot> slots;
  std::unordered_set<const Node*> seen;
  collectSlots(root(), slots, seen);
  return {slots.begin(), slots.end()};
}

std::optional<bool> Rule::constant() const {
  if (root().type.kind != Kind::Boolean || !isConstant(root()) || isUnknownConstant(root()))
    return std::nullopt;
  return root().number != 0;
}

Compiled compile(std::string_view text, const Scope& scope, const Type& expected) {
  if (auto problem = unreadable(text)) return refused({*std::move(problem)});
  Lexed lexed = lex(text);
  if (!lexed.reliable) return refused(std::move(lexed.problems));
  Parsed parsed = parse(text, lexed);
  std::vector<Problem> problems = std::move(lexed.problems);
  problems.insert(problems.end(), parsed.problems.begin(), parsed.problems.end());
  if (!parsed.root) return refused(std::move(problems));

  Checker checker(scope, std::make_shared<const std::string>(text));
  NodePtr root = checker.checkRule(*parsed.root, expected);
  const std::vector<Problem> found = checker.takeProblems();
  problems.insert(problems.end(), found.begin(), found.end());
  if (root) {
    if (auto problem = unwieldy(text, *root)) problems.push_back(*std::move(problem));
  }
  if (!problems.empty()) return refused(std::move(problems));
  return {Rule(std::string(text), std::move(root)), {}};
}

Rule alwaysTrue() {
  static const Rule rule = *compile("true", Scope{}).rule;
  return rule;
}

std::vector<std::string> namesUsed(std::string_view text) {
  if (unreadable(text)) return {};
  const Lexed lexed = lex(text);
  if (!lexed.reliable) return {};
  std::vector<std::string> names;
  for (std::size_t i = 0; i + 1 < lexed.tokens.size(); ++i) {
    const bool called = lexed.tokens[i + 1].kind == TokenKind::LeftParen;
    if (lexed.tokens[i].kind != TokenKind::Name || called) continue;
    if (std::find(names.begin(), names.end(), lexed.tokens[i].text) == names.end())
      names.push_back(lexed.tokens[i].text);
  }
  return names;
}

}  // namespace lixiao::rules
