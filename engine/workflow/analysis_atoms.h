#pragma once

#include <map>
#include <set>
#include <string>
#include <unordered_map>
#include <vector>

#include "engine/workflow/analysis_values.h"

namespace lixiao::workflow {

/// What a combination gives a value to: an input, or something that is not looked into.
struct Atom {
  std::size_t index = 0;  ///< of its value in a combination
  const rules::Node* node = nullptr;
  std::vector<TriedValue> values;
};

/// The atoms of a rule with the values that tell apart. The rule must outlive them.
class Atoms {
 public:
  Atoms(const rules::Node& root, const Domain& domain);
  Atoms(const Atoms&) = delete;
  Atoms& operator=(const Atoms&) = delete;

  const std::vector<const Atom*>& list() const { return list_; }
  /// The atom that the node is, nullptr for what is made of atoms.
  const Atom* find(const rules::Node& node) const;
  /// Whether all combinations can be tried.
  bool areFew() const;

 private:
  void collect(const rules::Node& node);
  void collectAll(const rules::Node& node);
  void collectComparison(const rules::Node& node);
  void collectValue(const rules::Node& node);
  void add(const rules::Node& node);

  std::map<std::string, Atom> found_;
  std::map<std::string, std::vector<TriedValue>> constants_;  ///< that each atom is compared with
  std::vector<const Atom*> list_;
  std::unordered_map<const rules::Node*, const Atom*> of_node_;
  std::size_t nodes_ = 0;
};

/// Operations that yield one of their operands.
bool picks(rules::Op op);

}  // namespace lixiao::workflow
