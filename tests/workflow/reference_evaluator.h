#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "engine/model/status.h"
#include "engine/workflow/record.h"
#include "engine/workflow/workflow.h"

namespace lixiao::workflow::tests {

/// Decides one student plainly and slowly, from the language's description alone: its own walk over the
/// rules' trees with its own three values; each item when somebody asks for it, whatever order the workflow
/// gives. Shares no code with the evaluators it is held against.
class ReferenceEvaluator {
 public:
  ReferenceEvaluator(const Workflow& workflow, const StudentType& type, const StudentRecord& record,
                     const Circumstances& circumstances);

  model::Cause cause(std::uint32_t item);
  model::DocumentCause documentCause(std::uint32_t document);
  /// Position in Document::batches.
  std::optional<std::size_t> batch(std::uint32_t document);
  rules::Truth ownClear(std::uint32_t item);
  DepartmentIndex registrar(std::uint32_t item);
  std::size_t remaining();
  std::vector<const Notice*> notices();

  /// What a rule is worth: a number (truths as 0 and 1, days, an enum's word as its position) or a text;
  /// nothing when not known.
  struct Known {
    double number = 0;
    std::string text;
    bool operator==(const Known&) const = default;
  };
  using Worth = std::optional<Known>;
  Worth worth(const rules::Node& node);

 private:
  enum class Three : std::uint8_t { No, Maybe, Yes };

  Three holds(RuleIndex rule);
  Worth kleene(const rules::Node& node, bool deciding);
  Worth computed(const rules::Node& node);
  Worth input(const rules::Node& node);
  Worth derived(const SlotMeaning& meaning);
  Worth fact(FactIndex index, const rules::Type& type);
  Worth fromValue(const model::Value& value, const rules::Type& type) const;

  std::optional<std::uint32_t> positionOf(ItemIndex index) const;
  bool ranOut(const model::Registration& registration) const;
  const model::Registration* counting(const Item& item) const;
  model::Cause alone(std::uint32_t item);
  model::Cause beforeOthers(std::uint32_t item);
  model::Cause unregistered(const Item& item);
  model::Cause byMode(const Item& item);
  model::Cause byParts(const Item& item);
  Three clear(model::Cause cause) const;
  Three allCleared();
  std::optional<double> clearedOn(std::uint32_t item);
  std::optional<double> charge(std::uint32_t item);
  std::optional<double> chargesTotal();
  double dayOf(model::Instant instant) const;

  const Workflow& workflow_;
  const StudentType& type_;
  const StudentRecord& record_;
  const Circumstances& circumstances_;
  std::vector<std::optional<model::Cause>> before_others_, final_;  ///< remembered answers
};

}  // namespace lixiao::workflow::tests
