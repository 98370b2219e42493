#include "engine/service/evaluator_pool.h"

namespace lixiao::service {

EvaluatorPool::Lease::Lease(EvaluatorPool& pool, std::shared_ptr<const workflow::Workflow> workflow,
                            std::unique_ptr<workflow::Evaluator> evaluator)
    : pool_(&pool), workflow_(std::move(workflow)), evaluator_(std::move(evaluator)) {}

EvaluatorPool::Lease::~Lease() {
  if (evaluator_) pool_->giveBack(workflow_, std::move(evaluator_));
}

EvaluatorPool::Lease EvaluatorPool::take(const std::shared_ptr<const workflow::Workflow>& workflow) {
  {
    const std::lock_guard lock(mutex_);
    if (workflow_ != workflow) {
      workflow_ = workflow;
      idle_.clear();
    }
    if (!idle_.empty()) {
      std::unique_ptr<workflow::Evaluator> evaluator = std::move(idle_.back());
      idle_.pop_back();
      return {*this, workflow, std::move(evaluator)};
    }
  }
  return {*this, workflow, std::make_unique<workflow::Evaluator>(workflow)};
}

void EvaluatorPool::giveBack(const std::shared_ptr<const workflow::Workflow>& workflow,
                             std::unique_ptr<workflow::Evaluator> evaluator) {
  const std::lock_guard lock(mutex_);
  if (workflow_ == workflow) idle_.push_back(std::move(evaluator));
}

}  // namespace lixiao::service
