#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <random>
#include <string>
#include <vector>

#include "rules/row.h"
#include "rules/scope.h"

namespace lixiao::rules::test {

/// A made-up expression that knows its text and, written for these tests alone, what it is worth on a row.
/// Values are numbers as in rules/: 0/1, numbers in their unit, days, an enum's index; texts are an index of
/// `texts()`.
struct Expression {
  using Worth = std::optional<double>;
  std::string text;
  int precedence = 0;  ///< of its outermost operator; higher binds tighter
  std::function<Worth(const std::vector<Worth>& inputs)> worth;
};

/// Makes well-typed rules over the names of `university()`.
class RuleMaker {
 public:
  explicit RuleMaker(unsigned seed) : random_(seed) {}

  Expression boolean(int depth);
  static const std::vector<std::string>& texts();

 private:
  using Worth = Expression::Worth;
  using Inputs = std::vector<Worth>;
  /// A number of the unit. `typed`: it must have the unit by itself, so no bare literal.
  Expression number(Unit unit, int depth, bool typed);
  Expression date(int depth);
  Expression word(int depth);
  Expression text(int depth);
  Expression compared(int depth);
  Expression listed(int depth);
  Expression anything(int depth);
  Expression literal(Unit unit);
  Expression leaf(Unit unit);

  int upTo(int most) { return std::uniform_int_distribution<int>(0, most)(random_); }
  template <typename T>
  const T& pick(const std::vector<T>& from) {
    return from[static_cast<std::size_t>(upTo(static_cast<int>(from.size()) - 1))];
  }
  std::string within(const Expression& part, int precedence);
  Expression infix(Expression a, const std::string& symbol, Expression b, int precedence,
                   std::function<Worth(double, double)> result);
  Expression call(const std::string& name, Expression a, std::function<Worth(double)> result);
  Expression choice(Expression condition, Expression a, Expression b);
  Expression coalesced(Expression a, Expression b);
  Expression logic(int depth, bool conjunction);

  std::mt19937 random_;
};

/// A row's inputs as the reference reads them, and the same as a Row.
std::vector<Expression::Worth> randomInputs(std::mt19937& random, double today);
Row toRow(const std::vector<Expression::Worth>& inputs);

}  // namespace lixiao::rules::test
