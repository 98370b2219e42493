#include "rules/compute.h"

#include <algorithm>

namespace lixiao::rules {
namespace {

std::optional<double> checked(const Type& type, double x) {
  const bool fits = type.kind == Kind::Date ? fitsDay(x) : fitsNumber(x);
  return fits ? std::optional(x) : std::nullopt;
}

/// A number of days joins a date in whole days.
double wholeDays(const Node& node, std::size_t operand, double x) {
  const bool days_beside_date = node.type.kind == Kind::Date && node.args[operand]->type.kind == Kind::Number;
  return days_beside_date ? std::trunc(x) : x;
}

}  // namespace

bool isShare(const Node& multiply) {
  const Unit a = multiply.args[0]->type.unit, b = multiply.args[1]->type.unit;
  return (a == Unit::Money && b == Unit::Percent) || (a == Unit::Percent && b == Unit::Money);
}

double roundToUnit(double x, Unit unit) {
  const bool scaled = unit == Unit::Money || unit == Unit::Percent;
  return scaled ? std::round(x / kMinorUnits) * kMinorUnits : std::round(x);
}

double age(double on, double birth) {
  return model::ageAt(model::dateOf(static_cast<std::int32_t>(on)),
                      model::dateOf(static_cast<std::int32_t>(birth)));
}

std::optional<double> compute(const Node& node, const std::vector<double>& x) {
  switch (node.op) {
    case Op::Not:
      return 1 - x[0];
    case Op::Equal:
      return x[0] == x[1];
    case Op::NotEqual:
      return x[0] != x[1];
    case Op::Less:
      return x[0] < x[1];
    case Op::LessEqual:
      return x[0] <= x[1];
    case Op::Greater:
      return x[0] > x[1];
    case Op::GreaterEqual:
      return x[0] >= x[1];
    case Op::In:
      return std::find(x.begin() + 1, x.end(), x[0]) != x.end();
    case Op::Add:
      return checked(node.type, wholeDays(node, 0, x[0]) + wholeDays(node, 1, x[1]));
    case Op::Subtract:
      return checked(node.type, x[0] - wholeDays(node, 1, x[1]));
    case Op::Multiply:
      return checked(node.type, isShare(node) ? x[0] * x[1] / kPercentOfWhole : x[0] * x[1]);
    case Op::Divide:
      return x[1] == 0 ? std::nullopt : checked(node.type, x[0] / x[1]);
    case Op::Negate:
      return -x[0];
    case Op::AgeAt:
      return age(x[0], x[1]);
    case Op::Min:
      return *std::min_element(x.begin(), x.end());
    case Op::Max:
      return *std::max_element(x.begin(), x.end());
    case Op::Abs:
      return std::abs(x[0]);
    case Op::Round:
      return checked(node.type, roundToUnit(x[0], node.type.unit));
    default:
      return std::nullopt;
  }
}

}  // namespace lixiao::rules
