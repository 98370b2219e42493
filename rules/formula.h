#pragma once

#include <functional>
#include <string>
#include <unordered_map>
#include <vector>

#include "rules/rule.h"

namespace lixiao::rules {

/// What muParser is given for a node, as two formulas: for a boolean "known true" and "known false", for
/// anything else the value and "is unknown". All of them are 0 or 1 but the value, which means nothing while
/// the node is unknown.
struct Rails {
  std::string first;
  std::string second;
};

/// Variables of the formulas. Inputs: `v3 u3` value and unknown, `t3 f3` true and false, 3 being the slot.
/// Steps: `a7 b7` first and second result. Constants that are not whole: `c5`.
struct Variable {
  char family = 'v';
  std::size_t index = 0;
};
std::vector<Variable> variablesOf(const std::string& formula);

/// Writes formulas for rules whose trees may share nodes. A rule becomes a row of steps: a node whose
/// formulas have grown long is evaluated by itself and larger formulas refer to its results, because muParser
/// takes the square of a formula's length to parse it. A step is evaluated once, however many name it.
class FormulaWriter {
 public:
  enum class Steps {
    Large,  ///< only what has grown long or is named is a step
    All,    ///< every operation is one, so that each has its value to be explained
  };
  explicit FormulaWriter(Steps steps) : steps_wanted_(steps) {}

  using Codes = std::function<double(const std::string&)>;
  /// The step of the whole rule. `codes` gives a text constant's code.
  std::size_t addRule(const Node& root, const Codes& codes);

  const std::vector<Rails>& steps() const { return steps_; }
  const std::vector<double>& constants() const { return constants_; }
  /// The step of a node, if it is one.
  const std::size_t* find(const Node& node) const;

 private:
  const Rails& write(const Node& node);
  Rails form(const Node& node);
  Rails constant(const Node& node);
  Rails input(const Node& node) const;
  Rails logic(const Node& node);
  Rails comparison(const Node& node);
  Rails booleanComparison(const Node& node);
  Rails membership(const Node& node);
  Rails arithmetic(const Node& node);
  Rails choose(const Node& node);
  Rails known(const Node& node);
  Rails coalesce(const Node& node);
  Rails leastOrMost(const Node& node);
  Rails call(const Node& node);

  std::string anyUnknown(const Node& node);
  std::string number(double x);
  Rails makeStep(const Node* node, Rails rails);
  Rails shortened(Rails rails);

  Steps steps_wanted_;
  const Codes* codes_ = nullptr;
  std::unordered_map<const Node*, Rails> written_;
  std::unordered_map<const Node*, std::size_t> step_of_;
  std::vector<Rails> steps_;
  std::vector<double> constants_;
};

}  // namespace lixiao::rules
