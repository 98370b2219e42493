#include "rules/step_runner.h"

#include <algorithm>
#include <cassert>

#include "rules/functions.h"

namespace lixiao::rules {

std::size_t StepRunner::add(const Node& root) {
  const std::size_t step =
      writer_.addRule(root, [this](const std::string& text) { return inputs_.codeOf(text); });
  for (std::size_t i = constants_.size(); i < writer_.constants().size(); ++i)
    constants_.push_back(std::make_unique<double>(writer_.constants()[i]));
  compiled_.resize(writer_.steps().size());
  return step;
}

const StepRunner::Result& StepRunner::run(std::size_t step) {
  Compiled& target = compiled(step);
  if (target.epoch == epoch_) return target.result;
  for (const std::size_t needed : target.needs) run(needed);
  int results = 0;
  const double* values = target.parser.Eval(results);
  assert(results == 2);
  target.result = {values[0], values[1]};
  target.epoch = epoch_;
  return target.result;
}

StepRunner::Compiled& StepRunner::compiled(std::size_t step) {
  if (!compiled_[step]) compiled_[step] = compileStep(step);
  return *compiled_[step];
}

std::unique_ptr<StepRunner::Compiled> StepRunner::compileStep(std::size_t step) {
  const Rails& rails = writer_.steps()[step];
  const std::string formula = rails.first + "," + rails.second;
  auto made = std::make_unique<Compiled>();
  defineFunctions(made->parser);
  for (const Variable& variable : variablesOf(formula)) {
    made->parser.DefineVar(variable.family + std::to_string(variable.index), address(variable));
    if (variable.family != 'a' && variable.family != 'b') continue;
    if (std::find(made->needs.begin(), made->needs.end(), variable.index) == made->needs.end())
      made->needs.push_back(variable.index);
  }
  made->parser.SetExpr(formula);
  return made;
}

double* StepRunner::address(const Variable& variable) {
  const auto slot = static_cast<Slot>(variable.index);
  switch (variable.family) {
    case 'v':
    case 't':
      return inputs_.first(slot);
    case 'u':
    case 'f':
      return inputs_.second(slot);
    case 'a':
      return &compiled(variable.index).result.first;
    case 'b':
      return &compiled(variable.index).result.second;
    default:
      return constants_[variable.index].get();
  }
}

}  // namespace lixiao::rules
