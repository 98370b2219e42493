#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "engine/model/value.h"
#include "rules/rule.h"

namespace lixiao::rules {

/// Kleene's three values, ordered so that `&&` is the smaller, `||` the larger and `!` is 2 - x.
enum class Truth : std::uint8_t { False = 0, Unknown = 1, True = 2 };

/// The inputs of one student by slot; a slot without value is unknown. Values must be of the slot's type: a
/// boolean, a number in its unit, a date, an enum's word or a text.
using Row = std::vector<model::Value>;

/// A sub-expression with the value it had; children in the order of the text. A condition is shown by its
/// name and has its rule below.
struct Explanation {
  std::string text;
  Type type;
  model::Value value;  ///< unknown when not known
  std::vector<Explanation> children;
};

/// Evaluates rules for one student through muParser. Unknown is carried beside muParser as a formula of its
/// own. A rule's formulas are parsed when it is first asked for (some 40 µs), so keep one evaluator for many
/// rows. NOT thread-safe: one per thread.
class RowEvaluator {
 public:
  /// `slots`: the size of the rows it will see.
  RowEvaluator(std::vector<Rule> rules, std::size_t slots);
  ~RowEvaluator();
  RowEvaluator(RowEvaluator&&) noexcept;
  RowEvaluator& operator=(RowEvaluator&&) noexcept;

  /// Binds the row that the next calls read; the row is copied. Slots may be set again one by one.
  void bind(const Row& row);
  void set(Slot slot, const model::Value& value);

  Truth truth(std::size_t rule);         ///< boolean rules
  model::Value value(std::size_t rule);  ///< numbers rounded to whole ones of their unit
  Explanation explain(std::size_t rule);

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace lixiao::rules
