#pragma once

#include "rules/step_runner.h"

namespace lixiao::rules {

/// Explains rules for the row that `inputs` holds: every operation is evaluated by itself.
class Explainer {
 public:
  explicit Explainer(Bindings& inputs) : inputs_(inputs), runner_(inputs, FormulaWriter::Steps::All) {}

  void invalidate() { runner_.invalidate(); }
  Explanation explain(const Rule& rule);

 private:
  Explanation explainNode(const Node& node);
  model::Value valueOf(const Node& node);

  Bindings& inputs_;
  StepRunner runner_;
};

/// The value of the type from the pair that formulas gave; unknown when it is.
model::Value valueOf(const Bindings& inputs, const Type& type, const StepRunner::Result& result);

}  // namespace lixiao::rules
