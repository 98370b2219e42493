#pragma once

#include <muParser.h>

#include <memory>
#include <vector>

#include "rules/bindings.h"
#include "rules/formula.h"

namespace lixiao::rules {

/// Evaluates the steps of a FormulaWriter through muParser, each at most once until `invalidate`. A step's
/// formulas are parsed when it is first asked for.
class StepRunner {
 public:
  StepRunner(Bindings& inputs, FormulaWriter::Steps steps) : inputs_(inputs), writer_(steps) {}

  /// The step of the rule, to be asked for with `run`.
  std::size_t add(const Node& root);
  void invalidate() { ++epoch_; }

  struct Result {
    double first = 0, second = 0;
  };
  const Result& run(std::size_t step);
  /// The step of a node of a rule that was added; nullptr when it has none.
  const std::size_t* find(const Node& node) const { return writer_.find(node); }

 private:
  struct Compiled {
    mu::Parser parser;
    std::vector<std::size_t> needs;
    Result result;
    std::uint64_t epoch = 0;
  };
  std::unique_ptr<Compiled> compileStep(std::size_t step);
  Compiled& compiled(std::size_t step);
  double* address(const Variable& variable);

  Bindings& inputs_;
  FormulaWriter writer_;
  std::vector<std::unique_ptr<Compiled>> compiled_;
  std::vector<std::unique_ptr<double>> constants_;
  std::uint64_t epoch_ = 1;
};

}  // namespace lixiao::rules
