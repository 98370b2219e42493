#include "engine/workflow/analysis_values.h"

#include <algorithm>
#include <cmath>

namespace lixiao::workflow {
namespace {

using rules::Kind;
using rules::Node;
using rules::Op;
using Value = TriedValue;

std::vector<Value> wordsOf(const Node& node, const Domain& domain) {
  std::vector<Value> values;
  const auto known = domain.words.find(node.slot);
  if (node.op == Op::Input && known != domain.words.end() && !known->second.empty()) {
    for (const std::uint32_t word : known->second) values.push_back({static_cast<double>(word), {}});
    return values;
  }
  values.reserve(node.type.words->size() + 1);
  for (std::size_t word = 0; word < node.type.words->size(); ++word)
    values.push_back({static_cast<double>(word), {}});
  values.emplace_back();
  return values;
}

/// The texts it is compared with, and another one.
std::vector<Value> textsOf(const std::vector<Value>& constants) {
  std::vector<Value> values = {{0.0, std::string(1, '\0')}, {}};
  for (const Value& each : constants)
    if (std::find(values.begin(), values.end(), Value{0.0, each.text}) == values.end())
      values.push_back({0.0, each.text});
  return values;
}

void addBetween(const std::set<double>& points, std::set<double>& tried) {
  for (auto at = points.begin(); at != points.end(); ++at)
    if (const auto next = std::next(at); next != points.end()) tried.insert((*at + *next) / 2);
}

/// Each constant, and a number on either side and between. Where only whole numbers occur, and none lies
/// between, there is none.
std::vector<Value> numbersOf(const Node& node, const std::vector<Value>& constants, const Domain& domain) {
  std::set<double> points;
  for (const Value& each : constants) points.insert(*each.number);
  const bool whole =
      node.op == Op::Input && (node.type.kind == Kind::Date || node.type.unit != rules::Unit::Plain);
  const double step = whole ? 1 : 0.5;
  std::set<double> tried = points.empty() ? std::set<double>{0} : std::set<double>{};
  for (const double point : points) {
    const double below = whole ? std::ceil(point) - step : point - step;
    const double above = whole ? std::floor(point) + step : point + step;
    tried.insert(below);
    tried.insert(above);
    if (!whole || point == std::floor(point)) tried.insert(point);
  }
  if (!whole) addBetween(points, tried);
  const auto range = domain.ranges.find(node.slot);
  std::vector<Value> values;
  if (node.op == Op::Input && range != domain.ranges.end()) {
    tried.insert(range->second.first);
    tried.insert(range->second.second);
    for (const double number : tried)
      if (number >= range->second.first && number <= range->second.second) values.push_back({number, {}});
    return values;
  }
  for (const double number : tried) values.push_back({number, {}});
  values.emplace_back();
  return values;
}

}  // namespace

TriedValue constantOf(const Node& constant) {
  if (std::isnan(constant.number)) return {};
  return {constant.number, constant.type.kind == Kind::Text ? constant.text : std::string()};
}

std::vector<TriedValue> triedValues(const Node& node, const std::vector<TriedValue>& constants,
                                    const Domain& domain) {
  switch (node.type.kind) {
    case Kind::Boolean:
      return {{0.0, {}}, {1.0, {}}, {}};
    case Kind::Enum:
      return wordsOf(node, domain);
    case Kind::Text:
      return textsOf(constants);
    default:
      return numbersOf(node, constants, domain);
  }
}

}  // namespace lixiao::workflow
