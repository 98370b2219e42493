#include "rules/row.h"

#include "rules/explain.h"
#include "rules/fold.h"

namespace lixiao::rules {

class RowEvaluator::Impl {
 public:
  Impl(std::vector<Rule> rules, std::size_t slots)
      : rules_(std::move(rules)),
        inputs_(slots),
        runner_(inputs_, FormulaWriter::Steps::Large),
        explainer_(inputs_) {
    for (const Rule& rule : rules_) inputs_.declare(rule.root());
    for (const Rule& rule : rules_) steps_.push_back(runner_.add(rule.root()));
  }

  void bind(const Row& row) {
    inputs_.bind(row);
    invalidate();
  }

  void set(Slot slot, const model::Value& value) {
    inputs_.set(slot, value);
    invalidate();
  }

  Truth truth(std::size_t rule) {
    const StepRunner::Result& result = runner_.run(steps_.at(rule));
    if (result.first != 0) return Truth::True;
    return result.second != 0 ? Truth::False : Truth::Unknown;
  }

  model::Value value(std::size_t rule) {
    return valueOf(inputs_, rules_.at(rule).type(), runner_.run(steps_[rule]));
  }

  Explanation explain(std::size_t rule) { return explainer_.explain(rules_.at(rule)); }

 private:
  void invalidate() {
    runner_.invalidate();
    explainer_.invalidate();
  }

  std::vector<Rule> rules_;
  Bindings inputs_;
  StepRunner runner_;
  Explainer explainer_;
  std::vector<std::size_t> steps_;
};

RowEvaluator::RowEvaluator(std::vector<Rule> rules, std::size_t slots)
    : impl_(std::make_unique<Impl>(std::move(rules), slots)) {}
RowEvaluator::~RowEvaluator() = default;
RowEvaluator::RowEvaluator(RowEvaluator&&) noexcept = default;
RowEvaluator& RowEvaluator::operator=(RowEvaluator&&) noexcept = default;

void RowEvaluator::bind(const Row& row) {
  impl_->bind(row);
}
void RowEvaluator::set(Slot slot, const model::Value& value) {
  impl_->set(slot, value);
}
Truth RowEvaluator::truth(std::size_t rule) {
  return impl_->truth(rule);
}
model::Value RowEvaluator::value(std::size_t rule) {
  return impl_->value(rule);
}
Explanation RowEvaluator::explain(std::size_t rule) {
  return impl_->explain(rule);
}

}  // namespace lixiao::rules
