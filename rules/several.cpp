#include <algorithm>

#include "engine/model/text.h"
#include "rules/checker.h"
#include "rules/fold.h"

namespace lixiao::rules {

const Scope::Several* Checker::severalOf(const Syntax& syntax) const {
  if (syntax.form != Syntax::Form::Name) return nullptr;
  const Scope::Meaning* found = scope_.find(syntax.text);
  return found ? std::get_if<Scope::Several>(found) : nullptr;
}

/// The name stands where it has no one value.
NodePtr Checker::meaning(const Syntax& syntax, const Scope::Several& several) {
  return report("type-mismatch", syntax, "\"" + syntax.text + "\" holds several words",
                "ask for one: \"" + several.words.words->front() + "\" in " + syntax.text);
}

NodePtr Checker::wordInput(const Syntax& syntax, const std::string& name, Slot slot) {
  Node node;
  node.op = Op::Input;
  node.type = Type::boolean();
  node.offset = syntax.offset;
  node.length = syntax.length;
  node.source = source_;
  node.name = name;
  node.slot = slot;
  return fold(std::move(node));
}

NodePtr Checker::within(const Syntax& syntax) {
  const Syntax& name = *syntax.args.back();
  const Scope::Several* several = severalOf(name);
  if (!several) {
    std::vector<NodePtr> sides;
    if (!checkSides(syntax, sides)) return nullptr;
    return report("type-mismatch", *sides.back(),
                  "in needs a list in [ ], but this is " + describe(sides.back()->type),
                  "write in [\"a\", \"b\"]");
  }
  const NodePtr word = check(*syntax.args.front());
  if (!word) return nullptr;
  if (word->type.kind != Kind::Text || !isConstant(*word))
    return report("type-mismatch", *word,
                  "\"" + name.text + "\" holds words, but this is " +
                      (isConstant(*word) ? describe(word->type) : "no word in double quotes"));
  const std::vector<std::string>& words = *several->words.words;
  const auto found = std::find(words.begin(), words.end(), word->text);
  if (found == words.end()) {
    const std::string nearest = model::nearestWord(word->text, words);
    return report("unknown-value", *word, "\"" + word->text + "\" is not a value of " + name.text,
                  nearest.empty() ? "" : "did you mean \"" + nearest + "\"?");
  }
  return wordInput(syntax, name.text, several->first_word + static_cast<Slot>(found - words.begin()));
}

}  // namespace lixiao::rules
