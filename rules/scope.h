#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "engine/model/value.h"
#include "rules/type.h"

namespace lixiao::rules {

class Rule;

/// The index of an input in the caller's row or columns.
using Slot = std::uint32_t;

/// A finding about the text of a rule; the caller knows in which file and line the text stands.
struct Problem {
  std::string code;        ///< `unknown-name`, `type-mismatch`, … listed in docs/diagnostics.md
  std::size_t offset = 0;  ///< bytes from the start of the rule's text
  std::size_t length = 1;  ///< bytes
  std::string message;
  std::string hint;  ///< `did you mean "library.loans"?` or ""
};

/// What the names in a rule mean. Built once for an edition, then only read; copying is not needed.
class Scope {
 public:
  /// An input that differs from student to student.
  void addInput(std::string name, Type type, Slot slot);
  /// A value known when rules are compiled: calendar names.
  void addConstant(std::string name, Type type, model::Value value);
  /// A named boolean rule (std::invalid_argument for another). Its tree is shared by every rule that names
  /// it.
  void addCondition(std::string name, Rule rule);
  /// An input that holds several of an enum's words. Rules ask for one, `"word" in name`, and whether it is
  /// `known(name)`: a boolean input for each word, from `first_word` on, all of them unknown or none.
  void addSeveral(std::string name, Type words, Slot first_word);

  void remove(std::string_view name);

  struct Input {
    Type type;
    Slot slot;
  };
  struct Constant {
    Type type;
    model::Value value;
  };
  struct Several {
    Type words;
    Slot first_word;
  };
  using Meaning = std::variant<Input, Constant, std::shared_ptr<const Rule>, Several>;

  /// nullptr when the name means nothing.
  const Meaning* find(std::string_view name) const;
  std::vector<std::string> names() const;

 private:
  std::map<std::string, Meaning, std::less<>> meanings_;
};

struct NamedText {
  std::string name;
  std::string text;
};
struct NamedProblem {
  std::size_t index;  ///< of the condition it was found in
  Problem problem;
};
/// Compiles named conditions that may use one another in any order and adds them to the scope. A circle is
/// one problem (`circle`) at the first condition of it, naming the whole path. A condition that failed stands
/// in the scope as a boolean that nobody knows, so that its users have their own problems reported and not
/// its again.
std::vector<NamedProblem> addConditions(Scope& scope, const std::vector<NamedText>& conditions);

}  // namespace lixiao::rules
