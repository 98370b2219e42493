#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "rules/row.h"
#include "rules/rule.h"

namespace lixiao::rules {

/// The inputs of one row as the pairs of numbers that formulas read: true and false of a boolean, value and
/// "is unknown" of anything else. Texts are numbers too: equal ones are equal.
class Bindings {
 public:
  explicit Bindings(std::size_t slots);

  /// Learns the types of the slots that a rule reads, and its text constants.
  void declare(const Node& root);
  double codeOf(const std::string& text) const { return static_cast<double>(texts_.at(text)); }

  void bind(const Row& row);
  void set(Slot slot, const model::Value& value);
  /// A known number as a value of the type: numbers rounded to whole ones, texts as in the rule or the row.
  model::Value toValue(const Type& type, double number) const;

  double* first(Slot slot) { return &first_[slot]; }
  double* second(Slot slot) { return &second_[slot]; }

 private:
  void assign(Slot slot);
  void assignTexts();
  const std::string& textOf(std::size_t code) const;
  std::optional<double> numberOf(Slot slot) const;

  Row row_;
  std::vector<std::optional<Type>> types_;
  std::vector<double> first_, second_;
  std::map<std::string, std::size_t> texts_;  ///< constants of the rules
  std::vector<Slot> text_slots_;
};

}  // namespace lixiao::rules
