#include "engine/workflow/compile_context.h"

namespace lixiao::workflow {
namespace {

using Pieces = std::vector<MessageTemplate::Piece>;

std::vector<std::string> placeholders(const Workflow& workflow) {
  std::vector<std::string> names;
  for (const Attribute& attribute : workflow.attributes) names.push_back(attribute.name);
  for (const FactSpec& fact : workflow.facts) names.push_back(fact.name);
  return names;
}

std::optional<rules::Slot> slotOf(const Workflow& workflow, std::string_view name) {
  if (const auto attribute = workflow.attribute(name)) return *attribute;
  if (const auto fact = workflow.fact(name)) return workflow.first_fact + *fact;
  return std::nullopt;
}

void addText(Pieces& pieces, std::string_view text) {
  if (!text.empty()) pieces.push_back({std::string(text), std::nullopt});
}

Pieces compileText(Compilation& compilation, const Word& word, const std::string& each) {
  Pieces pieces;
  const std::string_view text = word.text;
  std::size_t done = 0;
  for (std::size_t open = text.find('{'); open != std::string_view::npos; open = text.find('{', done)) {
    addText(pieces, text.substr(done, open - done));
    const std::size_t close = text.find('}', open);
    if (close == std::string_view::npos || close == open + 1) {
      compilation.findings.error(yaml::spanWithin(*word.at, open, 1), "bad-placeholder",
                                 "a \"{\" in a message begins the name of a value and ends with \"}\"");
      return pieces;
    }
    const std::string_view name = text.substr(open + 1, close - open - 1);
    const auto slot = slotOf(compilation.workflow, name);
    if (name == "each" && !each.empty())
      addText(pieces, each);
    else if (slot)
      pieces.push_back({"", slot});
    else if (!lost(compilation, {"attributes", "facts"}))
      compilation.findings.error(yaml::spanWithin(*word.at, open + 1, name.size()), "unknown-name",
                                 quoted(name) + " is neither an attribute nor a fact",
                                 didYouMean(name, placeholders(compilation.workflow)));
    done = close + 1;
  }
  addText(pieces, text.substr(done));
  return pieces;
}

}  // namespace

MessageTemplate compileMessage(Compilation& compilation, const Word& zh, const Word& en,
                               const std::string& each) {
  MessageTemplate message;
  if (zh.given()) message.zh = compileText(compilation, zh, each);
  if (en.given()) message.en = compileText(compilation, en, each);
  return message;
}

}  // namespace lixiao::workflow
