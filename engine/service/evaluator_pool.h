#pragma once

#include <memory>
#include <mutex>
#include <vector>

#include "engine/workflow/evaluator.h"

namespace lixiao::service {

/// Evaluators of the active edition, each used by one thread at a time. Thread-safe; outlives its leases.
class EvaluatorPool {
 public:
  class Lease {
   public:
    Lease(EvaluatorPool& pool, std::shared_ptr<const workflow::Workflow> workflow,
          std::unique_ptr<workflow::Evaluator> evaluator);
    ~Lease();
    Lease(Lease&&) noexcept = default;
    Lease& operator=(Lease&&) = delete;

    workflow::Evaluator& evaluator() const { return *evaluator_; }

   private:
    EvaluatorPool* pool_;
    std::shared_ptr<const workflow::Workflow> workflow_;
    std::unique_ptr<workflow::Evaluator> evaluator_;
  };

  /// An idle one, or a new one; those of an edition that is not active any more are forgotten.
  Lease take(const std::shared_ptr<const workflow::Workflow>& workflow);

 private:
  void giveBack(const std::shared_ptr<const workflow::Workflow>& workflow,
                std::unique_ptr<workflow::Evaluator> evaluator);

  std::mutex mutex_;
  std::shared_ptr<const workflow::Workflow> workflow_;
  std::vector<std::unique_ptr<workflow::Evaluator>> idle_;
};

}  // namespace lixiao::service
